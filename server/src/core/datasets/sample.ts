import type { DuckDB, DuckSession } from '../../platform/duckdb/index.ts';
import { chooseNumeric } from './columns.ts';
import type { Dataset } from './schema.ts';
import { valuesOf } from './sql.ts';

/** Three looks at the readings, each of bounded size; cells column by column, NaN where there is no number. */
export type Sample = {
  columns: string[];
  /** Every `step`-th row. */
  spread: { step: number; cells: Float64Array[] };
  /** Consecutive rows from the middle of the record, in the order of time. */
  stretch: { cells: Float64Array[] };
  /** Means of `rows` consecutive rows each, over the whole record in the order of time. */
  means: { rows: number; cells: Float64Array[] };
  /** Rows equal to another in every cell; null where there are too many to compare. */
  duplicates: number | null;
};

const MOST_SAMPLED_COLUMNS = 20;
const MOST_SPREAD = 50_000;
const MOST_STRETCH = 5_000;
const MOST_MEANS = 2_000;
const MOST_COMPARED = 2_000_000;

/** @param names columns of numbers; the first twenty unless given. @throws invalid for unknown ones */
export async function sampleOf(
  duckdb: DuckDB,
  dataset: Dataset,
  valuesPath: string,
  names?: readonly string[],
): Promise<Sample> {
  const chosen = chooseNumeric(dataset, names, MOST_SAMPLED_COLUMNS);
  const { rowCount, timeColumn } = dataset;
  const values = valuesOf(valuesPath);
  const cells = chosen.map(({ k }) => `v${k}`).join(', ');
  const order = timeColumn === null ? 'n' : `t${timeColumn} nulls last, n`;
  const step = Math.max(1, Math.ceil(rowCount / MOST_SPREAD));
  const stretch = Math.min(rowCount, MOST_STRETCH);
  const rows = Math.max(1, Math.ceil(rowCount / MOST_MEANS));
  return await duckdb.session({ files: [valuesPath], timeoutSeconds: 30 }, async (session) => {
    const read = (sql: string) => columnsOf(session, sql, chosen.length);
    const means = chosen.map(({ k }) => `favg(v${k})`).join(', ');
    const placed = `(select ${cells}, (row_number() over (order by ${order}) - 1) // ${rows} as part from ${values})`;
    const some = chosen.length > 0;
    return {
      columns: chosen.map(({ column }) => column.name),
      spread: {
        step,
        cells: some ? await read(`select ${cells} from ${values} where n % ${step} = 0 order by n`) : [],
      },
      stretch: {
        cells: some
          ? await read(
              `select ${cells} from ${values} order by ${order} limit ${stretch} offset ${Math.floor((rowCount - stretch) / 2)}`,
            )
          : [],
      },
      means: {
        rows,
        cells: some ? await read(`select ${means} from ${placed} group by part order by part`) : [],
      },
      duplicates: rowCount > MOST_COMPARED ? null : await countDuplicates(session, dataset, values),
    };
  });
}

async function columnsOf(session: DuckSession, sql: string, count: number): Promise<Float64Array[]> {
  const pieces: Float64Array[][] = Array.from({ length: count }, () => []);
  for await (const chunk of session.chunks(sql))
    for (const [j, piece] of pieces.entries()) piece.push(chunk.numbers(j));
  return pieces.map(joined);
}

function joined(pieces: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** By a 64-bit hash of all cells: two different ones of two million rows are taken for equal once in ten million times. */
async function countDuplicates(session: DuckSession, { columns, rowCount }: Dataset, values: string): Promise<number> {
  const cells = columns.flatMap(({ isTime }, k) => (isTime ? [`t${k}`, `v${k}`, `s${k}`] : [`v${k}`, `s${k}`]));
  const [row] = await session.rows<{ kinds: number }>(
    `select count(distinct hash(${cells.join(', ')})) as kinds from ${values}`,
  );
  return rowCount - (row?.kinds ?? rowCount);
}
