import { ModelFileInvalid } from './types.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Where the values of a JSON object's keys lie, without parsing them, so that an array of a million numbers can be
 * read from the bytes and not through an array of boxed values. Only the outermost structure is checked here.
 * @throws {ModelFileInvalid} the bytes are not one JSON object
 */
export function objectSpans(bytes: Buffer): Map<string, Buffer> {
  const spans = new Map<string, Buffer>();
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== 0x7b) throw broken('it is not a JSON object');
  at = skipSpace(bytes, at + 1);
  while (bytes[at] !== 0x7d) {
    if (bytes[at] !== QUOTE) throw broken('a key is missing');
    const keyEnd = skipString(bytes, at);
    const key = parse(bytes.subarray(at, keyEnd)) as string;
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== 0x3a) throw broken(`no value follows "${key}"`);
    at = skipSpace(bytes, at + 1);
    const end = skipValue(bytes, at);
    spans.set(key, bytes.subarray(at, end));
    at = skipSpace(bytes, end);
    if (bytes[at] === 0x2c) at = skipSpace(bytes, at + 1);
    else if (bytes[at] !== 0x7d) throw broken(`something stands between "${key}" and the next key`);
  }
  if (skipSpace(bytes, at + 1) !== bytes.length) throw broken('something follows its end');
  return spans;
}

/** @throws {ModelFileInvalid} */
export function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw broken((cause as Error).message);
  }
}

function broken(why: string): ModelFileInvalid {
  return new ModelFileInvalid(`The model's description cannot be read: ${why}`);
}

function skipSpace(bytes: Buffer, at: number): number {
  let i = at;
  while (bytes[i] === 0x20 || bytes[i] === 0x0a || bytes[i] === 0x0d || bytes[i] === 0x09) i++;
  return i;
}

function skipString(bytes: Buffer, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i++;
    else if (bytes[i] === QUOTE) return i + 1;
  }
  throw broken('a string does not end');
}

function skipValue(bytes: Buffer, at: number): number {
  let depth = 0;
  for (let i = at; i < bytes.length; i++) {
    const c = bytes[i];
    if (c === QUOTE) i = skipString(bytes, i) - 1;
    else if (c === 0x7b || c === 0x5b) depth++;
    else if (c === 0x7d || c === 0x5d || c === 0x2c) {
      if (depth === 0) return i;
      if (c !== 0x2c) depth--;
    }
  }
  throw broken('a value does not end');
}
