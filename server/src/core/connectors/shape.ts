import { invalid, upstreamFailed } from '../../platform/errors.ts';
import type { Batch, SourceConfig } from './schema.ts';
import { timeColumnOf, timeOf } from './times.ts';

type Plan = { columns: string[]; from: number[]; width: number; time: number };

/** Makes of each batch what was asked for: the chosen columns, the time first, rows inside the time range. */
export function shaped(config: SourceConfig): (batch: Batch) => Batch {
  const from = bound(config.time_range?.start, Number.NEGATIVE_INFINITY, 'start');
  const to = bound(config.time_range?.end, Number.POSITIVE_INFINITY, 'end');
  let plan: Plan | undefined;
  return (batch) => {
    plan ??= planOf(batch.columns, config.columns);
    const { columns, from: places, width, time } = plan;
    const inside = (row: readonly unknown[]) => {
      if (row.length !== width)
        throw upstreamFailed(`The source sent a row of ${row.length} values for ${width} columns.`);
      if (time === -1 || !config.time_range) return true;
      const at = timeOf(row[time]);
      return at >= from && at <= to;
    };
    return { columns, rows: batch.rows.filter(inside).map((row) => places.map((place) => row[place])) };
  };
}

function planOf(all: readonly string[], chosen: readonly string[] | undefined): Plan {
  const missing = chosen?.find((name) => !all.includes(name));
  if (missing !== undefined)
    throw invalid(`The source has no column '${missing.slice(0, 80)}'; it has ${all.slice(0, 20).join(', ')}.`, {
      code: 'VALIDATION_ERROR',
      details: [{ field: 'columns', problem: 'names a column the source does not have' }],
    });
  const time = timeColumnOf(all);
  const places = all
    .map((_, place) => place)
    .filter((place) => !chosen?.length || chosen.includes(all[place] as string));
  places.sort((a, b) => Number(b === time) - Number(a === time) || a - b);
  return { columns: unique(places.map((place) => all[place] as string)), from: places, width: all.length, time };
}

/** Two columns of a join may have one name. */
function unique(names: string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, k) => {
    const plain = name.trim() || `column_${k + 1}`;
    const times = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, times);
    return times === 1 ? plain : `${plain}_${times}`;
  });
}

function bound(text: string | undefined, open: number, field: string): number {
  if (text === undefined || text === '') return open;
  const time = timeOf(text);
  if (!Number.isNaN(time)) return time;
  throw invalid(`'time_range.${field}' is no time: write it like 2026-01-31T23:59:59Z`, {
    code: 'VALIDATION_ERROR',
    details: [{ field: `time_range.${field}`, problem: 'is no time' }],
  });
}
