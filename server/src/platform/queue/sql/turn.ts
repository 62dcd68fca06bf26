import { type Queryable, sql } from '../../database/index.ts';

export type Ack = { id: string; token: number };
export type Want = { kind: string; count: number; leaseSeconds: number };

export type ClaimedRow = {
  id: string;
  kind: string;
  tenantId: string | null;
  payload: Record<string, unknown>;
  attempt: number;
  maxAttempts: number | null;
  token: number;
  /** Somebody asked for its end before it was claimed. */
  cancelled: boolean;
};

/** Removes finished jobs and claims the next ones, the most urgent first: one statement, one commit. */
export function finishAndClaim(
  on: Queryable,
  worker: string,
  done: readonly Ack[],
  wants: readonly Want[],
): Promise<ClaimedRow[]> {
  return on.query<ClaimedRow>(sql`
    with done as (
      delete from queue_jobs
      where id = any(${done.map(({ id }) => id)}::bigint[])
        and (id, token) in (select * from unnest(${done.map(({ id }) => id)}::bigint[], ${done.map(({ token }) => token)}::bigint[]))
    ), claimed as (
      update queue_jobs job
      set lease_until = queue_clock() + make_interval(secs => want.seconds), changed_at = queue_clock(),
        attempt = attempt + 1, token = token + 1, worker = ${worker}
      from unnest(${wants.map(({ kind }) => kind)}::text[], ${wants.map((want) => want.leaseSeconds)}::float8[]) as want (kind, seconds)
      where job.kind = want.kind and job.id = any(array(
        select picked.id
        from unnest(${wants.map(({ kind }) => kind)}::text[], ${wants.map(({ count }) => count)}::integer[]) as want (kind, count)
        cross join lateral (
          select id from queue_jobs
          where kind = want.kind and lease_until is null and run_at <= queue_clock()
          order by priority, run_at, id limit want.count for update skip locked
        ) picked
      ))
      returning job.*
    )
    select id::text, kind, tenant_id as "tenantId", payload, attempt, max_attempts as "maxAttempts", token,
      exists (select from queue_cancellations where job_id = claimed.id) as cancelled
    from claimed order by priority, run_at, claimed.id`);
}
