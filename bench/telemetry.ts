import { randomUUID } from 'node:crypto';
import { createTelemetry, type Point } from '../server/src/core/telemetry/index.ts';
import { type Database, sql } from '../server/src/platform/database/index.ts';
import { silentLog } from '../server/src/platform/log/index.ts';
import { withDurableDatabase } from './queue/durable.ts';
import type { BenchResult, Figure } from './types.ts';

const sources = 2_000;
const perReport = 10;
const rounds = 10;
const total = sources * perReport * rounds;

/**
 * Points per second into a durable PostgreSQL, next to single rows and to COPY into a table of the same shape, which neither
 * knows points sent again nor late ones. 2,000 sources report 10 figures at a time.
 */
export function run(): Promise<BenchResult> {
  return withDurableDatabase({}, async (database) => {
    const row = await database.one<{ id: string }>(sql`insert into tenants (name) values ('bench') returning id`);
    const tenantId = row?.id as string;
    const ids = Array.from({ length: sources }, () => randomUUID());
    const telemetry = createTelemetry({
      database,
      log: silentLog,
      retention: { rawDays: 7, minuteDays: 30, hourDays: 365 },
      capacity: total,
    });
    const begin = Date.now(); // not late: late ones are marked as well
    /** What each source reports in one round. */
    const reports = (round: number): Point[][] =>
      ids.map((sourceId, source) =>
        Array.from({ length: perReport }, (_, metric) => ({
          tenantId,
          sourceId,
          metric: `figure_${metric}`,
          at: begin + round * 1_000,
          value: source + metric,
        })),
      );
    await telemetry.maintain();
    await telemetry.write(reports(-1).flat()); // the series are known from here on

    const plain = await single(database);
    const copied = await copy(database, (lines) => database.copyIn('copied_points (series_id, at, value)', [lines]));
    const staged = await copy(database, (lines) => stage(database, lines));
    const together = await measure(total, async () => {
      for (let round = 0; round < rounds; round++)
        await Promise.all(reports(round).map((points) => telemetry.write(points)));
    });
    const rest = Array.from({ length: rounds }, (_, round) => reports(rounds + round));
    const cpu = process.cpuUsage();
    const offering = await measure(total, async () => {
      for (const round of rest) for (const points of round) telemetry.offer(points);
      await telemetry.close();
    });
    const used = process.cpuUsage(cpu);
    const figures: Figure[] = [
      { name: 'single rows, one commit each', value: plain, unit: 'points/s' },
      { name: 'COPY into the same shape, 10,000 rows a commit', value: copied, unit: 'points/s' },
      { name: 'COPY into a temporary table, then insert what is new', value: staged, unit: 'points/s' },
      { name: `write, ${sources} callers of ${perReport} at once`, value: together, unit: 'points/s' },
      { name: 'offer, until all is stored', value: offering, unit: 'points/s' },
      { name: 'offer, of COPY', value: (100 * offering) / copied, unit: '%' },
      {
        name: 'processor time of this process per offered point',
        value: (used.user + used.system) / total,
        unit: 'µs',
      },
    ];
    return { name: 'Telemetry', conditions: { points: total, sources, figures: perReport }, figures };
  });
}

async function measure(count: number, work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return (count * 1_000) / (performance.now() - before);
}

async function single(database: Database): Promise<number> {
  await makeTable(database, 'plain_points');
  const count = 2_000;
  return measure(count, async () => {
    for (let i = 0; i < count; i++)
      await database.run(sql`insert into plain_points values (${i}, ${new Date()}, ${i}) on conflict do nothing`);
  });
}

async function copy(database: Database, store: (lines: string) => Promise<unknown>): Promise<number> {
  await makeTable(database, 'copied_points');
  const begin = Date.now();
  return measure(total, async () => {
    for (let done = 0; done < total; done += 10_000) {
      const lines: string[] = [];
      for (let i = done; i < done + 10_000; i++) {
        const series = i % (sources * perReport);
        lines.push(`${series},${new Date(begin + 1_000 * Math.floor(i / (sources * perReport))).toISOString()},${i}\n`);
      }
      await store(lines.join(''));
    }
  });
}

/** The other way to store points only once: COPY cannot leave out those that are there. */
async function stage(database: Database, lines: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(
      sql`create temporary table staged_points (series_id bigint, at timestamptz, value double precision) on commit drop`,
    );
    await tx.copyIn('staged_points (series_id, at, value)', [lines]);
    await tx.run(sql`insert into copied_points select * from staged_points order by 1, 2 on conflict do nothing`);
  });
}

async function makeTable(database: Database, name: string): Promise<void> {
  await database.run({
    text: `drop table if exists ${name}; create table ${name} (series_id bigint, at timestamptz, value double precision, primary key (series_id, at))`,
    values: [],
  });
}
