import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { type Database, openDatabase, sql } from '../../platform/database/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { createRandom } from '../evaluations/random.ts';
import type { Point } from './schema.ts';
import { createTelemetry } from './service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 4, 10, 12, 0, 0);
const { database, url } = await testDatabase({ after });

/** Telemetry with a clock of its own. All of a database share one folding state, so clocks of later tests must not go back. */
async function house(
  t: { after(fn: () => Promise<void>): void },
  options: Partial<Parameters<typeof createTelemetry>[0]> & { on?: Database } = {},
) {
  const clock = { now: start };
  const telemetry = createTelemetry({
    database: options.on ?? database,
    log: silentLog,
    retention: { rawDays: 7, minuteDays: 30, hourDays: 365 },
    now: () => clock.now,
    flushMs: 20,
    ...options,
  });
  t.after(() => telemetry.close());
  return { telemetry, clock, tenantId: await makeTenant(), sourceId: randomUUID() };
}

async function makeTenant(): Promise<string> {
  return (await database.one<{ id: string }>(sql`insert into tenants (name) values ('t') returning id`))?.id as string;
}

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

test('a point sent again does not double, and the first value stays', async (t) => {
  const { telemetry, tenantId, sourceId } = await house(t);
  const point = { tenantId, sourceId, metric: 'load', at: start - 1000, value: 1 };
  await telemetry.write([point, { ...point, value: 2 }]);
  await Promise.all([telemetry.write([{ ...point, value: 3 }]), telemetry.write([point])]);
  const { buckets } = await telemetry.series({
    tenantId,
    sourceId,
    metric: 'load',
    from: new Date(start - 2000),
    to: new Date(start),
    points: 2,
  });
  assert.deepEqual(buckets, [{ at: new Date(start - 1000), count: 1, mean: 1, min: 1, max: 1 }]);
});

test('figures that are not finite, too old, too far ahead or badly named are refused, and nothing with them is written', async (t) => {
  const { telemetry, tenantId, sourceId } = await house(t);
  const good: Point = { tenantId, sourceId, metric: 'm', at: start, value: 1 };
  const bad: Partial<Point>[] = [
    { value: Number.NaN },
    { value: Number.POSITIVE_INFINITY },
    { value: -1e301 },
    { at: start - 7 * DAY - 1 },
    { at: start + DAY + 1 },
    { at: Number.NaN },
    { metric: '' },
    { metric: 'x'.repeat(129) },
    { metric: 'nul\0', sourceId: randomUUID() },
    { sourceId: 'nobody' },
    { tenantId: randomUUID() },
  ];
  for (const change of bad) {
    // A tenant that is not there is found out later, when others share the commit: they are not to suffer.
    const batch = change.tenantId ? [{ ...good, ...change }] : [good, { ...good, ...change }];
    await assert.rejects(telemetry.write(batch), { kind: 'invalid', code: 'BAD_POINT' });
  }
  telemetry.offer(bad.map((change) => ({ ...good, ...change })));
  await telemetry.close();
  assert.deepEqual(await telemetry.metrics({ tenantId, sourceId }), []);
  const [mine, lost] = await Promise.allSettled([
    telemetry.write([good]),
    telemetry.write([{ ...good, tenantId: randomUUID() }]),
  ]);
  assert.deepEqual([mine.status, lost.status], ['fulfilled', 'rejected']);
  assert.equal((await telemetry.metrics({ tenantId, sourceId })).length, 1);
});

test('a tenant never finds another’s figures, not even under the same source', async (t) => {
  const { telemetry, tenantId, sourceId } = await house(t);
  const other = await makeTenant();
  await telemetry.write([
    { tenantId, sourceId, metric: 'm', at: start, value: 1 },
    { tenantId: other, sourceId, metric: 'm', at: start, value: 2 },
  ]);
  const range = { sourceId, metric: 'm', from: new Date(start - HOUR), to: new Date(start + 1), points: 10 };
  assert.deepEqual(
    (await telemetry.series({ tenantId: other, ...range })).buckets.map(({ mean }) => mean),
    [2],
  );
  assert.deepEqual(await telemetry.latest({ tenantId, sourceIds: [sourceId] }), [
    { sourceId, metric: 'm', at: new Date(start), value: 1 },
  ]);
  assert.deepEqual(await telemetry.metrics({ tenantId: randomUUID(), sourceId }), []);
});

test('what was forgotten is not found, and may begin anew', async (t) => {
  const { telemetry, tenantId, sourceId } = await house(t);
  await telemetry.write([{ tenantId, sourceId, metric: 'm', at: start, value: 1 }]);
  await database.transaction((tx) => telemetry.forget(tx, sourceId));
  assert.deepEqual(await telemetry.metrics({ tenantId, sourceId }), []);
  await telemetry.write([{ tenantId, sourceId, metric: 'm', at: start, value: 5 }]);
  assert.deepEqual(
    (await telemetry.latest({ tenantId, sourceIds: [sourceId] })).map(({ value }) => value),
    [5],
  );
});

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

test('a full buffer lets the oldest go and counts them, and a database that is away loses nothing else', async (t) => {
  const on = openDatabase({ url, poolSize: 2, log: silentLog });
  t.after(() => on.close());
  let away = true;
  // Both are real: one reaches the server, the other finds nobody.
  const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing', log: silentLog });
  t.after(() => nowhere.close());
  const switching = new Proxy(on, { get: (target, name) => Reflect.get(away ? nowhere : target, name) });
  const readings = new Map<string, number>();
  const { telemetry, tenantId, sourceId } = await house(t, {
    on: switching,
    capacity: 100,
    metrics: {
      gauges: async (
        _name: string,
        _help: string,
        _labels: unknown,
        read: () => Promise<{ labels: { outcome?: string }; value: number }[]>,
      ) => {
        refresh = async () => {
          for (const { labels, value } of await read()) readings.set(labels.outcome ?? '', value);
        };
      },
    } as never,
  });
  const points = Array.from({ length: 130 }, (_, i) => ({
    tenantId,
    sourceId,
    metric: 'm',
    at: start - 1000 + i,
    value: i,
  }));
  telemetry.offer(points);
  await assert.rejects(telemetry.write(points.slice(0, 1)), { kind: 'unavailable' });
  away = false;
  await telemetry.close();
  await refresh();
  assert.deepEqual(Object.fromEntries(readings), { stored: 100, pushedOut: 30, refused: 0, failed: 0, waiting: 0 });
  const { buckets } = await telemetry.series({
    tenantId,
    sourceId,
    metric: 'm',
    from: new Date(start - HOUR),
    to: new Date(start + HOUR),
    points: 1,
  });
  assert.deepEqual(
    buckets.map(({ count, min, max }) => [count, min, max]),
    [[100, 30, 129]],
  );
});
let refresh = async () => {};
