import type { DuckDB } from '../../platform/duckdb/index.ts';
import { invalid } from '../../platform/errors.ts';
import { readRows } from './record.ts';
import type { Dataset, RecordLayout } from './schema.ts';
import { isMissing, valuesOf } from './sql.ts';

export type PreviewQuery = {
  /** From 1. */
  page: number;
  pageSize: number;
  sortColumn?: string | undefined;
  descending?: boolean | undefined;
};

export type Preview = {
  headers: string[];
  rows: string[][];
  totalRows: number;
  page: number;
  totalPages: number;
};

/** Paths of a dataset's two files, and how to find rows in the first. */
export type OpenFiles = { record: string; layout: RecordLayout; values: string };

export const MAX_PAGE_SIZE = 1000;

/** One page of the rows as they are in the file. @throws invalid for an unknown column */
export async function previewOf(
  duckdb: DuckDB,
  dataset: Dataset,
  files: OpenFiles,
  query: PreviewQuery,
): Promise<Preview> {
  const { rowCount, columns } = dataset;
  const { page, pageSize } = query;
  const from = (page - 1) * pageSize;
  const count = Math.max(0, Math.min(pageSize, rowCount - from));
  const numbers =
    query.sortColumn === undefined
      ? Array.from({ length: count }, (_, i) => from + i)
      : await sortedRows(duckdb, files.values, sortKey(dataset, query.sortColumn, query.descending), from, count);
  return {
    headers: columns.map(({ name }) => name),
    rows: count === 0 ? [] : await readRows(files.record, files.layout, numbers, columns.length),
    totalRows: rowCount,
    page,
    totalPages: Math.max(1, Math.ceil(rowCount / pageSize)),
  };
}

async function sortedRows(duckdb: DuckDB, path: string, key: string, from: number, count: number): Promise<number[]> {
  if (count === 0) return [];
  return await duckdb.session({ files: [path] }, async (session) => {
    const rows = await session.rows<{ n: number }>(
      `select n from ${valuesOf(path)} order by ${key}, n limit ${count} offset ${from}`,
    );
    return rows.map(({ n }) => n);
  });
}

/** Numbers by value before words by letters, or all of it reversed; what is missing is always last, ties stay as in the file. */
function sortKey({ columns }: Dataset, name: string, descending = false): string {
  const k = columns.findIndex((column) => column.name === name);
  if (k === -1)
    throw invalid(
      `There is no column '${name}' to sort by. Columns: ${columns.map((c) => c.name).join(', ')}`.slice(0, 500),
      {
        code: 'UNKNOWN_COLUMN',
        details: name,
      },
    );
  const direction = descending ? 'desc' : 'asc';
  // A time is sorted as the time it is, so that different zones and spellings come in order.
  const value = columns[k]?.isTime ? `t${k}` : `v${k}`;
  const missing = columns[k]?.isTime ? `(t${k} is null and ${isMissing(k)})` : isMissing(k);
  return [
    missing,
    `(${value} is null) ${direction}`,
    `${value} ${direction}`,
    `(case when ${value} is null and not ${missing} then s${k} end) ${direction}`,
  ].join(', ');
}
