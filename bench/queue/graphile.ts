import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Database, sql } from '../../server/src/platform/database/index.ts';
import type { Figure } from '../types.ts';

/** What we use of graphile-worker; it is no dependency of ours, so its types are not there. */
type Graphile = {
  Logger: new (factory: () => () => void) => unknown;
  runMigrations(options: object): Promise<void>;
  run(options: object): Promise<{ stop(): Promise<void> }>;
};

/** The same jobs through graphile-worker, in the same PostgreSQL and run; nothing unless it is installed where the variable says. */
export async function graphileFigures(database: Database, url: string): Promise<Figure[]> {
  const folder = process.env.SIGNALBOX_BENCH_GRAPHILE;
  if (!folder) return [];
  const entry = createRequire(join(folder, 'package.json')).resolve('graphile-worker');
  const graphile: Graphile = await import(pathToFileURL(entry).href);
  const base = { connectionString: url, logger: new graphile.Logger(() => () => {}) };
  await graphile.runMigrations(base);
  const batching = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
  return [
    { name: 'graphile-worker: one at a time', value: await drain({ concurrentJobs: 1 }, 2_000), unit: 'jobs/s' },
    { name: 'graphile-worker: ten at a time', value: await drain({ concurrentJobs: 10 }, 5_000), unit: 'jobs/s' },
    {
      name: 'graphile-worker: ten at a time, claimed by 500, removed together',
      value: await drain({ concurrentJobs: 10, ...batching }, 20_000),
      unit: 'jobs/s',
    },
  ];

  async function drain(worker: Record<string, unknown>, count: number): Promise<number> {
    await database.run(sql`
      select graphile_worker.add_jobs(array(
        select row('bench', json_build_object('n', n), null, null, null, null, null, null)::graphile_worker.job_spec
        from generate_series(1, ${count}::integer) n))`);
    await database.run(sql`vacuum analyze graphile_worker._private_jobs`);
    let left = count;
    const before = performance.now();
    const runner = await graphile.run({
      ...base,
      noHandleSignals: true,
      preset: { worker: { connectionString: url, maxPoolSize: 10, ...worker } },
      taskList: { bench: async () => void left-- },
    });
    const jobsLeft = async () => (await database.query(sql`select from graphile_worker._private_jobs limit 1`)).length;
    while (left > 0 || (await jobsLeft()) > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const ms = performance.now() - before;
    await runner.stop();
    return (count * 1_000) / ms;
  }
}
