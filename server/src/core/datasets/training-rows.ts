import type { DuckDB, DuckSession } from '../../platform/duckdb/index.ts';
import type { Dataset } from './schema.ts';
import { isWord, valuesOf } from './sql.ts';

/** The rows of a validated dataset in the order of their times, in pieces; may be read more than once. */
export type TrainingRows = {
  datasetId: string;
  name: string;
  rowCount: number;
  columns: readonly TrainingColumn[];
  chunks(): AsyncIterable<TrainingChunk>;
};

export type TrainingColumn = { name: string; kind: 'number' | 'time' | 'text' };

/**
 * Cells column by column: numbers (NaN where one is missing) for `number`; milliseconds since 1970 UTC (NaN) for `time`;
 * text ('' where one is missing) for `text`.
 */
export type TrainingChunk = { rows: number; cells: readonly (Float64Array | readonly string[])[] };

/** Rows whose time is missing stay behind the row before them in the file; rows of the same time stay in its order. */
export function trainingRows(duckdb: DuckDB, dataset: Dataset, valuesPath: string): TrainingRows {
  const columns = dataset.columns.map(
    ({ name, isTime, numeric }): TrainingColumn => ({ name, kind: isTime ? 'time' : numeric > 0 ? 'number' : 'text' }),
  );
  const cells = columns.map(({ kind }, k) =>
    kind === 'number'
      ? `v${k}`
      : kind === 'time'
        ? `t${k} / 1000.0::double as t${k}`
        : `case when ${isWord(k)} then s${k} end as s${k}`,
  );
  const values = valuesOf(valuesPath);
  return {
    datasetId: dataset.id,
    name: dataset.name,
    rowCount: dataset.rowCount,
    columns,
    async *chunks() {
      await using session = await duckdb.open({ files: [valuesPath], timeoutSeconds: 600 });
      const rows = await inOrder(session, values, dataset.timeColumn);
      for await (const chunk of session.chunks(`select ${cells.join(', ')} from ${rows}`)) {
        yield {
          rows: chunk.rowCount,
          cells: columns.map(({ kind }, k) => (kind === 'text' ? chunk.texts(k) : chunk.numbers(k))),
        };
      }
    },
  };
}

/** The rows in the order of column k, as SQL. */
async function inOrder(session: DuckSession, values: string, k: number | null): Promise<string> {
  if (k === null) return `${values} order by n`;
  const [gaps] = await session.rows<{ count: number }>(`select count(*) as count from ${values} where t${k} is null`);
  if (gaps?.count === 0) return `${values} order by t${k}, n`;
  const last = `last_value(t${k} ignore nulls) over (order by n rows between unbounded preceding and current row)`;
  return `(select *, ${last} as since from ${values}) order by since nulls first, n`;
}
