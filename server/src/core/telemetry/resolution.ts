import { invalid } from '../../platform/errors.ts';
import type { Resolution, Retention, SeriesQuery } from './schema.ts';

const levels = [
  { name: 'raw', unitMs: 1 },
  { name: 'minute', unitMs: 60_000 },
  { name: 'hour', unitMs: 3_600_000 },
  { name: 'day', unitMs: 86_400_000 },
] as const satisfies { name: Resolution; unitMs: number }[];

const MOST_BUCKETS = 2000;

export type Plan = { level: 0 | 1 | 2 | 3; resolution: Resolution; from: number; to: number; bucketMs: number };

/** Chooses what an answer is read from: at most some 120,000 rollups a series, whatever is asked. Throws `invalid`. */
export function planHistory(query: Pick<SeriesQuery, 'from' | 'to' | 'points'>, kept: Retention, now: number): Plan {
  const [from, to, points] = [query.from.getTime(), query.to.getTime(), query.points];
  if (!(from < to)) throw invalid('The start of the time range must be before its end.', { code: 'BAD_TIME_RANGE' });
  if (!Number.isInteger(points) || points < 1 || points > MOST_BUCKETS)
    throw invalid(`Ask for 1 to ${MOST_BUCKETS} points.`, { code: 'BAD_POINT_COUNT' });
  const wished = (to - from) / points;
  const days = [kept.rawDays, kept.minuteDays, kept.hourDays, Number.POSITIVE_INFINITY];
  const isKept = (level: number) => from >= now - (days[level] as number) * 86_400_000;
  let level = levels.findLastIndex(({ unitMs }) => unitMs <= wished);
  while (!isKept(Math.max(level, 0))) level++;
  level = Math.max(level, 0);
  const { name, unitMs } = levels[level] as (typeof levels)[number];
  const bucketMs = Math.ceil(wished / unitMs) * unitMs;
  return {
    level: level as Plan['level'],
    resolution: name,
    from: Math.floor(from / bucketMs) * bucketMs,
    to,
    bucketMs,
  };
}
