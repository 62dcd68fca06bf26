import type { DuckDB, DuckSession } from '../../platform/duckdb/index.ts';
import { type Chosen, chooseNumeric } from './columns.ts';
import type { Dataset } from './schema.ts';
import { valuesOf } from './sql.ts';

export const quantiles = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

export type Histogram = {
  column: string;
  /** One more than counts: bin i holds edges[i] ≤ x < edges[i + 1], the last one its upper edge too. */
  edges: number[];
  counts: number[];
  /** By t-digest, good to a fraction of a percent of the rank. */
  quantiles: Record<`p${string}`, number>;
};

export const MOST_HISTOGRAMS = 50;

/** How the numbers of columns are spread. @throws invalid for a column without numbers */
export async function histogramsOf(
  duckdb: DuckDB,
  dataset: Dataset,
  valuesPath: string,
  { bins, columns }: { bins: number; columns?: readonly string[] | undefined },
): Promise<Histogram[]> {
  const chosen = chooseNumeric(dataset, columns, MOST_HISTOGRAMS);
  return await duckdb.session({ files: [valuesPath] }, async (session) => {
    const found: Histogram[] = [];
    for (const one of chosen) found.push(await histogramOf(session, valuesPath, one, bins));
    return found;
  });
}

async function histogramOf(
  session: DuckSession,
  path: string,
  { k, column }: Chosen,
  bins: number,
): Promise<Histogram> {
  const { min, max } = column.stats as NonNullable<typeof column.stats>;
  // Halved, because max − min may be larger than any double.
  const half = max / 2 - min / 2;
  const share = half === 0 ? '0' : `(v${k} / 2 - ${double(min)} / 2) / ${double(half)}`;
  const rows = await session.rows<{ bin: number; count: number }>(
    `select least(${bins - 1}, greatest(0, floor(${share} * ${bins})))::integer as bin, count(*) as count
     from ${valuesOf(path)} where v${k} is not null group by bin`,
  );
  const [row] = await session.rows<Record<string, number>>(
    `select ${quantiles.map((q, i) => `approx_quantile(v${k}, ${q}) as q${i}`).join(', ')} from ${valuesOf(path)}`,
  );
  const counts = new Array<number>(bins).fill(0);
  for (const { bin, count } of rows) counts[bin] = count;
  return {
    column: column.name,
    edges: Array.from({ length: bins + 1 }, (_, i) => (i === bins ? max : min + 2 * (half * (i / bins)))),
    counts,
    quantiles: Object.fromEntries(quantiles.map((q, i) => [nameOf(q), row?.[`q${i}`] as number])),
  };
}

function nameOf(quantile: number): `p${string}` {
  return `p${String(Math.round(quantile * 100)).padStart(2, '0')}`;
}

/** A number of ours in SQL, as the double it is: without the cast a short one would be a DECIMAL. */
export function double(value: number): string {
  return `('${value}'::double)`;
}
