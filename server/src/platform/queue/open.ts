import type { Database } from '../database/index.ts';
import { conflict, notFound } from '../errors.ts';
import type { Log } from '../log/index.ts';
import { createCron } from './cron.ts';
import { beat } from './heartbeat.ts';
import { createMaintenance } from './maintenance.ts';
import { repeat } from './repeat.ts';
import { addJobs } from './sql/add.ts';
import { cancelJob } from './sql/cancel.ts';
import { countJobs } from './sql/counts.ts';
import { discardDeadLetter, listDeadLetters, resurrect } from './sql/dead-letters.ts';
import type { Queue } from './types.ts';
import { createWorker } from './worker.ts';

export type QueueOptions = {
  database: Database;
  log: Log;
  /** How often to look for jobs even when no NOTIFY was heard, and for those whose time has come; default 1. */
  pollSeconds?: number;
  /** How often to look for leases that ran out; default 5. */
  reapSeconds?: number;
  /** How long `stop` waits for handlers; default 20. */
  stopGraceSeconds?: number;
};

/** Opens the queue on a migrated database. Nothing runs until `start`; a process that only adds jobs needs no start. */
export function openQueue(options: QueueOptions): Queue {
  const { database, log, pollSeconds = 1, reapSeconds = 5, stopGraceSeconds = 20 } = options;
  const worker = createWorker({ database, log });
  const cron = createCron(database);
  const maintain = createMaintenance({ database, log, worker, everySeconds: reapSeconds });
  const stopping = new AbortController();
  const beatsEnd = new AbortController();
  const unlisten: (() => Promise<void>)[] = [];
  let loops: Promise<unknown>[] = [];
  let beats: Promise<unknown> | undefined;

  async function listen(): Promise<void> {
    unlisten.push(await database.listen('signalbox_jobs', (kind) => worker.wake(kind === '' ? undefined : kind)));
    // What was missed while the connection was lost comes with the next heartbeat.
    unlisten.push(await database.listen('signalbox_job_cancelled', (id) => worker.cancel(id)));
  }

  const poll = async () => {
    worker.wake();
    return pollSeconds * 1_000;
  };
  const reap = async () => {
    await maintain();
    return reapSeconds * 1_000;
  };
  const heartbeat = async () => {
    await beat({ database, log, worker });
    const shortest = Math.min(30, ...[...worker.lanes.values()].map(({ leaseSeconds }) => leaseSeconds));
    return (shortest * 1_000) / 3;
  };

  return {
    add: (tx, ...jobs) => addJobs(tx, jobs),
    cancel: cancelJob,
    handle(handler) {
      if (worker.lanes.has(handler.kind)) throw new Error(`The kind ${handler.kind} has a handler already.`);
      if (!handler.run === !handler.runBatch)
        throw new Error(`The handler of ${handler.kind} needs one of run and runBatch.`);
      worker.handle(handler);
    },
    cron: cron.add,
    async retry(jobId) {
      const result = await database.transaction((tx) => resurrect(tx, jobNumber(jobId)));
      if (result === 'none') throw noDeadLetter(jobId);
      if (result === 'taken')
        throw conflict(`The dead letter ${jobId} cannot be retried: an unfinished job has its key. Wait for that one.`);
    },
    async discard(jobId) {
      if (!(await discardDeadLetter(database, jobNumber(jobId)))) throw noDeadLetter(jobId);
    },
    deadLetters: (page = {}) => listDeadLetters(database, page),
    counts: () => countJobs(database),
    async start() {
      await listen();
      worker.start();
      const signal = stopping.signal;
      loops = [
        repeat(poll, { what: 'looking for jobs', log, signal }),
        repeat(reap, { what: 'looking for leases that ran out', log, signal }),
        repeat(cron.tick, { what: 'looking for scheduled jobs', log, signal }),
      ];
      beats = repeat(heartbeat, { what: 'renewing leases', log, signal: beatsEnd.signal });
    },
    async stop() {
      stopping.abort();
      await Promise.all(loops);
      await worker.stop(stopGraceSeconds);
      beatsEnd.abort();
      await beats;
      await Promise.all(unlisten.splice(0).map((end) => end()));
    },
  };
}

function noDeadLetter(id: string) {
  return notFound(`There is no dead letter ${id}. It may have been retried or discarded.`);
}

/** Ids come from outside; what is no number is nobody's id. */
function jobNumber(id: string): string {
  if (!/^\d{1,18}$/.test(id)) throw noDeadLetter(id);
  return id;
}
