import { sql, type Transaction } from '../../database/index.ts';

/** See `Queue.cancel`. A running job's row is not touched, so neither side waits for the other. */
export async function cancelJob(
  tx: Transaction,
  { kind, key }: { kind: string; key: string },
): Promise<'removed' | 'signalled' | 'none'> {
  // Between the two statements a running job may go back to waiting, so look twice.
  for (let look = 0; look < 2; look++) {
    const removed = await tx.run(sql`
      delete from queue_jobs where kind = ${kind} and key = ${key} and lease_until is null`);
    if (removed > 0) return 'removed';
    const signalled = await tx.run(sql`
      with running as (
        select id from queue_jobs where kind = ${kind} and key = ${key} and lease_until is not null
      ), noted as (
        insert into queue_cancellations (job_id) select id from running on conflict do nothing
      )
      select pg_notify('signalbox_job_cancelled', id::text) from running`);
    if (signalled > 0) return 'signalled';
  }
  return 'none';
}
