import { type Queryable, sql } from '../../database/index.ts';
import type { Ack } from './turn.ts';

/** Puts jobs back as if they had not been claimed, and wakes other workers. */
export async function giveBack(on: Queryable, leases: readonly Ack[]): Promise<void> {
  await on.run(sql`
    with given as (
      update queue_jobs job
      set lease_until = null, worker = null, token = job.token + 1, attempt = attempt - 1, changed_at = queue_clock()
      from unnest(${leases.map(({ id }) => id)}::bigint[], ${leases.map(({ token }) => token)}::bigint[]) as lease (id, token)
      where job.id = lease.id and job.token = lease.token
      returning kind
    )
    select pg_notify('signalbox_jobs', kind) from given`);
}

/** Puts back what the worker holds without knowing it: claims whose answer was lost with the connection. */
export async function giveBackUnknown(on: Queryable, worker: string, known: readonly string[]): Promise<number> {
  return on.run(sql`
    update queue_jobs
    set lease_until = null, worker = null, token = token + 1, attempt = attempt - 1, changed_at = queue_clock()
    where lease_until is not null and worker = ${worker} and id <> all(${known}::bigint[])`);
}
