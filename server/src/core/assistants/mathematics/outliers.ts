import { quantileOf, sorted } from './quantile.ts';

export type Outliers = {
  values: number;
  median: number;
  /** Tukey's fences: 1.5 interquartile ranges beyond the quartiles. */
  low: number;
  high: number;
  /** Values beyond the fences. */
  beyondFences: number;
  /** Values whose robust z-score, 0.6745 × distance from the median / median absolute deviation, is above 3.5. */
  robust: number;
};

const FENCE = 1.5;
const MOST_ROBUST_Z = 3.5;
const LEAST_VALUES = 8;

/**
 * Values that stand apart. Undefined where that means nothing: for fewer than eight values, and where half of them are
 * the same (a flag, a constant), since every other value would then be an outlier.
 */
export function findOutliers(values: ArrayLike<number>): Outliers | undefined {
  const ascending = sorted(values);
  if (ascending.length < LEAST_VALUES) return undefined;
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantileOf(ascending, share)) as [
    number,
    number,
    number,
  ];
  const range = upper - lower;
  const deviation = quantileOf(sorted(ascending.map((value) => Math.abs(value - median))), 0.5);
  if (!(range > 0) || !(deviation > 0)) return undefined;
  const [low, high] = [lower - FENCE * range, upper + FENCE * range];
  let [beyondFences, robust] = [0, 0];
  for (const value of ascending) {
    if (value < low || value > high) beyondFences++;
    if ((0.6745 * Math.abs(value - median)) / deviation > MOST_ROBUST_Z) robust++;
  }
  return { values: ascending.length, median, low, high, beyondFences, robust };
}

/** How many rows hold at least one value beyond its column's fences. */
export function rowsBeyond(
  columns: readonly ArrayLike<number>[],
  fences: readonly (Pick<Outliers, 'low' | 'high'> | undefined)[],
): number {
  const rows = columns[0]?.length ?? 0;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const isBeyond = columns.some((column, j) => {
      const fence = fences[j];
      const value = column[row] as number;
      return fence !== undefined && (value < fence.low || value > fence.high);
    });
    if (isBeyond) count++;
  }
  return count;
}
