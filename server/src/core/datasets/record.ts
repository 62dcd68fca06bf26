import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { rowsOf } from './csv/records.ts';
import type { CsvScan } from './csv/scanner.ts';
import type { RecordLayout } from './schema.ts';

const decompress = promisify(zstdDecompress);

/** The layout of a record that was just scanned. */
export function layoutOf(scan: CsvScan): RecordLayout {
  return {
    separator: scan.separator,
    rows: scan.blocks.map(({ firstRow }) => firstRow),
    offsets: scan.blocks.map(({ offset }) => offset),
    bytes: scan.bytes,
    packed: null,
  };
}

/**
 * Rows of a record by number (0 is the first after the header), as the strings in the file, in the order asked for. Only
 * the blocks that hold them are read: one of 256 KB for a page, packed or not.
 */
export async function readRows(
  path: string,
  layout: RecordLayout,
  numbers: readonly number[],
  columns: number,
): Promise<string[][]> {
  const byBlock = new Map<number, number[]>();
  for (const number of numbers) {
    const block = blockOf(layout, number);
    byBlock.set(block, [...(byBlock.get(block) ?? []), number]);
  }
  const found = new Map<number, string[]>();
  const file = await open(path, 'r');
  try {
    for (const [block, inside] of byBlock) {
      const first = layout.rows[block] as number;
      const wanted = new Set(inside.map((number) => number - first));
      const rows = await readBlock(file, layout, block, columns, wanted);
      for (const [i, row] of rows.entries()) if (wanted.has(i)) found.set(first + i, row);
    }
  } finally {
    await file.close();
  }
  return numbers.map((number) => {
    const row = found.get(number);
    if (!row) throw new Error(`Row ${number} is not where the layout of ${path} says.`);
    return row;
  });
}

/** The rows of one block; with `wanted`, those not in it are left empty, which saves most of the work. */
export async function readBlock(
  file: FileHandle,
  layout: RecordLayout,
  block: number,
  columns: number,
  wanted?: ReadonlySet<number>,
): Promise<string[][]> {
  return rowsOf(await readBlockBytes(file, layout, block), layout.separator, columns, wanted);
}

async function readBlockBytes(
  file: FileHandle,
  { offsets, bytes, packed }: RecordLayout,
  block: number,
): Promise<Buffer> {
  const [start, end] = [offsets[block] as number, offsets[block + 1] ?? bytes];
  if (!packed) return await readExactly(file, start, end);
  const frame = await readExactly(file, packed.offsets[block] as number, packed.offsets[block + 1] ?? packed.bytes);
  return await decompress(frame, { maxOutputLength: end - start });
}

/** @throws Error when the file is shorter than it should be */
export async function readExactly(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
    if (bytesRead === 0) throw new Error(`The file ends at ${start + at}, before ${end}.`);
    at += bytesRead;
  }
  return bytes;
}

/** The last block that begins at or before the row. */
function blockOf({ rows }: RecordLayout, number: number): number {
  let low = 0;
  for (let high = rows.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as number) <= number) low = middle;
    else high = middle;
  }
  return low;
}
