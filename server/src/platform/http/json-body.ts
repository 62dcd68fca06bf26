import { invalid } from '../errors.ts';
import { beyondBounds } from '../json.ts';

/** Deepest nesting of a JSON body. Deep values overflow the stack of code that walks them; no contract nests past 12. */
export const MAX_JSON_DEPTH = 64;
/** 64 MiB of empty lists were seconds nobody else was served in, and a gigabyte; the same of an export holds 3 million values. */
const MAX_JSON_VALUES = 4_000_000;

/**
 * Parses a JSON body, refusing what later floors could only stumble over: prototype keys, NUL characters and lone
 * surrogates (PostgreSQL stores neither), deep nesting and millions of values.
 *
 * @throws invalid
 */
export function parseJsonBody(text: string): unknown {
  const beyond = beyondBounds(text, { depth: MAX_JSON_DEPTH, values: MAX_JSON_VALUES });
  if (beyond === 'depth')
    throw invalid(`The request body nests deeper than ${MAX_JSON_DEPTH} levels`, { code: 'BAD_REQUEST' });
  if (beyond === 'values')
    throw invalid(`The request body holds more than ${MAX_JSON_VALUES} values`, { code: 'BAD_REQUEST' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('The request body is not valid JSON', { code: 'BAD_REQUEST' });
  }
  // All three can only be written with an escape or literally as a key, so most bodies skip the walk.
  if (/\\u(0000|d[89a-f])|__proto__|constructor|\\u00[3-7]/i.test(text)) refuseUnstorable(value);
  return value;
}

/** True for text PostgreSQL cannot store. */
export function isUnstorable(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function refuseUnstorable(value: unknown): void {
  if (typeof value === 'string') {
    if (isUnstorable(value)) {
      throw invalid('The request body holds characters that cannot be stored (NUL or half of a surrogate pair)', {
        code: 'BAD_REQUEST',
      });
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__' || (key === 'constructor' && typeof inner === 'object' && inner && 'prototype' in inner)) {
      throw invalid(`The request body holds the forbidden key '${key}'`, { code: 'BAD_REQUEST' });
    }
    refuseUnstorable(key);
    refuseUnstorable(inner);
  }
}
