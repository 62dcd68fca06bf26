import { type FileHandle, open } from 'node:fs/promises';
import { QUOTE_NEEDED } from './csv/records.ts';
import { readBlock } from './record.ts';
import type { RecordLayout } from './schema.ts';

/**
 * Writes the rows of an irregular CSV (ragged rows, stray quotes, mixed line ends) as we read them, in a form every
 * reader understands the same way: no header, commas, \n, every row as wide as the header.
 */
export async function straighten(from: string, to: string, layout: RecordLayout, columns: number): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      for (let block = 0; block < layout.offsets.length; block++) {
        const rows = await readBlock(source, layout, block, columns);
        await write(target, rows.map((row) => line(row)).join(''));
      }
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function line(cells: readonly string[]): string {
  const [only] = cells;
  // An empty line would be skipped.
  if (cells.length === 1 && only === '') return '""\n';
  return `${cells.map((cell) => (QUOTE_NEEDED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

async function write(target: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += (await target.write(bytes, at)).bytesWritten;
}
