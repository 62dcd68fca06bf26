import type { Database } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';
import { createMaintenance } from './maintenance.ts';
import { createOffers } from './offers.ts';
import { badPoint, faultOf, nameFaultOf } from './points.ts';
import { planHistory } from './resolution.ts';
import type { Point, Retention, Telemetry } from './schema.ts';
import { createSeriesNumbers } from './series-numbers.ts';
import { createSharedWrites } from './shared-writes.ts';
import { readBuckets, readLatest, removeSeriesOf } from './store.ts';
import { createWriter } from './writer.ts';

/**
 * Figures over time: what nodes and devices report, kept point by point for days, folded into minutes, hours and days, and
 * read back for charts. Whoever asks must have checked that the source may be seen; a tenant only ever finds its own.
 */
export function createTelemetry(deps: {
  database: Database;
  log: Log;
  retention: Retention;
  metrics?: Metrics;
  /** Offered points kept while the database is away or slow; default 200,000. */
  capacity?: number;
  flushMs?: number;
  now?: () => number;
}): Telemetry & { steps: readonly (() => Promise<void>)[] } {
  const { database, log, capacity = 200_000, flushMs = 250, now = Date.now } = deps;
  const retention = outlasting(deps.retention);
  const numbers = createSeriesNumbers();
  const writeBatch = createWriter(database, numbers);
  const writes = createSharedWrites(writeBatch, capacity);
  const fault = (point: Point, time: number) =>
    faultOf(point, time, retention.rawDays) ?? (numbers.find(point) === undefined ? nameFaultOf(point) : undefined);
  const accepts = (point: Point, time: number) => fault(point, time) === undefined;
  const offers = createOffers({ writeBatch, accepts, now, capacity, flushMs, log });
  const steps = createMaintenance({ database, retention, now });

  deps.metrics?.gauges(
    'signalbox_telemetry_points',
    'Offered figures since the start, by what became of them',
    ['outcome'],
    async () =>
      Object.entries({ ...offers.counts, waiting: offers.waiting() }).map(([outcome, value]) => ({
        labels: { outcome },
        value,
      })),
  );

  return {
    offer: offers.add,
    async write(points) {
      const time = now();
      for (const point of points) {
        const wrong = fault(point, time);
        if (wrong !== undefined) throw badPoint(point, wrong);
      }
      if (points.length > 0) await writes.write(points);
    },
    async series(query) {
      const { resolution, ...plan } = planHistory(query, retention, now());
      const rows = await readBuckets(database, query, plan);
      return {
        resolution,
        bucketMs: plan.bucketMs,
        buckets: rows.map(({ at, count, sum, min, max }) => ({ at: new Date(at), count, mean: sum / count, min, max })),
      };
    },
    metrics: ({ tenantId, sourceId }) => readLatest(database, { tenantId, sourceIds: [sourceId] }),
    latest: (of) => readLatest(database, of),
    async forget(tx, sourceId) {
      await removeSeriesOf(tx, sourceId);
      numbers.forget(sourceId);
    },
    /** The steps of `maintain` one by one, so that a test can end between them. */
    steps,
    async maintain() {
      for (const step of steps) await step();
    },
    close: offers.close,
  };
}

/** An hour is folded again from its minutes when a point comes late: what is coarser must outlast what is finer. */
function outlasting({ rawDays, minuteDays, hourDays }: Retention): Retention {
  const minutes = Math.max(minuteDays, rawDays + 1);
  return { rawDays, minuteDays: minutes, hourDays: Math.max(hourDays, minutes + 1) };
}
