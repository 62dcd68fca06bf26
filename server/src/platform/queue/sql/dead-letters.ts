import { type Queryable, sql, type Transaction } from '../../database/index.ts';
import type { DeadLetter } from '../types.ts';
import type { Ack } from './turn.ts';

/** Moves a job whose lease holds to the dead letters; false when it does not hold any more. */
export async function bury(tx: Transaction, { id, token }: Ack, error: string): Promise<boolean> {
  const rows = await tx.run(sql`
    with gone as (delete from queue_jobs where id = ${id} and token = ${token} returning *)
    insert into queue_dead_letters (id, kind, tenant_id, payload, key, priority, max_attempts, attempt, token, error)
    select id, kind, tenant_id, payload, key, priority, max_attempts, attempt, token, ${error} from gone`);
  return rows > 0;
}

/** Moves a dead letter back, with all its attempts before it; 'taken' when an unfinished job has its key. */
export async function resurrect(tx: Transaction, id: string): Promise<'back' | 'taken' | 'none'> {
  const row = await tx.one<{ found: boolean; back: boolean }>(sql`
    with letter as (select * from queue_dead_letters where id = ${id} for update),
    back as (
      insert into queue_jobs (id, kind, tenant_id, payload, key, priority, run_at, max_attempts, token, last_error)
      select id, kind, tenant_id, payload, key, priority, queue_clock(), max_attempts, token, error from letter
      on conflict (kind, key) where key is not null do nothing
      returning id, kind
    ), gone as (delete from queue_dead_letters where id in (select id from back))
    select exists (select from letter) as found, exists (select pg_notify('signalbox_jobs', kind) from back) as back`);
  if (!row?.found) return 'none';
  return row.back ? 'back' : 'taken';
}

/** Forgets a dead letter; false when there is none. */
export async function discardDeadLetter(on: Queryable, id: string): Promise<boolean> {
  return (await on.run(sql`delete from queue_dead_letters where id = ${id}`)) > 0;
}

/** See `Queue.deadLetters`. */
export function listDeadLetters(
  on: Queryable,
  { kind, tenantId, before, limit = 100 }: { kind?: string; tenantId?: string; before?: string; limit?: number },
): Promise<DeadLetter[]> {
  return on.query<DeadLetter>(sql`
    select id::text, kind, tenant_id as "tenantId", payload, key, attempt, error, died_at as "diedAt"
    from queue_dead_letters
    where true ${kind === undefined ? sql`` : sql`and kind = ${kind}`}
      ${tenantId === undefined ? sql`` : sql`and tenant_id = ${tenantId}`}
      ${before === undefined ? sql`` : sql`and id < ${before}`}
    order by queue_dead_letters.id desc limit ${limit}`);
}
