import { batched } from '../../platform/batched.ts';
import { randomToken, sha256 } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, type Principal } from '../principal.ts';
import { lifetimes, type Origin, type SessionState, type User } from './schema.ts';
import { sessionStore } from './store.ts';

/** 256 random bits in base64url are 43 characters; nothing else can be one of our tokens. */
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

export type Sessions = {
  /**
   * Opens a session in the caller's transaction. It lasts 24 hours unless said otherwise; the token is told once and never
   * stored.
   */
  open(tx: Transaction, user: User, origin: Origin, seconds?: number): Promise<{ token: string; sessionId: string }>;
  /** Opens a session that waits for the second factor, and returns its token. */
  openPending(tx: Transaction, user: User, origin: Origin): Promise<string>;
  /** The id of a pending session of the user: the one of `token`, or without one the newest of the same address. */
  findPending(userId: string | undefined, token: string | undefined, origin: Origin): Promise<string | undefined>;
  /** Whose token this is, by the database's word at the time of asking: a revocation holds at once in every process. */
  authenticate(token: string): Promise<Principal | undefined>;
  /** Ends the principal's own session. */
  end(principal: Principal): Promise<void>;
};

/*
 * Every request asks who sent it. One query for all requests of a moment costs a fraction of one query each, and unlike a
 * cache it is never stale (docs/decisions/sessions-are-asked-for.md). `npm run bench -- http` measures it.
 */
export function createSessions({ database, events }: { database: Database; events: Events }): Sessions {
  const find = batched((tokenHashes) => sessionStore.findActive(database, tokenHashes));

  async function open(tx: Transaction, user: User, origin: Origin, state: SessionState, seconds: number) {
    const token = randomToken();
    const userAgent = origin.userAgent.slice(0, 300);
    const { address } = origin;
    const tokenHash = hashToken(token);
    const sessionId = await sessionStore.insert(tx, { tokenHash, userId: user.id, state, seconds, address, userAgent });
    return { token, sessionId };
  }

  return {
    open: (tx, user, origin, seconds = lifetimes.session) => open(tx, user, origin, 'active', seconds),
    async openPending(tx, user, origin) {
      return (await open(tx, user, origin, 'pending_mfa', lifetimes.pendingMfa)).token;
    },
    async findPending(userId, token, { address }) {
      if (userId === undefined || (token !== undefined && !tokenShape.test(token))) return undefined;
      return sessionStore.findPending(
        database,
        userId,
        token === undefined ? { address } : { tokenHash: hashToken(token) },
      );
    },
    async authenticate(token) {
      if (!tokenShape.test(token)) return undefined;
      return find(hashToken(token));
    },
    async end(principal) {
      const { sessionId } = principal;
      if (sessionId === undefined) return;
      await database.transaction(async (tx) => {
        if (!(await sessionStore.remove(tx, sessionId))) return;
        await events.append(tx, {
          tenantId: principal.tenantId,
          type: 'user.logged_out',
          subject: `user:${principal.id}`,
          actor: actorOf(principal),
        });
      });
    },
  };
}

/** In hexadecimal. Tokens are 256 random bits: one round of SHA-256 hides them as well as any number. */
function hashToken(token: string): string {
  return sha256(token);
}
