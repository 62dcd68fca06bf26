import type { Model } from './types.ts';

/** Keeps a broken sensor from making a score infinite; as MOST_DEVIATION in runtime/inference/rows.h. */
const MOST_DEVIATION = 1e6;

/**
 * Normalises the rows of one sequence: z = (x − mean) / std, 0 for what is not monitored. A missing reading (NaN)
 * repeats the last one, and before the first is the mean of the training data.
 */
export function openRowReader({ means, stds, monitored }: Model): (raw: Float64Array) => Float64Array {
  const last = new Float64Array(means.length).fill(Number.NaN);
  return (raw) =>
    raw.map((reading, f) => {
      const value = Number.isNaN(reading) ? (last[f] as number) : reading;
      last[f] = value;
      if (Number.isNaN(value) || !monitored[f]) return 0;
      const deviation = (value - (means[f] as number)) / (stds[f] as number);
      return Math.fround(Math.max(-MOST_DEVIATION, Math.min(MOST_DEVIATION, deviation)));
    });
}
