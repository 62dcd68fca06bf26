import { type Queryable, sql } from '../../database/index.ts';
import type { ClaimedRow } from './turn.ts';

const most = 100;

/**
 * Takes over running jobs whose lease ran out before `now`, without counting an attempt, so that whoever adopted them can write down that
 * they failed. A job whose worker publishes right now, behind `fence`, is skipped.
 */
export function adoptExpired(
  on: Queryable,
  worker: string,
  lanes: readonly { handler: { kind: string }; leaseSeconds: number }[],
  now: Date,
): Promise<ClaimedRow[]> {
  return on.query<ClaimedRow>(sql`
    update queue_jobs job
    set token = job.token + 1, worker = ${worker}, changed_at = queue_clock(),
      lease_until = queue_clock() + make_interval(secs => lane.seconds)
    from (
      select id from queue_jobs
      where lease_until < ${now} and kind = any(${lanes.map(({ handler }) => handler.kind)})
      order by lease_until limit ${most} for update skip locked
    ) expired, unnest(
      ${lanes.map(({ handler }) => handler.kind)}::text[], ${lanes.map(({ leaseSeconds }) => leaseSeconds)}::float8[]
    ) as lane (kind, seconds)
    where job.id = expired.id and lane.kind = job.kind
    returning job.id::text, job.kind, tenant_id as "tenantId", payload, attempt, max_attempts as "maxAttempts", token,
      exists (select from queue_cancellations where job_id = job.id) as cancelled`);
}
