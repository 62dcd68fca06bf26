/**
 * Something that comes back every `lag` values, or more exactly every `period`; `strength` is the autocorrelation there,
 * up to 1.
 */
export type Season = { lag: number; period: number; strength: number };

const LEAST_STRENGTH = 0.3;
const LONGEST_LAG = 500;
/** How far the autocorrelation must have fallen before it rises to a peak; noise on a slow decline makes shallower ones. */
const LEAST_DIP = 0.2;
const LEAST_VALUES = 24;
/** A season has to be seen this often to be one. */
const LEAST_TURNS = 3;

/**
 * Autocorrelation at the lags 0 … `most` of values freed from their mean and linear trend; a missing value (NaN) repeats
 * the one before, as in training. Divided by the whole variance, so long lags come out smaller (Box and Jenkins). All 0 where nothing varies.
 */
export function autocorrelation(values: ArrayLike<number>, most: number): Float64Array {
  const x = detrended(values);
  const result = new Float64Array(most + 1);
  const variance = dot(x, 0);
  if (!(variance > 1e-20 * x.length)) return result;
  for (let lag = 0; lag <= most; lag++) result[lag] = dot(x, lag) / variance;
  return result;
}

/**
 * The strongest season of evenly spaced values: a peak of the autocorrelation above 0.3 (above three standard errors of
 * noise where there are few values) at a lag up to half of them, at most 500, seen at least three times.
 */
export function findSeason(values: ArrayLike<number>): Season | undefined {
  const n = values.length;
  if (n < LEAST_VALUES) return undefined;
  const longest = Math.min(Math.floor(n / LEAST_TURNS), Math.floor(n / 2), LONGEST_LAG);
  const r = autocorrelation(values, longest + 1);
  const least = Math.max(LEAST_STRENGTH, 3 / Math.sqrt(n));
  let lowest = 1;
  let best: Season | undefined;
  for (let lag = 1; lag <= longest; lag++) {
    const here = r[lag] as number;
    lowest = Math.min(lowest, here);
    const isPeak = here > (r[lag - 1] as number) && here >= (r[lag + 1] as number);
    if (isPeak && here > least && here - lowest > LEAST_DIP && here > (best?.strength ?? 0)) {
      best = { lag, period: peakNear(r, lag, n), strength: Math.min(1, here) };
    }
  }
  return best;
}

/** The top of the parabola through a peak and its neighbours, each freed from the shrinking with the lag. */
function peakNear(r: Float64Array, lag: number, n: number): number {
  const [before, here, after] = [lag - 1, lag, lag + 1].map((at) => ((r[at] as number) * n) / (n - at)) as [
    number,
    number,
    number,
  ];
  const bend = before - 2 * here + after;
  const shift = bend < 0 ? (before - after) / (2 * bend) : 0;
  return lag + Math.max(-1, Math.min(1, shift));
}

function dot(x: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < x.length; i++) sum += (x[i] as number) * (x[i - lag] as number);
  return sum;
}

/** Deviations from the least-squares line, in units of the largest, so that no square overflows. */
function detrended(values: ArrayLike<number>): Float64Array {
  let [count, meanAt, meanOf, largest] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, finiteSize(values[i] as number));
  const scale = largest || 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    count++;
    meanAt += (i - meanAt) / count;
    meanOf += (value / scale - meanOf) / count;
  }
  let [covariance, variance] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    covariance += (i - meanAt) * (value / scale - meanOf);
    variance += (i - meanAt) ** 2;
  }
  const slope = variance > 0 ? covariance / variance : 0;
  let last = 0;
  return Float64Array.from({ length: values.length }, (_, i) => {
    const value = values[i] as number;
    if (Number.isFinite(value)) last = value / scale - meanOf - slope * (i - meanAt);
    return last;
  });
}

function finiteSize(value: number): number {
  return Number.isFinite(value) ? Math.abs(value) : 0;
}
