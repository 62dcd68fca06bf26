import { createHash } from 'node:crypto';
import { randomToken } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, type Principal } from '../principal.ts';
import { lifetimes, type Origin, type User } from './schema.ts';
import type { SessionCache } from './session-cache.ts';
import { sessionStore } from './store.ts';

/** 256 random bits in base64url are 43 characters; nothing else can be one of our tokens. */
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

export type Sessions = {
  /** Opens a session in the caller's transaction. The token is told once and never stored. */
  open(tx: Transaction, user: User, origin: Origin): Promise<{ token: string; sessionId: string }>;
  authenticate(token: string): Promise<Principal | undefined>;
  /** Ends the principal's own session, at once and in every process. */
  end(principal: Principal): Promise<void>;
  /** Ends all sessions of a user together with `work`, at once and in every process. */
  endAll<T>(userId: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
};

export function createSessions(options: { database: Database; events: Events; cache: SessionCache }): Sessions {
  const { database, events, cache } = options;
  return {
    async open(tx, user, origin) {
      const token = randomToken();
      const sessionId = await sessionStore.insert(tx, {
        tokenHash: hashToken(token),
        userId: user.id,
        state: 'active',
        seconds: lifetimes.session,
        address: origin.address,
        userAgent: origin.userAgent.slice(0, 300),
      });
      return { token, sessionId };
    },
    async authenticate(token) {
      if (!tokenShape.test(token)) return undefined;
      const hash = hashToken(token);
      const key = hash.toString('base64');
      const cached = cache.get(key);
      if (cached) return cached.principal;
      const generation = cache.generation();
      const found = await sessionStore.findActive(database, hash);
      if (!found) return undefined;
      cache.put(key, found, generation);
      return found.principal;
    },
    async end(principal) {
      const { sessionId } = principal;
      if (sessionId === undefined) return;
      await cache.revoking(principal.id, async (tx) => {
        if (!(await sessionStore.remove(tx, sessionId))) return;
        await events.append(tx, {
          tenantId: principal.tenantId,
          type: 'user.logged_out',
          subject: `user:${principal.id}`,
          actor: actorOf(principal),
        });
      });
    },
    endAll: (userId, work) =>
      cache.revoking(userId, async (tx) => {
        await sessionStore.removeAllOf(tx, userId);
        return work(tx);
      }),
  };
}

/** Tokens are 256 random bits: one round of SHA-256 hides them as well as any number. */
function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
