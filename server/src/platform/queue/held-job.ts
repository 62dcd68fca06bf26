import { conflict } from '../errors.ts';
import type { Lane } from './lane.ts';
import { holdsLease } from './sql/fence.ts';
import type { ClaimedRow } from './sql/turn.ts';
import type { AbortReason, RunningJob } from './types.ts';

/** A job this process holds a lease of, with the strings the worker pulls. */
export type HeldJob = {
  readonly id: string;
  readonly token: number;
  readonly attempt: number;
  readonly lane: Lane;
  readonly job: RunningJob;
  abort(reason: AbortReason): void;
  abortReason(): AbortReason | undefined;
};

export function holdJob(row: ClaimedRow, lane: Lane): HeldJob {
  const { id, kind, tenantId, payload, attempt, token } = row;
  const maxAttempts = row.maxAttempts ?? lane.maxAttempts;
  let reason: AbortReason | undefined;
  // Made when somebody looks: most small jobs never do, and 20,000 controllers a second would be felt.
  let controller: AbortController | undefined;
  const job: RunningJob = {
    id,
    kind,
    tenantId,
    payload,
    attempt,
    maxAttempts,
    token,
    get signal() {
      if (!controller) {
        controller = new AbortController();
        if (reason) controller.abort(reason);
      }
      return controller.signal;
    },
    async fence(tx) {
      if (await holdsLease(tx, id, token)) return;
      throw conflict(
        `The lease of the job ${kind} ${id} is lost: it was cancelled or another worker took it over. Its result is not published.`,
        { code: 'LEASE_LOST' },
      );
    },
  };
  return {
    id,
    token,
    attempt,
    lane,
    job,
    abort(why) {
      if (reason) return;
      reason = why;
      controller?.abort(why);
    },
    abortReason: () => reason,
  };
}
