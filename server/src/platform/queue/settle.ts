import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/index.ts';
import { failureText } from '../failure-text.ts';
import type { Log } from '../log/index.ts';
import { backoffOf } from './backoff.ts';
import { coalesce } from './coalesce.ts';
import { GiveUp } from './give-up.ts';
import type { HeldJob } from './held-job.ts';
import { whileDatabaseIsAway } from './persist.ts';
import { bury } from './sql/dead-letters.ts';
import { type Failure, failJobs } from './sql/fail.ts';
import { giveBack } from './sql/give-back.ts';
import type { Ack } from './sql/turn.ts';
import { ABORT_REASON } from './types.ts';

const hookAttempts = 3;

export type Settler = {
  /** The handler resolved. */
  succeeded(job: HeldJob): void;
  /** The handlers rejected, or were not called because the jobs were aborted before. Resolves when that is written down. */
  failed(jobs: readonly HeldJob[], errorOf: (job: HeldJob) => unknown): Promise<void>;
};

/** Decides what becomes of jobs whose handler has ended, and writes it down. */
export function createSettler(options: {
  database: Database;
  log: Log;
  /** Aborted when the worker closes: what is not written down by then is left to the lease. */
  signal: AbortSignal;
  /** The job is done: remove it with the next turn. */
  onFinished(job: HeldJob): void;
  /** The lease is not ours any more. `retrySeconds`: when the job may run again. */
  onReleased(job: HeldJob, retrySeconds?: number): void;
}): Settler {
  const { database, log, signal, onFinished, onReleased } = options;

  // Mass failures, such as those of a service that is down, come one by one from many handlers.
  const writeFailures = coalesce((failures: readonly Failure[]) =>
    whileDatabaseIsAway(() => failJobs(database, failures), signal),
  );
  const writeReturned = coalesce((leases: readonly Ack[]) =>
    whileDatabaseIsAway(() => giveBack(database, leases), signal),
  );

  async function retry(jobs: readonly HeldJob[], errorOf: (job: HeldJob) => unknown): Promise<void> {
    if (jobs.length === 0) return;
    const failures = jobs.map((job) => {
      const delaySeconds = backoffOf(job.lane.handler.backoffSeconds, job.attempt);
      const { kind, maxAttempts } = job.job;
      const { id, token, attempt } = job;
      log.warn(
        { error: errorOf(job), kind, id, attempt, maxAttempts, delaySeconds },
        'a job failed and is tried again',
      );
      return { id, token, delaySeconds, error: failureText(errorOf(job)) };
    });
    await writeFailures(failures);
    jobs.forEach((job, i) => void onReleased(job, failures[i]?.delaySeconds));
  }

  async function buryOne(job: HeldJob, thrown: unknown): Promise<void> {
    const { id, attempt, lane } = job;
    const { kind, payload } = job.job;
    const error = failureText(thrown);
    log.error({ error: thrown, kind, id, attempt }, 'a job failed for the last time and is a dead letter now');
    for (let hookFailures = 0; ; ) {
      const onDead = hookFailures < hookAttempts ? lane.handler.onDead : undefined;
      let inHook = false;
      try {
        await database.transaction(async (tx) => {
          if (!(await bury(tx, job, error))) return;
          inHook = true;
          await onDead?.(tx, { id, payload, error });
          inHook = false;
        });
        return onReleased(job);
      } catch (problem) {
        if (!inHook) {
          if (signal.aborted) throw problem;
          log.warn({ error: problem, kind, id }, 'a dead letter could not be written; trying again');
        } else if (++hookFailures === hookAttempts)
          log.error({ error: problem, kind, id }, 'onDead keeps failing: the job becomes a dead letter without it');
        await sleep(500, undefined, { signal }).catch(() => {});
      }
    }
  }

  return {
    succeeded: onFinished,
    async failed(jobs, errorOf) {
      const by = Map.groupBy(jobs, (job) => job.abortReason());
      for (const job of by.get(ABORT_REASON.cancelled) ?? []) onFinished(job);
      for (const job of by.get(ABORT_REASON.leaseLost) ?? []) onReleased(job);
      const returning = by.get(ABORT_REASON.shutdown) ?? [];
      const failing = by.get(undefined) ?? [];
      try {
        if (returning.length > 0) await writeReturned(returning);
        for (const job of returning) onReleased(job);
        const isLast = (job: HeldJob) => job.attempt >= job.job.maxAttempts || errorOf(job) instanceof GiveUp;
        await retry(
          failing.filter((job) => !isLast(job)),
          errorOf,
        );
        for (const job of failing) if (isLast(job)) await buryOne(job, errorOf(job));
      } catch (error) {
        // Not held any more, so not renewed any more: the reaper takes the jobs over when their leases have run out.
        log.error(
          { error },
          'the end of jobs could not be written down; they run again when their leases have run out',
        );
        for (const job of jobs) onReleased(job);
      }
    },
  };
}
