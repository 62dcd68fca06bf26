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

/**
 * Removes finished jobs and claims the next ones, the most urgent first: one statement, one commit. The SQL is the function
 * `queue_turn` of the first migration.
 *
 * Ways that were measured, in jobs/s and µs of PostgreSQL's processor a job; `node bench/queue/strategies.ts`, two busy cores,
 * so compare within the table (a quiet machine does five to ten times as many):
 *
 *                                                                     one at a time      500 at a time
 *   claim and remove apart, update … from (select … skip locked)      102/s  620 µs     19,700/s   9 µs
 *   … where id = any(array(select …)): no join to plan                113/s  540 µs     14,300/s   8 µs
 *   … where ctid = any(array(select …)): no look-up of the id         133/s  487 µs     17,100/s   9 µs
 *   claim and remove in one statement: one commit and trip less       159/s  427 µs     20,900/s   8 µs
 *   as a function with a plan of its own: kept                        174/s  307 µs     22,200/s   9 µs
 *
 * Removing with `skip locked` as well, so as never to wait for a lock, left jobs behind: a claim elsewhere that started before
 * ours had committed locks the newest version of the row for a moment while it finds out that the row is not for it.
 * `ctid` would save little here and misses a row that was changed, though it may still be claimed, in the same moment.
 * The lateral join claims all kinds at once; its price against one kind was below the noise.
 */
export function finishAndClaim(
  on: Queryable,
  worker: string,
  done: readonly Ack[],
  wants: readonly Want[],
): Promise<ClaimedRow[]> {
  return on.query<ClaimedRow>(sql`
    select id::text, kind, tenant_id as "tenantId", payload, attempt, max_attempts as "maxAttempts", token, cancelled
    from queue_turn(
      ${worker}, ${done.map(({ id }) => id)}, ${done.map(({ token }) => token)},
      ${wants.map(({ kind }) => kind)}, ${wants.map(({ leaseSeconds }) => leaseSeconds)}, ${wants.map(({ count }) => count)})`);
}
