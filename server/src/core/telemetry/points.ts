import { invalid } from '../../platform/errors.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { Point } from './schema.ts';
import { DAY_MS } from './store.ts';

/** Sums of so many of these still fit a double; an overflow would stop folding for everybody. */
const LARGEST = 1e300;

export const timeOf = ({ at }: Point): number => (typeof at === 'number' ? at : at.getTime());

/** What is wrong with the figure and its time, in words; undefined when it may be kept. */
export function faultOf(point: Point, now: number, rawDays: number): string | undefined {
  if (!(Math.abs(point.value) <= LARGEST)) return `its value is ${point.value}: send a finite number up to ±1e300`;
  const at = timeOf(point);
  if (!Number.isFinite(at)) return 'its time is not a time';
  if (at < now - rawDays * DAY_MS) return `it is older than the ${rawDays} days points are kept`;
  if (at > now + DAY_MS) return 'it is more than a day ahead: set the clock of its sender';
  return undefined;
}

/** What is wrong with the names a point carries. They are looked at once per series, not once per point. */
export function nameFaultOf({ tenantId, sourceId, metric }: Point): string | undefined {
  if (!isUuid(tenantId) || !isUuid(sourceId)) return 'its tenant or source is not a UUID';
  if (metric.length < 1 || metric.length > 128 || metric.includes('\0') || !metric.isWellFormed())
    return 'its metric must be a name of 1 to 128 characters';
  return undefined;
}

export function badPoint(point: Point, fault: string) {
  return invalid(`A point of ${point.metric.slice(0, 128)} cannot be kept: ${fault}.`, { code: 'BAD_POINT' });
}
