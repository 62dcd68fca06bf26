import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Storage } from '../../platform/storage/types.ts';
import { locateSensors } from './score-input.ts';

/** Rows of a dataset in the order of time, column by column, NaN where a reading is missing. */
export type DatasetRows = {
  columns: readonly { name: string; kind: string }[];
  chunks(): AsyncIterable<{ rows: number; cells: readonly (Float64Array | readonly string[])[] }>;
};

/** Readings in a temporary file. */
export type Spooled = {
  /** [n × sensors] a piece. */
  pieces(): AsyncGenerator<Float64Array>;
  remove(): Promise<void>;
};

const ROWS_AT_ONCE = 2048;

/**
 * Copies a model's sensors out of a dataset. Few can read datasets at a time; whoever takes the scores may take them as
 * slowly as they like, so they read from the copy.
 *
 * @throws invalid naming the sensors the dataset does not have
 */
export async function spoolReadings(
  source: DatasetRows,
  sensors: readonly string[],
  storage: Storage,
): Promise<Spooled> {
  const numeric = source.columns.flatMap(({ name, kind }, column) => (kind === 'number' ? [{ name, column }] : []));
  const places = locateSensors(
    sensors,
    numeric.map(({ name }) => name),
  ).map((place) => (numeric[place] as { column: number }).column);
  const folder = await storage.temporaryFolder('score');
  const path = join(folder, 'readings.f64');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await pipeline(Readable.from(rowsOf(source, places), { objectMode: true }), createWriteStream(path));
  } catch (error) {
    await remove();
    throw error;
  }
  return { pieces: () => piecesOf(path, sensors.length * ROWS_AT_ONCE * 8), remove };
}

async function* rowsOf(source: DatasetRows, columns: readonly number[]): AsyncGenerator<Buffer> {
  for await (const { rows, cells } of source.chunks()) {
    const values = new Float64Array(rows * columns.length);
    for (const [j, column] of columns.entries()) {
      const readings = cells[column] as Float64Array;
      for (let i = 0; i < rows; i++) values[i * columns.length + j] = readings[i] as number;
    }
    yield Buffer.from(values.buffer);
  }
}

/** Pieces of whole rows, of `bytes` bytes but for the last. */
async function* piecesOf(path: string, bytes: number): AsyncGenerator<Float64Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: bytes }) as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    if (rest.length < bytes) continue;
    yield numbersOf(rest.subarray(0, bytes));
    rest = rest.subarray(bytes);
  }
  if (rest.length > 0) yield numbersOf(rest);
}

/** In memory of its own, since a buffer may begin where no number can. */
function numbersOf(bytes: Buffer): Float64Array {
  return new Float64Array(new Uint8Array(bytes).buffer);
}
