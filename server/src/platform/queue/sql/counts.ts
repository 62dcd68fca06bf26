import { type Queryable, sql } from '../../database/index.ts';

/** Jobs of each kind by their state, kinds in order of their names. */
export function countJobs(on: Queryable): Promise<{ kind: string; waiting: number; running: number; dead: number }[]> {
  return on.query(sql`
    select kind, sum(waiting)::bigint as waiting, sum(running)::bigint as running, sum(dead)::bigint as dead
    from (
      select kind, count(*) filter (where lease_until is null) as waiting,
        count(*) filter (where lease_until is not null) as running, 0 as dead
      from queue_jobs group by kind
      union all
      select kind, 0, 0, count(*) from queue_dead_letters group by kind
    ) counted
    group by kind order by kind`);
}
