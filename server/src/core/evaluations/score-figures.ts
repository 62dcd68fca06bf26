/** What scores say beyond their order, and how far the network was off in rows that were normal. */
export type ScoreFigures = {
  /** Mean square distance of the chance from the truth. */
  brier: number | null;
  calibration_error: number | null;
  threshold_margin: number | null;
  /** Errors of what the network gives back for normal rows, in deviations of a sensor; of its chances where it learned labels. */
  mse: number | null;
  mae: number | null;
};

/**
 * A score as a chance. One that was learned from labels is a chance, divided by one half; another is shown as
 * 1 − 2^−score, which is no more than a scale from 0 to 1 with one half at the threshold.
 */
export function chanceOf(score: number, learnedLabels: boolean): number {
  return Math.min(1, Math.max(0, learnedLabels ? score / 2 : 1 - 2 ** -score));
}

/** Brier (1950). Null without rows. */
export function brierOf(chances: ArrayLike<number>, truth: ArrayLike<number>): number | null {
  return meanOf(chances.length, (i) => ((chances[i] as number) - (truth[i] ? 1 : 0)) ** 2);
}

const BINS = 10;

/**
 * Expected calibration error: chances in ten bins of equal width; how far the mean chance of a bin is from its share of
 * anomalies, weighted by its rows. Null without rows.
 */
export function calibrationErrorOf(chances: ArrayLike<number>, truth: ArrayLike<number>): number | null {
  const [counts, sums, positives] = [new Float64Array(BINS), new Float64Array(BINS), new Float64Array(BINS)];
  for (let i = 0; i < chances.length; i++) {
    const bin = Math.min(BINS - 1, Math.floor((chances[i] as number) * BINS));
    counts[bin] = (counts[bin] as number) + 1;
    sums[bin] = (sums[bin] as number) + (chances[i] as number);
    positives[bin] = (positives[bin] as number) + (truth[i] ? 1 : 0);
  }
  if (chances.length === 0) return null;
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) error += Math.abs((sums[bin] as number) - (positives[bin] as number));
  return error / chances.length;
}

/**
 * How much room there is around the threshold, in units of it: the smaller of how far the median anomaly is above and how
 * far 95 % of the normal rows stay below. Negative where there is none; null where one kind is missing.
 */
export function thresholdMarginOf(scores: ArrayLike<number>, truth: ArrayLike<number>, threshold = 1): number | null {
  const of = (kind: boolean) =>
    Float64Array.from(Array.from(scores).filter((_, i) => Boolean(truth[i]) === kind)).sort();
  const [normal, anomalous] = [of(false), of(true)];
  if (normal.length === 0 || anomalous.length === 0) return null;
  const at = (sorted: Float64Array, share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number;
  return Math.min(at(anomalous, 0.5) - threshold, threshold - at(normal, 0.95)) / threshold;
}

/** Mean square and mean absolute value of residuals, [rows × channels], over the rows `isCounted` says. */
export function residualErrors(
  residuals: ArrayLike<number>,
  channels: number,
  rows: { start: number; count: number },
  isCounted: (row: number) => boolean,
): { mse: number | null; mae: number | null } {
  let [count, square, absolute] = [0, 0, 0];
  for (let row = rows.start; row < rows.start + rows.count; row++) {
    if (!isCounted(row)) continue;
    for (let j = 0; j < channels; j++) {
      const residual = residuals[row * channels + j] as number;
      count++;
      square += residual ** 2;
      absolute += Math.abs(residual);
    }
  }
  return count === 0 ? { mse: null, mae: null } : { mse: square / count, mae: absolute / count };
}

/** Mean distance of chances from the truth. */
export function absoluteErrorOf(chances: ArrayLike<number>, truth: ArrayLike<number>): number | null {
  return meanOf(chances.length, (i) => Math.abs((chances[i] as number) - (truth[i] ? 1 : 0)));
}

function meanOf(count: number, at: (i: number) => number): number | null {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += at(i);
  return count === 0 ? null : sum / count;
}
