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
