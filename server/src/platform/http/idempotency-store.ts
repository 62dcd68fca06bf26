import type { Queryable } from '../database/index.ts';
import { sql } from '../database/index.ts';

export type KeyRow = {
  fingerprint: Buffer;
  attempt: string;
  status: number | null;
  body: string | null;
};

export type Claim = { caller: string; key: string; fingerprint: Buffer; attempt: string };

/** SQL of `idempotency_keys`. */
export const idempotencyStore = {
  /**
   * Takes the key for this attempt: a new one, one that expired, or one whose request was given up. Returns the row as it
   * was when somebody else has it, undefined when it is ours.
   */
  async claim(db: Queryable, claim: Claim, seconds: { kept: number; inFlight: number }): Promise<KeyRow | undefined> {
    const { caller, key, fingerprint, attempt } = claim;
    const taken = await db.run(sql`
      insert into idempotency_keys as k (caller, key, fingerprint, attempt, expires_at)
      values (${caller}, ${key}, ${fingerprint}, ${attempt}, now() + make_interval(secs => ${seconds.kept}))
      on conflict (caller, key) do update
        set fingerprint = excluded.fingerprint, attempt = excluded.attempt, claimed_at = now(),
            status = null, body = null, expires_at = excluded.expires_at
        where k.expires_at < now()
           or (k.status is null and k.fingerprint = excluded.fingerprint
               and k.claimed_at < now() - make_interval(secs => ${seconds.inFlight}))`);
    if (taken > 0) return undefined;
    return db.one<KeyRow>(sql`
      select fingerprint, attempt, status, body from idempotency_keys where caller = ${caller} and key = ${key}`);
  },
  /** Stores the answer; false when the claim was lost meanwhile. */
  async finish(db: Queryable, claim: Claim, status: number, body: string): Promise<boolean> {
    const rows = await db.run(sql`
      update idempotency_keys set status = ${status}, body = ${body}
      where caller = ${claim.caller} and key = ${claim.key} and attempt = ${claim.attempt} and status is null`);
    return rows > 0;
  },
  /** Gives up a claim whose request failed, so that it can be sent again. */
  async release(db: Queryable, claim: Claim): Promise<void> {
    await db.run(sql`
      delete from idempotency_keys
      where caller = ${claim.caller} and key = ${claim.key} and attempt = ${claim.attempt} and status is null`);
  },
  async removeExpired(db: Queryable): Promise<number> {
    return db.run(sql`delete from idempotency_keys where expires_at < now()`);
  },
};
