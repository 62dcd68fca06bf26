import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isNormal } from './labels.ts';
import type { Chunk, RowSource } from './source.ts';
import type { Survey } from './survey.ts';

/**
 * Writes the rows a trainer reads: single-precision deviations from the mean in units of the deviation, [rows × sensors]
 * row by row. A missing reading repeats the one before; before the first it is the mean. A sensor that never moves in
 * the train rows is 0 always: there is no scale to judge it by.
 *
 * @returns which rows are anomalous (1) by the label column; undefined without one
 */
export async function writeRows(source: RowSource, found: Survey, path: string): Promise<Uint8Array | undefined> {
  const labels = found.label ? new Uint8Array(found.rows) : undefined;
  await pipeline(Readable.from(pieces(source, found, labels), { objectMode: true }), createWriteStream(path));
  return labels;
}

async function* pieces(source: RowSource, found: Survey, labels: Uint8Array | undefined): AsyncGenerator<Buffer> {
  const { sensors, label } = found;
  const last = new Float64Array(sensors.length).fill(Number.NaN);
  let row = 0;
  for await (const chunk of source.chunks()) {
    const values = new Float32Array(chunk.rows * sensors.length);
    for (const [j, { column, mean, std, monitored }] of sensors.entries()) {
      const cells = chunk.cells[column] as Float64Array;
      for (let i = 0; i < chunk.rows; i++) {
        const cell = cells[i] as number;
        if (!Number.isNaN(cell)) last[j] = cell;
        const value = last[j] as number;
        values[i * sensors.length + j] = monitored && !Number.isNaN(value) ? (value - mean) / std : 0;
      }
    }
    if (labels && label !== null) markAnomalies(chunk, label.column, labels, row);
    row += chunk.rows;
    yield Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  }
}

function markAnomalies(chunk: Chunk, column: number, labels: Uint8Array, from: number): void {
  const cells = chunk.cells[column] as Float64Array | readonly string[];
  for (let i = 0; i < chunk.rows; i++) {
    const cell = cells[i] as number | string;
    labels[from + i] = Number.isNaN(cell) || isNormal(String(cell)) ? 0 : 1;
  }
}
