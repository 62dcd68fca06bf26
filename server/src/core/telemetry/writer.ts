import type { Database } from '../../platform/database/index.ts';
import { timeOf } from './points.ts';
import type { Point } from './schema.ts';
import type { createSeriesNumbers } from './series-numbers.ts';
import { addPoints, DAY_MS, ensurePartition, type Row } from './store.ts';

/** Stores a batch in one commit; resolves with the points whose tenant is not there, which are left out. */
export type WriteBatch = (points: readonly Point[]) => Promise<Point[]>;

export function createWriter(database: Database, numbers: ReturnType<typeof createSeriesNumbers>): WriteBatch {
  const days = new Set<number>();

  return async (points) => {
    const ids = await numbers.of(database, points);
    const rows: Row[] = [];
    const homeless: Point[] = [];
    for (let i = 0; i < points.length; i++) {
      const [point, seriesId] = [points[i] as Point, ids[i]];
      if (seriesId === undefined) homeless.push(point);
      else rows.push({ seriesId, at: timeOf(point), value: point.value });
    }
    if (rows.length === 0) return homeless;
    for (const day of new Set(rows.map(({ at }) => Math.floor(at / DAY_MS) * DAY_MS))) {
      if (days.has(day)) continue;
      await ensurePartition(database, 'telemetry_points', day);
      if (days.size > 1000) days.clear();
      days.add(day);
    }
    await database.transaction((tx) => addPoints(tx, rows));
    return homeless;
  };
}
