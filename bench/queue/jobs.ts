import { type Database, sql } from '../../server/src/platform/database/index.ts';
import { silentLog } from '../../server/src/platform/log/index.ts';
import { type JobHandler, openQueue } from '../../server/src/platform/queue/index.ts';
import type { Figure } from '../types.ts';

const perSecond = (count: number, ms: number) => (count * 1_000) / ms;

/** Runs `count` jobs that are waiting already, from start to the last one removed; jobs/s. */
async function drain(database: Database, count: number, handler: Omit<JobHandler, 'kind'>): Promise<number> {
  await fill(database, count);
  const queue = openQueue({ database, log: silentLog });
  let left = count;
  const { run, runBatch } = handler;
  queue.handle({
    ...handler,
    kind: 'bench',
    ...(run && { run: (job) => run(job).then(() => void left--) }),
    ...(runBatch && {
      runBatch: (jobs) =>
        runBatch(jobs).finally(() => {
          left -= jobs.length;
        }),
    }),
  });
  const before = performance.now();
  await queue.start();
  // Asking the table how many are left would be felt while it is full.
  while (left > 0 || (await queue.counts()).length > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  const ms = performance.now() - before;
  await queue.stop();
  return perSecond(count, ms);
}

async function fill(database: Database, count: number): Promise<void> {
  const queue = openQueue({ database, log: silentLog });
  const jobs = Array.from({ length: 1_000 }, (_, n) => ({ kind: 'bench', payload: { n } }));
  for (let added = 0; added < count; added += 1_000)
    await database.transaction((tx) => queue.add(tx, ...jobs.slice(0, count - added)));
  await database.run(sql`vacuum analyze queue_jobs`);
}

/** Adds `count` jobs, `each` in a transaction, from as many callers as given; jobs/s. */
async function addRate(database: Database, count: number, each: number, callers: number): Promise<number> {
  const queue = openQueue({ database, log: silentLog });
  const jobs = Array.from({ length: each }, (_, n) => ({ kind: 'bench-added', payload: { n } }));
  const before = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let added = 0; added < count / callers; added += each)
        await database.transaction((tx) => queue.add(tx, ...jobs));
    }),
  );
  const ms = performance.now() - before;
  await database.run(sql`truncate queue_jobs`);
  return perSecond(count, ms);
}

/** From before `add` is called, through its commit and NOTIFY, to the handler; median and 99th percentile in ms. */
async function startLatency(database: Database): Promise<[number, number]> {
  const queue = openQueue({ database, log: silentLog });
  const waited: number[] = [];
  let started = () => {};
  queue.handle({
    kind: 'bench',
    async run(job) {
      waited.push(performance.now() - (job.payload.at as number));
      started();
    },
  });
  await queue.start();
  for (let i = 0; i < 300; i++) {
    const ran = new Promise<void>((resolve) => {
      started = resolve;
    });
    await database.transaction((tx) => queue.add(tx, { kind: 'bench', payload: { at: performance.now() } }));
    await ran;
  }
  await queue.stop();
  waited.sort((a, b) => a - b);
  return [waited[150] as number, waited[297] as number];
}

export async function measureQueue(database: Database): Promise<Figure[]> {
  const run = async () => {};
  const runBatch = async () => undefined;
  await drain(database, 2_000, { run, concurrency: 4 }); // warm up
  const serial = await drain(database, 4_000, { run });
  const ten = await drain(database, 15_000, { run, concurrency: 10 });
  const batched = await drain(database, 100_000, { runBatch, batchSize: 500, concurrency: 2 });
  const failing = await drain(database, 5_000, {
    concurrency: 10,
    backoffSeconds: () => 0,
    run: async ({ attempt }) => {
      if (attempt === 1) throw new Error('the first try fails');
    },
  });
  const [median, slow] = await startLatency(database);
  return [
    {
      name: 'jobs one by one, one at a time',
      value: serial,
      unit: 'jobs/s',
    },
    { name: 'jobs one by one, ten at a time', value: ten, unit: 'jobs/s', target: '≥ 2,000 jobs/s', met: ten >= 2_000 },
    {
      name: 'jobs in batches of 500',
      value: batched,
      unit: 'jobs/s',
      target: '≥ 20,000 jobs/s',
      met: batched >= 20_000,
    },
    { name: 'jobs that fail once, ten at a time', value: failing, unit: 'jobs/s' },
    { name: 'adding, one a transaction, one caller', value: await addRate(database, 2_000, 1, 1), unit: 'jobs/s' },
    { name: 'adding, one a transaction, eight callers', value: await addRate(database, 4_000, 1, 8), unit: 'jobs/s' },
    { name: 'adding, 500 a transaction', value: await addRate(database, 50_000, 500, 1), unit: 'jobs/s' },
    { name: 'from add to handler, median', value: median, unit: 'ms' },
    { name: 'from add to handler, 99 %', value: slow, unit: 'ms' },
  ];
}
