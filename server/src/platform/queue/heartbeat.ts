import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { heartbeat } from './sql/heartbeat.ts';
import { ABORT_REASON } from './types.ts';
import type { Worker } from './worker.ts';

/** Renews all leases of the worker in one statement, and aborts the jobs it finds lost or cancelled. */
export async function beat({ database, log, worker }: { database: Database; log: Log; worker: Worker }): Promise<void> {
  const held = [...worker.held.values()];
  if (held.length === 0) return;
  const beats = held.map(({ id, token, lane }) => ({ id, token, leaseSeconds: lane.leaseSeconds }));
  for (const { id, cancelled } of await heartbeat(database, beats)) {
    const job = worker.held.get(id);
    // A job that was finished while the statement ran is gone, not lost.
    if (!job || !held.includes(job)) continue;
    job.abort(cancelled ? ABORT_REASON.cancelled : ABORT_REASON.leaseLost);
    if (!cancelled) log.warn({ id, kind: job.job.kind }, 'the lease of a running job is lost; it was told to stop');
  }
}
