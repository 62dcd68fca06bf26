import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { type Database, openDatabase, sql } from '../../platform/database/index.ts';
import { silentLog } from '../../platform/log/index.ts';
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
