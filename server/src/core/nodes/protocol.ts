import { beyondBounds } from '../../platform/json.ts';
import type { Action, Json } from './schema.ts';

/*
 * The envelope of the node protocol: one JSON object a text frame, `{type, timestamp, payload}`. Nodes send it with up to nine
 * fractional digits in the timestamp, and `auth` without one.
 */
export const MOST_MESSAGE_BYTES = 5 * 1024 * 1024;
/** Deeper values overflow the stack of whatever walks them; no real report nests past 12. */
const MOST_DEPTH = 64;
/** A report is kept as long as its node is there: 5 MiB of empty lists were 100 MB. A hundred flows are some 20,000 values. */
const MOST_VALUES = 250_000;

/** Versions of the protocol this house knows. */
export const protocolVersions = { oldest: 1, newest: 4 };

export function isForeign(version: number | undefined): boolean {
  return version !== undefined && (version < protocolVersions.oldest || version > protocolVersions.newest);
}

export type Envelope = { type: string; at: Date | undefined; payload: unknown };

/** Why a frame is not an envelope, in a sentence. */
export class NotAnEnvelope extends Error {}

/** @throws NotAnEnvelope */
export function parseEnvelope(text: string): Envelope {
  const beyond = beyondBounds(text, { depth: MOST_DEPTH, values: MOST_VALUES });
  if (beyond === 'depth') throw new NotAnEnvelope(`it nests deeper than ${MOST_DEPTH} levels`);
  if (beyond === 'values') throw new NotAnEnvelope(`it holds more than ${MOST_VALUES} values`);
  let message: unknown;
  try {
    message = JSON.parse(text, mayHoldUnstorable.test(text) ? clean : undefined);
  } catch (error) {
    throw new NotAnEnvelope((error as Error).message);
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new NotAnEnvelope('it is not an object');
  const { type, timestamp, payload } = message as Json;
  if (typeof type !== 'string') throw new NotAnEnvelope("it has no text 'type'");
  return { type, at: timeOf(timestamp), payload };
}

/** The payload of an `auth` message, or what is wrong with it. */
export function readAuth(frame: Buffer): { payload: unknown } | string {
  try {
    const { type, payload } = parseEnvelope(frame.toString());
    return type === 'auth' ? { payload } : `Expected 'auth' message type, got '${type.slice(0, 64)}'`;
  } catch (error) {
    return `Invalid auth JSON: ${(error as Error).message}`.slice(0, 200);
  }
}

/** Undefined for anything that is not a time between 1970 and a day from now: some nodes have no clock. */
function timeOf(value: unknown): Date | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const time = Date.parse(value);
  return time >= 0 && time < Date.now() + 86_400_000 ? new Date(time) : undefined;
}

/** NUL and halves of surrogate pairs can only come as escapes; PostgreSQL stores neither. */
const mayHoldUnstorable = /\\u(0000|d[89a-f])/i;
function clean(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [cleanText(name), inner]));
}

const cleanText = (text: string) => text.replaceAll('\0', '').toWellFormed();

const now = () => new Date().toISOString();

export const messages = {
  registerAck: (nodeId: string, secret: string): string =>
    JSON.stringify({ type: 'register_ack', timestamp: now(), payload: { node_id: nodeId, node_secret: secret } }),
  authOk: (): string => JSON.stringify({ type: 'auth_ok', timestamp: now() }),
  /** The reason stands in both places: edges and relays read the one, programs of the gateway kit the other. */
  authError: (message: string): string =>
    JSON.stringify({ type: 'auth_error', message, timestamp: now(), payload: { message } }),
  ping: (): string => JSON.stringify({ type: 'ping', timestamp: now(), payload: null }),
  command: (commandId: string, action: Action): string =>
    JSON.stringify({ type: 'command', timestamp: now(), payload: { command_id: commandId, action } }),
};
