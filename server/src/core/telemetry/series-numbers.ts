import { type Database, isForeignKeyViolation } from '../../platform/database/index.ts';
import type { Point } from './schema.ts';
import { ensureSeries, type SeriesKey } from './store.ts';

/** Above this the numbers are learnt anew, so that memory stays bounded. */
const MOST = 500_000;

/**
 * Remembers the numbers of series, so that points cost three look-ups in maps and no string is built for them. A number of
 * a series another process made forgotten stays: points under it are found by nobody and go with their day.
 */
export function createSeriesNumbers() {
  let tenants = new Map<string, Map<string, Map<string, number>>>();
  let size = 0;

  const find = ({ tenantId, sourceId, metric }: SeriesKey) => tenants.get(tenantId)?.get(sourceId)?.get(metric);

  function remember({ tenantId, sourceId, metric }: SeriesKey, id: number): void {
    if (size >= MOST) {
      tenants = new Map();
      size = 0;
    }
    const sources = tenants.get(tenantId) ?? new Map<string, Map<string, number>>();
    const metrics = sources.get(sourceId) ?? new Map<string, number>();
    if (!metrics.has(metric)) size++;
    tenants.set(tenantId, sources.set(sourceId, metrics.set(metric, id)));
  }

  return {
    find,
    /** The numbers of these points' series, in their order; undefined where the tenant is not there. */
    async of(db: Database, points: readonly Point[]): Promise<(number | undefined)[]> {
      const ids = points.map(find);
      const unknown = new Map<string, SeriesKey>();
      ids.forEach((id, i) => {
        const point = points[i] as Point;
        if (id === undefined) unknown.set(textOf(point), point);
      });
      if (unknown.size === 0) return ids;
      const found = await ensureWhereTenantsAre(db, [...unknown.values()]);
      const made = new Map(found.map((row) => [textOf(row), row.id]));
      return ids.map((id, i) => {
        if (id !== undefined) return id;
        const point = points[i] as Point;
        const number = made.get(textOf(point));
        if (number !== undefined) remember(point, number);
        return number;
      });
    },
    forget(sourceId: string): void {
      for (const sources of tenants.values()) {
        size -= sources.get(sourceId)?.size ?? 0;
        sources.delete(sourceId);
      }
    },
  };
}

/** One tenant that is gone must not keep the others' figures from being stored: then each is asked for by itself. */
async function ensureWhereTenantsAre(db: Database, keys: readonly SeriesKey[]): ReturnType<typeof ensureSeries> {
  try {
    return await ensureSeries(db, keys);
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    const tenants = Map.groupBy(keys, ({ tenantId }) => tenantId);
    if (tenants.size === 1) return [];
    const found = [];
    for (const own of tenants.values()) found.push(...(await ensureWhereTenantsAre(db, own)));
    return found;
  }
}

/** UUIDs may be written in capitals; PostgreSQL answers in small letters. */
const textOf = ({ tenantId, sourceId, metric }: SeriesKey) =>
  `${tenantId.toLowerCase()}/${sourceId.toLowerCase()}/${metric}`;
