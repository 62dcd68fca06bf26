import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { sql } from '../../platform/database/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { createRandom } from '../evaluations/random.ts';
import type { Point } from './schema.ts';
import { createTelemetry } from './service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 4, 10, 12, 0, 0);

/** A database of its own, whose folding state begins anew. */
async function freshHouse(
  t: { after(fn: () => Promise<void>): void },
  retention = { rawDays: 7, minuteDays: 30, hourDays: 365 },
) {
  const own = await testDatabase(t as never);
  const tenant = await own.database.one<{ id: string }>(sql`insert into tenants (name) values ('t') returning id`);
  const clock = { now: start };
  const make = () =>
    createTelemetry({ database: own.database, log: silentLog, retention, now: () => clock.now, flushMs: 20 });
  return {
    database: own.database,
    clock,
    make,
    telemetry: make(),
    tenantId: tenant?.id as string,
    sourceId: randomUUID(),
  };
}

test('rollups equal a direct computation, late points and interrupted runs included', async (t) => {
  const { database, telemetry, clock, make, tenantId, sourceId } = await freshHouse(t);
  const random = createRandom(20261121);
  const all = new Map<string, Point>();
  let [process, runs] = [telemetry, 0];
  const batch = (from: number, to: number, count: number) => {
    const points = Array.from({ length: count }, () => ({
      tenantId,
      sourceId,
      metric: `m${random.index(3)}`,
      at: Math.floor(random.between(from, to)),
      value: random.between(-100, 100),
    }));
    for (const point of points) {
      const key = `${point.metric}/${point.at}`;
      if (!all.has(key)) all.set(key, point);
    }
    return points;
  };
  for (let round = 0; round < 12; round++) {
    clock.now += Math.floor(random.between(1, 9 * HOUR));
    await process.write(batch(clock.now - 5 * HOUR, clock.now, 200));
    await process.write(batch(clock.now - 6 * DAY, clock.now, 60)); // late
    // Ends after some of the steps, as if killed; a new process goes on.
    for (const step of process.steps.slice(0, random.index(process.steps.length + 1))) await step();
    if (++runs % 3 === 0) process = make();
  }
  await process.maintain();
  await process.maintain();

  for (const [table, unit] of [
    ['minutes', 60_000],
    ['hours', HOUR],
    ['days', DAY],
  ] as const) {
    const expected = new Map<string, number[]>();
    const boundary = Math.floor((clock.now - 10_000) / unit) * unit;
    for (const { metric, at, value } of all.values()) {
      const bucket = Math.floor((at as number) / unit) * unit;
      if (bucket >= boundary) continue;
      const key = `${metric}/${bucket}`;
      expected.set(key, [...(expected.get(key) ?? []), value]);
    }
    const rows = await database.query<{
      metric: string;
      at: Date;
      count: number;
      sum: number;
      min: number;
      max: number;
    }>({
      text: `select s.metric, r.at, r.count, r.sum, r.min, r.max from telemetry_${table} r join telemetry_series s on s.id = r.series_id`,
      values: [],
    });
    assert.equal(rows.length, expected.size, table);
    for (const { metric, at, count, sum, min, max } of rows) {
      const values = expected.get(`${metric}/${at.getTime()}`) ?? [];
      assert.deepEqual(
        [count, min, max],
        [values.length, Math.min(...values), Math.max(...values)],
        `${table} ${metric}`,
      );
      assert.ok(Math.abs(sum - values.reduce((a, b) => a + b, 0)) < 1e-6);
    }
  }
  // Every resolution tells of the same points, up to the one of this moment.
  const from = new Date(Math.floor((clock.now - 6.9 * DAY) / DAY) * DAY + DAY);
  const expected = [...all.values()].filter(
    ({ metric, at }) => metric === 'm1' && (at as number) >= from.getTime(),
  ).length;
  for (const [points, resolution] of [
    [3, 'day'],
    [100, 'hour'],
    [2000, 'minute'],
  ] as const) {
    const history = await process.series({
      tenantId,
      sourceId,
      metric: 'm1',
      from,
      to: new Date(clock.now + 1),
      points,
    });
    assert.equal(history.resolution, resolution);
    assert.ok(history.buckets.length <= points + 1);
    assert.equal(
      history.buckets.reduce((sum, { count }) => sum + count, 0),
      expected,
      resolution,
    );
  }
});

test('days of points go when they are over, their rollups and the newest value stay', async (t) => {
  const { database, telemetry, clock, tenantId, sourceId } = await freshHouse(t, {
    rawDays: 2,
    minuteDays: 3,
    hourDays: 5,
  });
  const tables = async () =>
    (
      await database.query<{ name: string }>(sql`
      select relname as name from pg_class where relispartition and relkind = 'r' order by 1`)
    ).map(({ name }) => name);
  await telemetry.write([{ tenantId, sourceId, metric: 'm', at: start, value: 4 }]);
  assert.deepEqual(await tables(), ['telemetry_points_20260510']);
  clock.now = start + 10 * HOUR;
  await telemetry.maintain();
  assert.ok((await tables()).includes('telemetry_points_20260512'));
  assert.ok((await tables()).includes('telemetry_minutes_20260512'));
  clock.now = start + 3 * DAY;
  await telemetry.maintain();
  assert.ok(!(await tables()).includes('telemetry_points_20260510'));
  assert.ok((await tables()).includes('telemetry_minutes_20260510'));
  assert.deepEqual(await telemetry.latest({ tenantId, sourceIds: [sourceId] }), [
    { sourceId, metric: 'm', at: new Date(start), value: 4 },
  ]);
  clock.now = start + 12 * DAY;
  await telemetry.maintain();
  assert.deepEqual((await tables()).length, 6);
  assert.equal((await database.query(sql`select 1 from telemetry_hours`)).length, 0);
  const { resolution, buckets } = await telemetry.series({
    tenantId,
    sourceId,
    metric: 'm',
    from: new Date(start - HOUR),
    to: new Date(start + HOUR),
    points: 100,
  });
  assert.equal(resolution, 'day');
  assert.deepEqual(
    buckets.map(({ mean }) => mean),
    [4],
  );
});

test('what was not folded before a stop longer than the retention is folded after it', async (t) => {
  const { database, telemetry, clock, tenantId, sourceId } = await freshHouse(t, {
    rawDays: 1,
    minuteDays: 2,
    hourDays: 3,
  });
  await telemetry.write([{ tenantId, sourceId, metric: 'm', at: start - 1000, value: 1 }]);
  await telemetry.maintain();
  await telemetry.write([{ tenantId, sourceId, metric: 'm', at: start, value: 2 }]);
  clock.now = start + 5 * DAY;
  await telemetry.maintain();
  assert.deepEqual(await database.query(sql`select at, count, sum from telemetry_days`), [
    { at: new Date(start - 12 * HOUR), count: 2, sum: 3 },
  ]);
});

test('a point written while its minute is being closed is in its rollup', async (t) => {
  const { database, telemetry, clock, make, tenantId, sourceId } = await freshHouse(t);
  const other = make();
  clock.now = start + HOUR;
  let written = 0;
  for (let round = 0; round < 15; round++) {
    clock.now += 60_000;
    const at = clock.now - 70_000;
    await Promise.all([
      ...[0, 1, 2, 3].map((i) => telemetry.write([{ tenantId, sourceId, metric: 'm', at: at + i, value: ++written }])),
      other.maintain(),
    ]);
  }
  clock.now += 120_000;
  await other.maintain();
  assert.equal(
    (await database.one<{ n: number }>(sql`select sum(count)::int as n from telemetry_minutes`))?.n,
    written,
  );
});
