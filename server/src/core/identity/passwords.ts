import { hashPassword, needsRehash, randomToken, verifyPassword } from '../../platform/crypto/index.ts';
import { unavailable } from '../../platform/errors.ts';

/** Each hash takes 19 MiB and 15 ms of a thread of the pool that files and DNS use too. */
const AT_ONCE = 2;
const MOST_WAITING = 200;

/** Hashing with a bound on memory and threads, and without a difference between known and unknown users. */
export type Passwords = {
  hash(password: string): Promise<string>;
  /** Does the same work for `undefined` (no such user) as for a hash, and says false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  needsRehash(hash: string): boolean;
};

/** The functions that do the work; tests count their calls. */
export type Hashing = { hash: typeof hashPassword; verify: typeof verifyPassword };

export async function createPasswords(
  hashing: Hashing = { hash: hashPassword, verify: verifyPassword },
): Promise<Passwords> {
  const turn = createTurns(AT_ONCE, MOST_WAITING);
  const nobody = await hashing.hash(randomToken());
  return {
    hash: (password) => turn(() => hashing.hash(password)),
    async verify(password, hash) {
      const matches = await turn(() => hashing.verify(password, hash ?? nobody));
      return matches && hash !== undefined;
    },
    needsRehash,
  };
}

/** Runs at most `atOnce` at a time; refuses when `mostWaiting` wait already. */
function createTurns(atOnce: number, mostWaiting: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) {
        throw unavailable('Too many logins at once. Try again in a few seconds.', { retryAfterSeconds: 3 });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
