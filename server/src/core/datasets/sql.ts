import { literal } from '../../platform/duckdb/index.ts';
import { MAX_RECORD_BYTES } from './csv/limits.ts';
import type { CsvScan } from './csv/scanner.ts';

/*
 * SQL for DuckDB over one file. Columns are called by their place, never by the name in the file:
 *
 * v3   the cell of column 3 as a number; NULL when it is none. A number is what an IEEE double can be read from after
 *      trimming, and finite: 1e5, .5, +7; not inf, nan, 1_000 or 1,5
 * s3   the cell's text when it is not a number and not empty
 * t3   microseconds since 1970 UTC, for columns named like a time
 *
 * So a cell is missing when v and s are NULL, or s is one of the missing tokens.
 */

export const MISSING_TOKENS = ['', 'null', 'NULL', 'NA', 'NaN', 'N/A', 'nan'] as const;
const WHITE = literal(' \t\n\r\v\f');
const missingList = MISSING_TOKENS.map(literal).join(', ');

/** True for cells of column k that are missing. */
export function isMissing(k: number): string {
  return `(v${k} is null and (s${k} is null or trim(s${k}, ${WHITE}) in (${missingList})))`;
}

/** True for cells of column k that are words: neither number nor missing. */
export function isWord(k: number): string {
  return `(s${k} is not null and trim(s${k}, ${WHITE}) not in (${missingList}))`;
}

/** 0001-01-01 to 9999-12-31, the years ISO 8601 writes with four digits. */
const FIRST_MICROSECOND = -62135596800000000n;
const LAST_MICROSECOND = 253402300799999999n;

/**
 * Text to microseconds: ISO 8601 with or without zone (then UTC), with a space for the T, or a number since 1970, in
 * seconds up to 10^11 (the year 5138), then milliseconds, microseconds, nanoseconds.
 */
function microseconds(k: number): string {
  const number = `v${k} * case when abs(v${k}) < 1e11 then 1e6 when abs(v${k}) < 1e14 then 1e3 when abs(v${k}) < 1e17 then 1 else 1e-3 end`;
  const text = `trim(r${k}, ${WHITE})`;
  // Begins with a digit: of the word infinity strptime makes the year 1900.
  const other = `case when ${text} >= '0' and ${text} < ':' then try_strptime(upper(${text}), [
    '%Y-%m-%dT%H:%MZ', '%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%H:%M:%S.%fZ', '%Y%m%dT%H%M%SZ', '%Y%m%dT%H%M%S']) end`;
  const parsed = `coalesce(epoch_us(try_cast(${text} as timestamptz)), epoch_us(${other}))`;
  const value = `case when v${k} is not null then try_cast(${number} as bigint) when r${k} is not null then ${parsed} end`;
  return `case when (${value}) between ${FIRST_MICROSECOND} and ${LAST_MICROSECOND} then (${value}) end`;
}

/** A record of ours, rewritten with every quote in it doubled. */
const MOST_LINE_BYTES = 4 * MAX_RECORD_BYTES;

export type CsvFile = {
  path: string;
  separator: string;
  hasHeader: boolean;
} & Pick<CsvScan, 'lineEnd' | 'quotes' | 'hasUnderscore' | 'hasPlus'>;

/**
 * Reads a CSV without any guessing, as columns v, s and t. The file is regular; strict mode would find no rows at all in
 * one with \r\n, and two threads stumble over quotes (DuckDB 1.5.6).
 */
export function parsedCells(file: CsvFile, width: number, timeColumns: readonly number[], bufferBytes: number): string {
  const all = Array.from({ length: width }, (_, k) => k);
  const read = `read_csv(${literal(file.path)}, auto_detect = false, header = ${file.hasHeader}, delim = ${literal(file.separator)},
    new_line = ${literal(file.lineEnd === '\n' ? '\\n' : '\\r\\n')}, quote = '"', escape = '"', strict_mode = false, max_line_size = ${MOST_LINE_BYTES}, buffer_size = ${bufferBytes},
    parallel = ${!file.quotes}, columns = {${all.map((k) => `r${k}: 'VARCHAR'`).join(', ')}})`;
  const doubtful = (k: number) =>
    [file.hasUnderscore && ` and not contains(r${k}, '_')`, file.hasPlus && ` and not contains(r${k}, '+-')`]
      .filter(Boolean)
      .join('');
  const casts = all.map((k) => `r${k}, try_cast(r${k} as double) as d${k}`);
  const numbers = all.map((k) => `r${k}, case when isfinite(d${k})${doubtful(k)} then d${k} end as v${k}`);
  const times = timeColumns.map((k) => `${microseconds(k)} as t${k}`);
  const withTimes = `select *${times.map((time) => `, ${time}`).join('')} from (select ${numbers} from (select ${casts} from ${read}))`;
  const isTime = new Set(timeColumns);
  const cells = all.map((k) =>
    isTime.has(k)
      ? `t${k}, v${k}, case when v${k} is null and t${k} is null then r${k} end as s${k}`
      : `v${k}, case when v${k} is null then r${k} end as s${k}`,
  );
  return `select ${cells.join(', ')} from (${withTimes})`;
}

/** The rows of a values file, with their place `n` in the record. */
export function valuesOf(path: string): string {
  return `(select *, file_row_number as n from read_parquet(${literal(path)}, file_row_number = true))`;
}
