import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDuckDB, type DuckDB } from '../../platform/duckdb/index.ts';
import { type CsvScan, createCsvScanner } from './csv/scanner.ts';
import { parseCsv } from './parse.ts';
import type { OpenFiles } from './preview.ts';
import type { Profile } from './profile.ts';
import { layoutOf } from './record.ts';
import type { Dataset } from './schema.ts';

/** For the tests of this folder: a file parsed as an upload is, without database and storage. */
export type ParsedFile = {
  duckdb: DuckDB;
  scan: CsvScan;
  profile: Profile;
  files: OpenFiles;
  dataset: Dataset;
  folder: string;
};

export type Parser = (content: string | Uint8Array) => Promise<ParsedFile>;

export async function createParser(t: { after(fn: () => Promise<void>): void }): Promise<Parser> {
  const root = await mkdtemp(join(tmpdir(), 'datasets-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const spill = join(root, 'spill');
  await mkdir(spill);
  const duckdb = createDuckDB({ spillFolder: async () => spill });
  let files = 0;
  return async (content) => {
    const folder = join(root, `file-${files++}`);
    await mkdir(folder);
    const path = join(folder, 'record.csv');
    await writeFile(path, content);
    const scan = scanOf(content);
    const { valuesPath, profile } = await parseCsv(duckdb, { path, scan, folder });
    const dataset: Dataset = {
      id: 'ds_00000001',
      tenantId: 'tenant',
      ownerId: 'owner',
      ownerName: 'ada',
      name: 'Readings',
      equipmentType: 'pump',
      location: null,
      unit: null,
      metadata: {},
      source: 'csv_upload',
      columns: profile.columns,
      timeColumn: profile.timeColumn,
      timeRange: profile.timeRange,
      rowCount: profile.rows,
      raggedRows: scan.raggedRows,
      fileSizeBytes: scan.bytes,
      isValidated: true,
      isLocked: true,
      recordKey: 'record.csv',
      valuesKey: 'values.parquet',
      createdAt: new Date(0),
    };
    return {
      duckdb,
      scan,
      profile,
      files: { record: path, layout: layoutOf(scan), values: valuesPath },
      dataset,
      folder,
    };
  };
}

/** Scans a whole file, handed over in pieces of `size` bytes. */
export function scanOf(content: string | Uint8Array, size = 65_536): CsvScan {
  const bytes = Buffer.from(content);
  const scanner = createCsvScanner();
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  return scanner.end();
}

/** Random numbers from a seed (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
