import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { type HeldJob, holdJob } from './held-job.ts';
import { createLane, type Lane } from './lane.ts';
import { runGroup } from './run-group.ts';
import { createSettler } from './settle.ts';
import { adoptExpired } from './sql/adopt.ts';
import { giveBack, giveBackUnknown } from './sql/give-back.ts';
import { type Ack, type ClaimedRow, finishAndClaim, type Want } from './sql/turn.ts';
import { ABORT_REASON, type JobHandler } from './types.ts';

const longestPauseMs = 2_000;
const rememberCancelledMs = 10_000;

export type Worker = {
  /** Jobs whose lease we hold, by id. */
  readonly held: ReadonlyMap<string, HeldJob>;
  readonly lanes: ReadonlyMap<string, Lane>;
  handle(handler: JobHandler): void;
  /** Begins to claim. */
  start(): void;
  /** Looks for jobs of this kind, or of all. */
  wake(kind?: string): void;
  /** Somebody cancelled the job: tells its handler, if it runs here. */
  cancel(id: string): void;
  /** Takes over some jobs whose lease ran out before `now`, as failures; returns how many. */
  reap(now: Date): Promise<number>;
  /** See `Queue.stop`. */
  stop(graceSeconds: number): Promise<void>;
};

/**
 * Claims and runs jobs, one turn after the other: each removes what was finished since the last one and claims as much as
 * there is room for. While a turn is on its way more jobs finish, so under load turns become larger, not more.
 */
export function createWorker({ database, log }: { database: Database; log: Log }): Worker {
  const id = randomUUID();
  const lanes = new Map<string, Lane>();
  const held = new Map<string, HeldJob>();
  /** Cancelled lately, perhaps while the answer to their claim was on its way to us. */
  const cancelled = new Set<string>();
  const closing = new AbortController();
  let claiming = false;
  let stopping = false;
  let onEmpty = () => {};
  let finished: Ack[] = [];
  let turning: Promise<void> | undefined;
  let again = false;
  let mayHoldUnknown = false;

  const settler = createSettler({
    database,
    log,
    signal: closing.signal,
    onFinished(job) {
      finished.push(job);
      kick();
    },
    onReleased(job, retrySeconds) {
      forget(job);
      // Later ones are found by polling.
      if (retrySeconds !== undefined && retrySeconds < 1)
        setTimeout(() => wake(job.job.kind), retrySeconds * 1_000 + 5).unref();
    },
  });

  function forget({ id: jobId, token }: Ack): void {
    if (held.get(jobId)?.token === token) held.delete(jobId);
    if (held.size === 0) onEmpty();
  }

  function wake(kind?: string): void {
    const woken = kind === undefined ? [...lanes.values()] : [lanes.get(kind) ?? []].flat();
    if (woken.length === 0) return;
    for (const lane of woken) lane.wake();
    kick();
  }

  function kick(): void {
    again = true;
    turning ??= takeTurns().finally(() => {
      turning = undefined;
      if (again && !closing.signal.aborted) kick();
    });
  }

  async function takeTurns(): Promise<void> {
    let pauseMs = 0;
    while (again && !closing.signal.aborted) {
      // Lets the handlers that are about to end join this turn.
      await new Promise((done) => setImmediate(done));
      again = false;
      try {
        await turn();
        pauseMs = 0;
      } catch (error) {
        again = true;
        pauseMs = Math.min(longestPauseMs, pauseMs * 2 || 50);
        log.warn({ error, pauseMs }, 'jobs cannot be claimed or removed at the moment; trying again');
        await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  }

  async function turn(): Promise<void> {
    if (mayHoldUnknown) {
      await giveBackUnknown(database, id, [...held.keys()]);
      mayHoldUnknown = false;
    }
    const wants = claiming ? [...lanes.values()].flatMap((lane) => lane.want() ?? []) : [];
    if (finished.length === 0 && wants.length === 0) return;
    const done = finished;
    finished = [];
    const rows = await finishAndClaim(database, id, done, wants).catch((error) => {
      finished = done.concat(finished);
      for (const { kind } of wants) lanes.get(kind)?.wake();
      // The claim may have happened without our hearing of it.
      mayHoldUnknown = wants.length > 0;
      throw error;
    });
    for (const job of done) forget(job);
    if (rows.length > 0) start(rows, wants);
  }

  function start(rows: readonly ClaimedRow[], wants: readonly Want[]): void {
    const byKind = Map.groupBy(rows, ({ kind }) => kind);
    for (const { kind, count } of wants) {
      const lane = lanes.get(kind) as Lane;
      const claimed = byKind.get(kind) ?? [];
      if (claimed.length >= count) lane.wake(); // there may be more, once there is room
      lane.run(claimed.map((row) => hold(row, lane)));
    }
  }

  function hold(row: ClaimedRow, lane: Lane): HeldJob {
    const job = holdJob(row, lane);
    held.get(job.id)?.abort(ABORT_REASON.leaseLost); // ours, but it had run out and was taken over by ourselves
    held.set(job.id, job);
    if (row.cancelled || cancelled.has(job.id)) job.abort(ABORT_REASON.cancelled);
    else if (stopping) job.abort(ABORT_REASON.shutdown);
    return job;
  }

  return {
    held,
    lanes,
    handle(handler) {
      const lane = createLane({
        handler,
        onRoom: kick,
        runGroup: (_, group) => runGroup(handler, group, settler),
      });
      lanes.set(handler.kind, lane);
      kick();
    },
    start() {
      claiming = true;
      kick();
    },
    wake,
    cancel(jobId) {
      held.get(jobId)?.abort(ABORT_REASON.cancelled);
      cancelled.add(jobId);
      setTimeout(() => cancelled.delete(jobId), rememberCancelledMs).unref();
    },
    async reap(now) {
      const rows = await adoptExpired(database, id, [...lanes.values()], now);
      const jobs = rows.map((row) => hold(row, lanes.get(row.kind) as Lane));
      await settler.failed(jobs, () => new Error('The lease ran out: its worker was killed, paused or cut off.'));
      return jobs.length;
    },
    async stop(graceSeconds) {
      claiming = false;
      stopping = true;
      for (const job of held.values()) job.abort(ABORT_REASON.shutdown);
      const emptied = async () => {
        while (held.size > 0 || turning)
          await (turning ??
            new Promise<void>((done) => {
              onEmpty = done;
            }));
      };
      await Promise.race([emptied(), sleep(graceSeconds * 1_000, undefined, { ref: false })]);
      const left = [...held.values()];
      if (left.length > 0) {
        const jobs = left.map((job) => `${job.job.kind} ${job.id}`).slice(0, 10);
        log.warn({ jobs }, 'jobs did not stop in time; they go back to the queue');
        await giveBack(database, left).catch((error) => log.warn({ error }, 'they go back when their leases run out'));
      }
      closing.abort();
      await turning;
    },
  };
}
