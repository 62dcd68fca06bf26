/** The rows of a dataset in the order of time, in pieces; may be read more than once. */
export type RowSource = {
  columns: readonly SourceColumn[];
  rowCount: number;
  /** Cells column by column: numbers (NaN where one is missing) for `number` and `time`, else text ('' where one is missing). */
  chunks(): AsyncIterable<Chunk>;
};

export type SourceColumn = { name: string; kind: 'number' | 'time' | 'text' };
export type Chunk = { rows: number; cells: readonly (Float64Array | readonly string[])[] };

/** The dataset cannot be trained on as it is; the message says why and what to do. Trying again does not help. */
export class Untrainable extends Error {
  override name = 'Untrainable';
}
