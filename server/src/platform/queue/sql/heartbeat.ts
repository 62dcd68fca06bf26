import { type Queryable, sql } from '../../database/index.ts';

export type Beat = { id: string; token: number; leaseSeconds: number };

/**
 * Extends the leases of all running jobs of a process in one statement. Returns the jobs that were lost or cancelled. Never
 * waits for a lock: a row somebody holds right now is extended at the next beat.
 */
export function heartbeat(on: Queryable, beats: readonly Beat[]): Promise<{ id: string; cancelled: boolean }[]> {
  return on.query(sql`
    with given as materialized (
      select * from unnest(
        ${beats.map(({ id }) => id)}::bigint[], ${beats.map(({ token }) => token)}::bigint[],
        ${beats.map(({ leaseSeconds }) => leaseSeconds)}::float8[]
      ) as given (id, token, seconds)
    ), held as materialized (
      select job.id, given.seconds from given join queue_jobs job on job.id = given.id and job.token = given.token
      for no key update of job skip locked
    ), extended as (
      update queue_jobs job
      set lease_until = queue_clock() + make_interval(secs => held.seconds), changed_at = queue_clock()
      from held where job.id = held.id
    )
    select given.id::text, job.id is not null as cancelled
    from given left join queue_jobs job on job.id = given.id and job.token = given.token
    where job.id is null or exists (select from queue_cancellations where job_id = given.id)`);
}
