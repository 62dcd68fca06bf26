import type { Segment } from '@signalbox/runtime';
import type { Trace } from '../../evaluations/index.ts';

export type ReadRows = (rows: Segment) => Promise<Float32Array>;

const ROWS_AT_ONCE = 2048;

/** The first `rows` rows of a record, piece by piece. */
export async function* piecesOf(rows: number, read: ReadRows, signal: AbortSignal): AsyncGenerator<Float32Array> {
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    signal.throwIfAborted();
    yield await read({ start, count: Math.min(ROWS_AT_ONCE, rows - start) });
  }
}

/** What a network found in normal rows; `held` counts the last of them, which its weights were not fitted on. */
export type NormalTrace = { trace: Trace; held: number };

/**
 * The part of a trace that says what is normal: rows up to `end` that are not labelled as anomalous.
 *
 * @param fitted how many of the first rows the weights were fitted on
 */
export function normalTrace(
  trace: Trace,
  labels: Uint8Array | undefined,
  { fitted, end }: { fitted: number; end: number },
): NormalTrace {
  const { residuals, inputs, channels } = trace;
  const kept = labels && Uint32Array.from({ length: end }, (_, row) => row).filter((row) => !labels[row]);
  if (!kept || kept.length === 0) {
    const until = (values: Float32Array) => values.subarray(0, end * channels);
    return { trace: { residuals: until(residuals), inputs: until(inputs), channels }, held: end - fitted };
  }
  const pick = (values: Float32Array) => {
    const picked = new Float32Array(kept.length * channels);
    for (const [i, row] of kept.entries())
      picked.set(values.subarray(row * channels, (row + 1) * channels), i * channels);
    return picked;
  };
  return {
    trace: { residuals: pick(residuals), inputs: pick(inputs), channels },
    held: kept.filter((row) => row >= fitted).length,
  };
}

/** Mean square over the channels, row by row. */
export function errorsOf({ residuals, channels }: Trace): Float64Array {
  return Float64Array.from({ length: residuals.length / channels }, (_, row) => {
    let sum = 0;
    for (let j = 0; j < channels; j++) sum += (residuals[row * channels + j] as number) ** 2;
    return sum / channels;
  });
}
