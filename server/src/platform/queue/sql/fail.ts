import { type Queryable, sql } from '../../database/index.ts';

export type Failure = { id: string; token: number; delaySeconds: number; error: string };

/** Puts failed jobs back to be tried again after their delays. */
export async function failJobs(on: Queryable, failures: readonly Failure[]): Promise<void> {
  await on.run(sql`
    update queue_jobs job
    set lease_until = null, worker = null, token = job.token + 1, run_at = queue_clock() + make_interval(secs => failed.delay),
      changed_at = queue_clock(), last_error = failed.error
    from unnest(
      ${failures.map(({ id }) => id)}::bigint[], ${failures.map(({ token }) => token)}::bigint[],
      ${failures.map(({ delaySeconds }) => delaySeconds)}::float8[], ${failures.map(({ error }) => error)}::text[]
    ) as failed (id, token, delay, error)
    where job.id = failed.id and job.token = failed.token`);
}
