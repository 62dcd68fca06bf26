import { type Database, sql } from '../server/src/platform/database/index.ts';
import { withDurableDatabase } from './queue/durable.ts';
import { measureEvents } from './queue/events.ts';
import { graphileFigures } from './queue/graphile.ts';
import { measureQueue } from './queue/jobs.ts';
import type { BenchResult } from './types.ts';

/**
 * Jobs and events per second on the embedded PostgreSQL as the server starts it: every commit flushed to the disk, retries
 * on. The whole of it, Node included, on as many cores as there are. `SIGNALBOX_BENCH_GRAPHILE=<folder>` with graphile-worker
 * installed in it (`npm i --prefix <folder> graphile-worker`) measures that beside ours.
 */
export function run(): Promise<BenchResult> {
  return withDurableDatabase({}, async (database, url) => ({
    name: 'Queue and events',
    conditions: await durability(database),
    figures: [
      { name: 'bare commits of one row, one connection', value: await measureCommits(database), unit: 'commits/s' },
      ...(await measureQueue(database)),
      ...(await graphileFigures(database, url)),
      ...(await measureEvents(database)),
    ],
  }));
}

async function durability(database: Database): Promise<Record<string, string>> {
  const rows = await database.query<{ name: string; setting: string }>(sql`
    select name, setting from pg_settings
    where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers') order by name`);
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

/** What the disk gives: one durable commit after the other. */
async function measureCommits(database: Database): Promise<number> {
  await database.run(sql`create table bare_commits (n integer)`);
  const count = 1_000;
  const before = performance.now();
  for (let n = 0; n < count; n++) await database.run(sql`insert into bare_commits values (${n})`);
  return (count * 1_000) / (performance.now() - before);
}
