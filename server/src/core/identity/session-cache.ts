import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { FoundSession } from './store.ts';

const CHANNEL = 'signalbox_sessions';
/**
 * Bounds what a connection that died without telling anybody can cost. A connection known to be dead costs nothing: the
 * cache is not used without one.
 */
const KEPT_MS = 10_000;
const MOST_ENTRIES = 10_000;
const ECHO_TIMEOUT_MS = 500;

/*
 * Sessions looked up lately, by the SHA-256 of their token, so that a request need not ask the database who sends it.
 *
 * INVARIANTS
 * - Nothing is read from or put into the cache while notifications of revocations cannot arrive.
 * - A look-up that began before a revocation never enters the cache after it (`generation`).
 * - `revoking` resolves when the notification came back from the database, which is when it was sent to every process.
 */
export type SessionCache = {
  get(tokenHash: string): FoundSession | undefined;
  /** Call before looking up; pass the result to `put`. */
  generation(): number;
  put(tokenHash: string, session: FoundSession, generation: number): void;
  /** Runs `work` in a transaction that ends or changes sessions of a user, and returns once every process was told. */
  revoking<T>(userId: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export async function createSessionCache(database: Database, now: () => number = Date.now): Promise<SessionCache> {
  const entries = new Map<string, FoundSession & { until: number }>();
  const echoes = new Map<string, () => void>();
  let connected = false;
  let generation = 0;

  function forget(userId: string | undefined): void {
    generation++;
    for (const [hash, { principal }] of entries) {
      if (userId === undefined || principal.id === userId) entries.delete(hash);
    }
  }

  const stop = await database.listen(
    CHANNEL,
    (payload) => {
      connected = true;
      const [userId, echo] = payload.split(' ') as [string, string?];
      forget(userId === '' ? undefined : userId);
      if (echo) echoes.get(echo)?.();
    },
    () => {
      connected = false;
      forget(undefined);
      for (const resolve of echoes.values()) resolve();
    },
  );
  connected = true;

  return {
    get(tokenHash) {
      if (!connected) return undefined;
      const entry = entries.get(tokenHash);
      if (!entry) return undefined;
      const at = now();
      if (entry.until > at && entry.expiresAt.getTime() > at) return entry;
      entries.delete(tokenHash);
      return undefined;
    },
    generation: () => generation,
    put(tokenHash, session, seen) {
      if (!connected || seen !== generation) return;
      if (entries.size >= MOST_ENTRIES) entries.delete(entries.keys().next().value as string);
      entries.set(tokenHash, { ...session, until: now() + KEPT_MS });
    },
    async revoking(userId, work) {
      const echo = randomUUID();
      const arrived = Promise.withResolvers<void>();
      echoes.set(echo, arrived.resolve);
      try {
        const result = await database.transaction(async (tx) => {
          await tx.run(sql`select pg_notify(${CHANNEL}, ${`${userId} ${echo}`})`);
          return work(tx);
        });
        forget(userId);
        if (connected) {
          const timer = setTimeout(arrived.resolve, ECHO_TIMEOUT_MS);
          await arrived.promise;
          clearTimeout(timer);
        }
        return result;
      } finally {
        echoes.delete(echo);
      }
    },
    close: stop,
  };
}
