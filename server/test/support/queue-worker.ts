/*
 * A worker as a process of its own, for tests that kill or pause one: fork it with the database's URL and its options. It tells
 * its parent what happens and goes on when the parent says 'go'.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, sql } from '../../src/platform/database/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { openQueue, type RunningJob } from '../../src/platform/queue/index.ts';

export type WorkerOptions = {
  kind: string;
  /**
   * record: writes to `runs` when a job begins and ends, in between a row of `running`, whose key two runs at once would break.
   * hold: waits for 'go' or its signal, then publishes its token to `results` behind the fence.
   * publish: passes the fence at once, and waits for 'go' inside of the transaction.
   */
  behaviour: 'record' | 'hold' | 'publish';
  leaseSeconds?: number;
  concurrency?: number;
  maxAttempts?: number;
  /** Adds jobs of the kind on this schedule. */
  cron?: string;
};

export type WorkerMessage =
  | { what: 'ready' | 'fenced' | 'published' }
  | { what: 'started'; id: string; token: number }
  | { what: 'refused'; code: string };

const [url, options] = process.argv.slice(2);
const { kind, behaviour, cron, ...handler } = JSON.parse(options as string) as WorkerOptions;
const database = openDatabase({ url: url as string, log: silentLog });
const queue = openQueue({ database, log: silentLog, pollSeconds: 0.1, reapSeconds: 0.1 });
const tell = (message: WorkerMessage) => process.send?.(message);
const toGo = () => once(process, 'message');

const behaviours: Record<WorkerOptions['behaviour'], (job: RunningJob) => Promise<void>> = {
  async record(job) {
    await database.run(sql`insert into running values (${job.id})`);
    await database.run(sql`insert into runs (job_id, token, pid) values (${job.id}, ${job.token}, ${process.pid})`);
    await sleep(Math.random() * 4);
    await database.run(sql`delete from running where job_id = ${job.id}`);
  },
  async hold(job) {
    await Promise.race([toGo(), once(job.signal, 'abort')]);
    await publish(job, async () => {});
  },
  publish: (job) =>
    publish(job, async () => {
      tell({ what: 'fenced' });
      await toGo();
    }),
};

async function publish(job: RunningJob, meanwhile: () => Promise<void>): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      await job.fence(tx);
      await tx.run(sql`insert into results (job_id, token) values (${job.id}, ${job.token})`);
      await meanwhile();
    });
    tell({ what: 'published' });
  } catch (error) {
    tell({ what: 'refused', code: (error as { code: string }).code });
    throw error;
  }
}

queue.handle({
  ...handler,
  kind,
  backoffSeconds: () => 0.01,
  async run(job) {
    if (behaviour !== 'record') tell({ what: 'started', id: job.id, token: job.token });
    await behaviours[behaviour](job);
  },
});
if (cron) queue.cron(`cron-${kind}`, cron, { kind });
await queue.start();
tell({ what: 'ready' });
process.once('disconnect', () => process.exit());
process.once('SIGTERM', async () => {
  await queue.stop();
  await database.close();
  process.exit();
});
