import type { DuckDB } from '../../platform/duckdb/index.ts';
import { invalid } from '../../platform/errors.ts';
import { chooseNumeric } from './columns.ts';
import type { Dataset } from './schema.ts';
import { valuesOf } from './sql.ts';

export type SeriesQuery = {
  columns?: readonly string[] | undefined;
  /** Both inclusive: times, or row numbers from 0 where the dataset has no times. */
  from?: string | undefined;
  to?: string | undefined;
  /** Most points. */
  points: number;
};

/** Readings thinned out for a plot: the extremes of every bucket, so that no spike is lost. All arrays are as long as `x`. */
export type Series = {
  axis: 'time' | 'row';
  /** First row of each bucket: milliseconds since 1970 UTC, or its number. Buckets without rows are left out. */
  x: number[];
  series: { column: string; min: (number | null)[]; max: (number | null)[]; mean: (number | null)[] }[];
};

export const MOST_SERIES = 20;

/** @throws invalid for unknown columns and malformed limits */
export async function seriesOf(
  duckdb: DuckDB,
  dataset: Dataset,
  valuesPath: string,
  query: SeriesQuery,
): Promise<Series> {
  const chosen = chooseNumeric(dataset, query.columns, MOST_SERIES);
  const { axis, expression, scale, first, last } = axisOf(dataset, query);
  const empty = chosen.map(({ column }) => ({ column: column.name, min: [], max: [], mean: [] }));
  if (last < first || chosen.length === 0) return { axis, x: [], series: empty };
  const finest = Math.max(1, Math.ceil((last - first + 1) / query.points));
  const width = axis === 'time' ? Math.ceil(finest / scale) * scale : finest;
  const measures = chosen.map(({ k }) => `min(v${k}) as min${k}, max(v${k}) as max${k}, favg(v${k}) as mean${k}`);
  const rows = await duckdb.session({ files: [valuesPath] }, (session) =>
    session.rows<Record<string, number | null>>(
      `select (${expression} - ${first}) // ${width} as bucket, min(${expression}) as x, ${measures.join(', ')} from ${valuesOf(valuesPath)}
       where ${expression} between ${first} and ${last} group by bucket order by bucket`,
    ),
  );
  const column = (name: string) => rows.map((row) => finite(row[name] ?? null));
  return {
    axis,
    x: rows.map(({ x }) => (x as number) / scale),
    series: chosen.map(({ k, column: { name } }) => ({
      column: name,
      min: column(`min${k}`),
      max: column(`max${k}`),
      mean: column(`mean${k}`),
    })),
  };
}

/** The range in units of the expression: microseconds, or rows. */
function axisOf({ timeColumn, timeRange, rowCount }: Dataset, { from, to }: SeriesQuery) {
  if (timeColumn !== null && timeRange)
    return {
      axis: 'time' as const,
      expression: `t${timeColumn}`,
      scale: 1000,
      first: 1000 * Math.max(timeOf(from, 'from') ?? Number.NEGATIVE_INFINITY, timeRange.start.getTime()),
      // The end is rounded down to the millisecond; what lies within it belongs to it.
      last: 1000 * Math.min(timeOf(to, 'to') ?? Number.POSITIVE_INFINITY, timeRange.end.getTime()) + 999,
    };
  return {
    axis: 'row' as const,
    expression: 'n',
    scale: 1,
    first: Math.max(rowOf(from, 'from') ?? 0, 0),
    last: Math.min(rowOf(to, 'to') ?? Number.POSITIVE_INFINITY, rowCount - 1),
  };
}

const isoTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Without a zone it is UTC, as in the files. */
function timeOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const [, date, time = '00:00', zone = 'Z'] = isoTime.exec(text) ?? [];
  const parsed = Date.parse(`${date}T${time}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  if (Number.isNaN(parsed))
    throw invalid(`'${name}' must be a time such as 2026-01-31T12:00:00Z`, { code: 'VALIDATION_ERROR' });
  return parsed;
}

function rowOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw invalid(`'${name}' must be a row number: this dataset has no times`, { code: 'VALIDATION_ERROR' });
  return Number(text);
}

function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}
