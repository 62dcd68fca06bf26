import { isObject } from '../../platform/json-fields.ts';

const MOST_MESSAGE = 10_000;

/**
 * The envelope in what a language model wrote: fences and words around it are left out, a bare flow becomes create_flow, and
 * what is no JSON is what it says.
 *
 * Source: facts about the nodes contract, §3.8
 */
export function readAnswer(text: string): unknown {
  const found = jsonIn(text);
  if (!isObject(found)) return { action: 'info', message: text.slice(0, MOST_MESSAGE).toWellFormed() };
  if (typeof found.action === 'string') return found;
  // As commands are worded, and as one that is wrapped once more.
  if (isObject(found.config) && typeof found.config.action === 'string') return found.config;
  if (isObject(found.action) && typeof found.action.type === 'string') {
    const { type, ...rest } = found.action;
    return { ...rest, action: type };
  }
  if (typeof found.id === 'string' && (isObject(found.input) || Array.isArray(found.input_ids)))
    return { action: 'create_flow', flow: found, message: 'Generated flow configuration' };
  return found;
}

function jsonIn(text: string): unknown {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)```/i.exec(text)?.[1];
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  const candidates = [text, fenced, start >= 0 && end > start ? text.slice(start, end + 1) : undefined];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    try {
      return JSON.parse(candidate);
    } catch {
      // The next one may be.
    }
  }
  return undefined;
}
