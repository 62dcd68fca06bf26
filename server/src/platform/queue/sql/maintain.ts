import { type Queryable, sql } from '../../database/index.ts';

/** PostgreSQL's time. */
export async function readClock(on: Queryable): Promise<Date> {
  const row = await on.one<{ now: Date }>(sql`select queue_clock() as now`);
  return (row as { now: Date }).now;
}

/**
 * After the clock was set back: rows whose times were set "in the future" keep their distances, counted from now. Otherwise a
 * job added just before would wait for as long as the clock went back. Times a caller asked for stay as they are.
 * Doing it twice, or in two processes, changes nothing more.
 */
export async function repairTimes(on: Queryable): Promise<number> {
  return on.run(sql`
    update queue_jobs set
      run_at = case
        when lease_until is null and (attempt > 0 or run_at <= changed_at) then run_at - (changed_at - queue_clock())
        else run_at end,
      lease_until = lease_until - (changed_at - queue_clock()),
      changed_at = queue_clock()
    where changed_at > queue_clock() + interval '1 second'`);
}

/** Forgets requests to stop jobs that are gone. */
export async function clearCancellations(on: Queryable): Promise<void> {
  await on.run(sql`delete from queue_cancellations where not exists (select from queue_jobs where id = job_id)`);
}
