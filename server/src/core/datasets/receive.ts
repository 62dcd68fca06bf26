import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { invalid, limitReached, tooLarge, unavailable } from '../../platform/errors.ts';
import type { Storage } from '../../platform/storage/index.ts';
import { MAX_FILE_BYTES } from './csv/limits.ts';
import { type CsvScan, createCsvScanner } from './csv/scanner.ts';

/** A file that arrived whole and is a usable CSV, in a temporary folder of its own. Dispose of it in any case. */
export type ReceivedFile = AsyncDisposable & { folder: string; path: string; scan: CsvScan };

/**
 * Streams a file to disk, looking at its bytes as they go by. What goes wrong leaves nothing behind.
 *
 * @param mostBytes what the plan allows; the cap of the house holds anyway
 * @throws invalid (no usable CSV), too_large, limit, unavailable (disk full), and what the stream itself fails with
 */
export async function receiveFile(
  storage: Storage,
  content: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<ReceivedFile> {
  const folder = await storage.temporaryFolder('dataset');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'record.csv');
    const scan = await write(path, content, mostBytes);
    return { folder, path, scan, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw diskFull(error);
  }
}

async function write(path: string, content: AsyncIterable<Uint8Array>, mostBytes: number): Promise<CsvScan> {
  const scanner = createCsvScanner();
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  try {
    for await (const piece of content) {
      bytes += piece.length;
      if (bytes > MAX_FILE_BYTES)
        throw tooLarge(`The file is larger than ${MAX_FILE_BYTES / 1024 ** 2} MB. Split it into several datasets.`, {
          code: 'FILE_TOO_LARGE',
        });
      // Above the plan's limit only its size is still of interest, for the message.
      if (bytes > mostBytes) continue;
      scanner.push(piece);
      for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
    }
  } finally {
    await file.close();
  }
  if (bytes > mostBytes) throw tooLargeForPlan(bytes, mostBytes);
  if (bytes === 0) throw invalid('The file is empty.', { code: 'INVALID_CSV' });
  return scanner.end();
}

function tooLargeForPlan(bytes: number, mostBytes: number) {
  return limitReached(
    `Dataset too large (${(bytes / 1024 ** 2).toFixed(1)} MB). Your plan allows up to ${Math.floor(mostBytes / 1024 ** 2)} MB.`,
    { code: 'LIMIT_EXCEEDED' },
  );
}

/** A full disk in words; any other error as it is. */
export function diskFull(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return unavailable('The disk is full: nothing can be stored until the operator makes room.', {
    code: 'DISK_FULL',
    cause: error,
    retryAfterSeconds: 60,
  });
}
