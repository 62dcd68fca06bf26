import { sql, type Transaction } from '../../database/index.ts';
import { invalid } from '../../errors.ts';
import type { NewJob } from '../types.ts';

export const maxPayloadBytes = 1_048_576;

/** Adds jobs and wakes the workers at commit; see `Queue.add`. */
export async function addJobs(tx: Transaction, jobs: readonly NewJob[]): Promise<string[]> {
  if (jobs.length === 0) return [];
  const rows = jobs.map(
    ({ kind, payload = {}, tenantId = null, key = null, runAt, priority = 0, maxAttempts = null }) => {
      const size = Buffer.byteLength(JSON.stringify(payload));
      if (size > maxPayloadBytes)
        throw invalid(
          `The payload of the job ${kind} has ${size} bytes; at most ${maxPayloadBytes} are allowed. Store the rest elsewhere and refer to it.`,
          { code: 'JOB_TOO_LARGE' },
        );
      return { kind, payload, tenant_id: tenantId, key, run_at: runAt, priority, max_attempts: maxAttempts };
    },
  );
  // Inserted in the order of their keys, so that two transactions that add the same ones cannot deadlock; ids are given in
  // the order of the call, so that equals run in that order.
  const added = await tx.query<{ id: string }>(sql`
    with given as materialized (
      select nextval('queue_job_ids') as id, coalesce(run_at, queue_clock()) as due, job.* from (
        select * from rows from (
          json_to_recordset(${JSON.stringify(rows)}) as (
            kind text, payload jsonb, tenant_id uuid, key text, run_at timestamptz, priority integer, max_attempts integer)
        ) with ordinality as job (kind, payload, tenant_id, key, run_at, priority, max_attempts, place)
        order by place
      ) job
    ), added as (
      insert into queue_jobs (id, kind, payload, tenant_id, key, run_at, priority, max_attempts)
      select id, kind, payload, tenant_id, key, due, priority, max_attempts from given order by kind, key, id
      on conflict (kind, key) where key is not null do nothing
      returning id, kind, run_at
    )
    select coalesce(added.id::text, '') as id,
      case when added.run_at <= queue_clock() then pg_notify('signalbox_jobs', added.kind) end
    from given left join added using (id) order by place`);
  return added.map(({ id }) => id);
}
