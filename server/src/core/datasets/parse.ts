import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDB, type DuckSession, literal } from '../../platform/duckdb/index.ts';
import type { CsvScan } from './csv/scanner.ts';
import { type Profile, profileOf } from './profile.ts';
import { layoutOf } from './record.ts';
import { type CsvFile, parsedCells } from './sql.ts';
import { straighten } from './straighten.ts';
import { isTimeName } from './times.ts';

/** A file of more columns than this is read on one thread with small buffers: two would hold 650 MB at 499 columns, not 380. */
const WIDE = 64;
const CELLS_A_ROW_GROUP = 1_000_000;

/**
 * Parses an uploaded CSV once: writes its values as Parquet and measures them. Temporary files go into `folder`.
 *
 * @throws too_large when it needs more memory than one file gets; unavailable when the disk is full
 */
export async function parseCsv(
  duckdb: DuckDB,
  { path, scan, folder }: { path: string; scan: CsvScan; folder: string },
): Promise<{ valuesPath: string; profile: Profile }> {
  const valuesPath = join(folder, 'values.parquet');
  const straightPath = join(folder, 'straight.csv');
  const threads = scan.columns.length > WIDE ? 1 : 2;
  return await duckdb.session({ files: [path, straightPath, valuesPath], threads }, async (session) => {
    const asSent = { path, hasHeader: true, ...scan };
    if (!scan.strict || !(await agrees(session, asSent, scan, valuesPath))) {
      await rm(valuesPath, { force: true });
      await straighten(path, straightPath, layoutOf(scan), scan.columns.length);
      // `quotes` keeps it to one thread, where nothing can go wrong.
      const straight = {
        ...asSent,
        path: straightPath,
        separator: ',',
        lineEnd: '\n' as const,
        hasHeader: false,
        quotes: true,
      };
      const rows = await writeValues(session, straight, scan, valuesPath);
      await rm(straightPath);
      if (rows !== scan.rows) throw new Error(`DuckDB read ${rows} rows of ${scan.rows} that were written for it.`);
    }
    return { valuesPath, profile: await profileOf(session, valuesPath, scan.columns) };
  });
}

/** Reads a regular file as it is. False when DuckDB sees another number of rows, or an error, where we saw none. */
async function agrees(session: DuckSession, file: CsvFile, scan: CsvScan, valuesPath: string): Promise<boolean> {
  try {
    return (await writeValues(session, file, scan, valuesPath)) === scan.rows;
  } catch (error) {
    if (error instanceof Error && /^(Invalid Input|Not implemented|Conversion) Error/.test(error.message)) return false;
    throw error;
  }
}

async function writeValues(session: DuckSession, file: CsvFile, scan: CsvScan, valuesPath: string): Promise<number> {
  const width = scan.columns.length;
  const timeColumns = scan.columns.flatMap((name, k) => (isTimeName(name) ? [k] : []));
  const bufferBytes = width > WIDE ? 1 << 20 : 1 << 22;
  const rowGroup = Math.min(61_440, Math.max(4_096, 2048 * Math.round(CELLS_A_ROW_GROUP / width / 2048)));
  const cells = parsedCells(file, width, timeColumns, bufferBytes);
  // Of every column with words the writer sets this much aside; by default 1 MB, which is all the memory at 499 columns.
  const dictionary = Math.min(1 << 20, Math.max(1 << 14, Math.floor((64 << 20) / width)));
  const [result] = await session.rows<{ Count: number }>(
    `copy (${cells}) to ${literal(valuesPath)} (format parquet, compression zstd, compression_level 1, row_group_size ${rowGroup}, string_dictionary_page_size_limit ${dictionary}, use_tmp_file false)`,
  );
  return result?.Count as number;
}
