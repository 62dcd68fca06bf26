import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import {
  type JobHandler,
  type NewJob,
  openQueue,
  type Queue,
  type RunningJob,
} from '../../src/platform/queue/index.ts';
import type { CleansUp } from './defer.ts';
import { eventually } from './processes.ts';

/** What tests of the queue do again and again, on one database; each test uses a kind of its own. */
export function queueTools(database: Database) {
  const adder = openQueue({ database, log: silentLog });

  /** Waiting, running and dead jobs of a kind. */
  async function countsOf(kind: string): Promise<[number, number, number]> {
    const found = (await adder.counts()).find((row) => row.kind === kind);
    return found ? [found.waiting, found.running, found.dead] : [0, 0, 0];
  }

  return {
    /** Adds jobs in a transaction of their own. */
    add: (...jobs: NewJob[]) => database.transaction((tx) => adder.add(tx, ...jobs)),
    kindOf: () => `kind-${randomUUID()}`,
    countsOf,
    /** Resolves when no job of the kind is left, not even a dead one. */
    untilGone: (kind: string) =>
      eventually(async () => (await countsOf(kind)).every((count) => count === 0), `no job of ${kind} is left`),
    untilDead: (kind: string) => eventually(async () => (await countsOf(kind))[2] === 1, `a job of ${kind} is dead`),
    /** A queue with handlers, started, and stopped at the end of the test. */
    async start(t: CleansUp, ...handlers: JobHandler[]): Promise<Queue> {
      const queue = openQueue({ database, log: silentLog, pollSeconds: 0.1, reapSeconds: 0.1, stopGraceSeconds: 5 });
      for (const handler of handlers) queue.handle(handler);
      await queue.start();
      t.after(() => queue.stop());
      return queue;
    },
  };
}

/** Runs until it is aborted, then rejects as handlers should. */
export function untilAborted(job: RunningJob): Promise<void> {
  return new Promise((_, reject) => {
    job.signal.addEventListener('abort', () => reject(job.signal.reason));
    if (job.signal.aborted) reject(job.signal.reason);
  });
}
