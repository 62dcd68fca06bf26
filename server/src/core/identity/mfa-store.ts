import { type Queryable, type Sql, sql, type Transaction } from '../../platform/database/index.ts';
import { MFA_WINDOW_SECONDS, MOST_MFA_ATTEMPTS } from './schema.ts';

/** `secret` is sealed. */
export type Factor = { secret: string; enabled: boolean; lastStep: number };

/** A factor that is on; `secret` is sealed. */
export type WholeFactor = { secret: string; lastStep: number; recoveryCodes: string[] };

const windowStart = sql`now() - make_interval(secs => ${MFA_WINDOW_SECONDS})`;

/** Whether logging in as the user `id` takes a second factor. */
export const hasFactor = (id: Sql): Sql =>
  sql`exists (select from mfa_factors f where f.user_id = ${id} and f.enabled_at is not null)`;

/** SQL of second factors and recovery codes. */
export const mfaStore = {
  find(on: Queryable, userId: string): Promise<Factor | undefined> {
    return on.one<Factor>(sql`
      select secret, enabled_at is not null as enabled, last_step::float8 as "lastStep" from mfa_factors
      where user_id = ${userId}`);
  },
  /** Keeps a secret that waits for its first code; false when a factor is enabled already. */
  async putPending(on: Queryable, userId: string, secret: string): Promise<boolean> {
    const changed = await on.run(sql`
      insert into mfa_factors as f (user_id, secret) values (${userId}, ${secret})
      on conflict (user_id) do update set secret = excluded.secret where f.enabled_at is null`);
    return changed > 0;
  },
  /** Counts one more guess; false when there were too many lately. */
  async countAttempt(on: Queryable, userId: string): Promise<boolean> {
    const row = await on.one<{ attempts: number }>(sql`
      update mfa_factors set
        attempts = case when attempts_since < ${windowStart} then 1 else attempts + 1 end,
        attempts_since = case when attempts_since < ${windowStart} then now() else attempts_since end
      where user_id = ${userId}
      returning attempts`);
    return row === undefined || row.attempts <= MOST_MFA_ATTEMPTS;
  },
  /** Marks a time step as used, and forgets the guesses; false when it, or a later one, was used before. */
  async useStep(tx: Transaction, userId: string, step: number): Promise<boolean> {
    const changed = await tx.run(sql`
      update mfa_factors set last_step = ${step}, attempts = 0 where user_id = ${userId} and last_step < ${step}`);
    return changed > 0;
  },
  /** Takes a recovery code away; false when there is no such code. */
  async useRecoveryCode(tx: Transaction, userId: string, codeHash: Buffer): Promise<boolean> {
    const taken = await tx.run(
      sql`delete from mfa_recovery_codes where user_id = ${userId} and code_hash = ${codeHash}`,
    );
    if (taken > 0) await tx.run(sql`update mfa_factors set attempts = 0 where user_id = ${userId}`);
    return taken > 0;
  },
  /** False when it was enabled meanwhile. */
  async enable(tx: Transaction, userId: string, codeHashes: readonly Buffer[]): Promise<boolean> {
    const enabled = await tx.run(
      sql`update mfa_factors set enabled_at = now() where user_id = ${userId} and enabled_at is null`,
    );
    if (enabled === 0) return false;
    await tx.run(sql`
      insert into mfa_recovery_codes (user_id, code_hash) select ${userId}, unnest(${codeHashes as Buffer[]}::bytea[])`);
    return true;
  },
  /** With its recovery codes. */
  async remove(tx: Transaction, userId: string): Promise<boolean> {
    return (await tx.run(sql`delete from mfa_factors where user_id = ${userId}`)) > 0;
  },
  /** The factors of those who have one, with the hashes of their recovery codes in hexadecimal. */
  async listWhole(on: Queryable, userIds: readonly string[]): Promise<Map<string, WholeFactor>> {
    const rows = await on.query<WholeFactor & { userId: string }>(sql`
      select f.user_id as "userId", f.secret, f.last_step::float8 as "lastStep",
             array(select encode(c.code_hash, 'hex') from mfa_recovery_codes c where c.user_id = f.user_id
                   order by c.code_hash) as "recoveryCodes"
      from mfa_factors f where f.user_id = any(${userIds}::uuid[]) and f.enabled_at is not null`);
    return new Map(rows.map(({ userId, ...factor }) => [userId, factor]));
  },
  async insertWhole(tx: Transaction, userId: string, factor: WholeFactor): Promise<void> {
    await tx.run(sql`
      insert into mfa_factors (user_id, secret, enabled_at, last_step)
      values (${userId}, ${factor.secret}, now(), ${factor.lastStep})`);
    await tx.run(sql`
      insert into mfa_recovery_codes (user_id, code_hash)
      select ${userId}, decode(code, 'hex') from unnest(${factor.recoveryCodes}::text[]) as c (code)`);
  },
  async recoveryCodesLeft(on: Queryable, userId: string): Promise<number> {
    const row = await on.one<{ left: number }>(
      sql`select count(*)::int as left from mfa_recovery_codes where user_id = ${userId}`,
    );
    return row?.left ?? 0;
  },
};
