import { wordAt } from './random.ts';

/** Where dropout applies: a probability, the key of this batch's masks, and the batch's sample that row 0 is. */
export type Dropout = { rate: number; key: (site: number) => number; firstRow?: number };

/**
 * Zeroes elements with probability `rate` and scales the others by 1 / (1 − rate), in place. A value's fate hangs on
 * (key of the site, sample, step, unit), not on memory layout, so every engine drops the same ones, and the backward
 * pass is the same call on the gradient.
 * @param values [steps, rows, units]
 */
export function dropout(values: Float64Array, d: Dropout, site: number, steps: number, rows: number): Float64Array {
  if (d.rate === 0) return values;
  const units = values.length / (steps * rows);
  const key = d.key(site);
  const limit = Math.floor(d.rate * 4294967296);
  const scale = 1 / (1 - d.rate);
  for (let t = 0; t < steps; t++) {
    for (let r = 0; r < rows; r++) {
      const at = (t * rows + r) * units;
      const index = ((r + (d.firstRow ?? 0)) * steps + t) * units;
      for (let u = 0; u < units; u++) {
        values[at + u] = wordAt(key, index + u) < limit ? 0 : (values[at + u] as number) * scale;
      }
    }
  }
  return values;
}
