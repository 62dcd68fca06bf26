import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane (about 15 ms on a thread of the pool). */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** Hashes a password with argon2id in the standard text form `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Runs off the event loop. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derive('argon2id', { message: password.normalize('NFKC'), nonce, ...cost });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(nonce)}$${unpadded(hash)}`;
}

/** True when `password` is the one `stored` was made from; false also for texts that are no such hash. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parts = parse(stored);
  if (!parts) return false;
  const { hash, nonce, memory, passes, parallelism } = parts;
  const message = password.normalize('NFKC');
  const given = await derive('argon2id', { message, nonce, memory, passes, parallelism, tagLength: hash.length });
  return timingSafeEqual(given, hash);
}

/** True when a stored hash was made with other costs than today's; hash the password anew at the next login. */
export function needsRehash(stored: string): boolean {
  const parts = parse(stored);
  return (
    !parts || parts.memory !== cost.memory || parts.passes !== cost.passes || parts.parallelism !== cost.parallelism
  );
}

/** True for a hash that can be checked with a bounded effort; a stranger may have written any costs into it. */
export function isReasonableHash(stored: string): boolean {
  const parts = parse(stored);
  return (
    parts !== undefined &&
    parts.memory >= 8 * parts.parallelism &&
    parts.memory <= 4 * cost.memory &&
    parts.passes >= 1 &&
    parts.passes <= 8 &&
    parts.parallelism >= 1 &&
    parts.parallelism <= 4
  );
}

function parse(stored: string) {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([\w+/]{11,88})\$([\w+/]{22,88})$/.exec(
    stored,
  );
  if (!match) return undefined;
  const [memory, passes, parallelism] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [nonce, hash] = [Buffer.from(match[4] as string, 'base64'), Buffer.from(match[5] as string, 'base64')];
  return { memory, passes, parallelism, nonce, hash };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
