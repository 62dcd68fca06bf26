import { sql, type Transaction } from '../../database/index.ts';

/**
 * True while the lease holds; then it cannot be taken over before the transaction ends. FOR KEY SHARE and not more, so that
 * the heartbeat of the same job, an update, still passes.
 */
export async function holdsLease(tx: Transaction, id: string, token: number): Promise<boolean> {
  return (await tx.one(sql`select from queue_jobs where id = ${id} and token = ${token} for key share`)) !== undefined;
}
