import { setImmediate as breathe } from 'node:timers/promises';
import { type ChannelParameters, type ChartParameters, evidence, smoothed, stray } from './charts.ts';
import { decorrelationRows } from './decorrelation.ts';
import { upperNormalQuantile } from './normal-quantile.ts';

/** Everything that turns a model's residuals into scores; from 1 on a score is an anomaly. */
export type Calibration = {
  channels: ChannelParameters[];
  /** Evidence of one chart that normal rows exceed by chance once in 86,400, all charts together. */
  limit: number;
};

/** What a model found in consecutive rows: residuals and the inputs they belong to, [rows × channels] row by row. */
export type Trace = { residuals: Float32Array; inputs: Float32Array; channels: number };

const FALSE_ALARMS = 1 / 86_400;
const CHARTS = 3;
/** Share of the record's own rows that may alarm. */
const TAIL = 0.01;
const VARIANCE_FLOOR = 1e-12;
const SMALLEST_STEP = 1e-6;
/** Rows until the charts forgot their start: 2/λ. */
const WARM_UP = 20;

/**
 * Learns what is normal from normal rows in the order of time. No row of any other data is looked at.
 *
 * @param held how many of the last rows the weights were not fitted on; residuals of fitted rows are optimistic
 * @param monitored which channels are watched
 */
export async function calibrate(trace: Trace, held: number, monitored: readonly boolean[]): Promise<Calibration> {
  const { channels } = trace;
  const rows = trace.residuals.length / channels;
  const charts = CHARTS * Math.max(1, monitored.filter(Boolean).length);
  const limit = upperNormalQuantile(FALSE_ALARMS / (2 * charts)) ** 2;
  const warmUp = rows >= 4 * WARM_UP ? WARM_UP : 1;
  const settings = { warmUp, held: Math.min(held, rows - warmUp), limit, quantile: 1 - TAIL / charts };
  const learned: ChannelParameters[] = [];
  for (let channel = 0; channel < channels; channel++) {
    // A channel of a million rows takes some tenths of a second; others get their turn in between.
    await breathe();
    const column = (values: Float32Array) =>
      Float64Array.from({ length: rows }, (_, t) => values[t * channels + channel] as number);
    const parameters = learnChannel(column(trace.residuals), column(trace.inputs), settings);
    learned.push({ monitored: monitored[channel] === true, ...parameters });
  }
  return { channels: learned, limit };
}

type Settings = { warmUp: number; held: number; limit: number; quantile: number };

function learnChannel(residuals: Float64Array, inputs: Float64Array, settings: Settings) {
  const mean = meanOf(residuals);
  const deviations = residuals.map((r) => r - mean);
  const steps = inputs.subarray(1).map((z, t) => z - (inputs[t] as number));
  const stepScale = Math.max(SMALLEST_STEP, Math.sqrt(meanSquare(steps)));
  const strays = inputs.map((_, t) => (t === 0 ? 0 : stray(steps[t - 1] as number, stepScale)));
  const spreadMean = steps.length === 0 ? stray(0, stepScale) : meanOf(strays.subarray(1));
  strays[0] = spreadMean;
  const spread = smoothed(strays, spreadMean).map((u) => u - spreadMean);
  const independent = Math.max(2, deviations.length / decorrelationRows(deviations));
  const independentSpread = Math.max(2, strays.length / decorrelationRows(strays));
  return {
    mean,
    stepScale,
    spreadMean,
    level: learnChart(smoothed(deviations, 0), independent, settings),
    jump: learnChart(deviations, independent, settings),
    spread: learnChart(spread, independentSpread, settings),
  };
}

/** @param x what the chart showed on the record @param independent how many independent rows that is worth */
function learnChart(
  x: Float64Array,
  independent: number,
  { warmUp, held, limit, quantile: q }: Settings,
): ChartParameters {
  const settled = x.subarray(warmUp);
  const fitted = meanSquare(settled);
  const unseen = held >= WARM_UP ? meanSquare(x.subarray(x.length - held)) : 0;
  const variance = Math.max(fitted, unseen) * (1 + 1 / independent) + VARIANCE_FLOOR;
  const chart = { variance, dof: Math.max(1, independent - 1) };
  return {
    ...chart,
    guard: Math.max(
      1,
      quantile(
        settled.map((value) => evidence(value, chart) / limit),
        q,
      ),
    ),
  };
}

function meanSquare(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value * value;
  return x.length === 0 ? 0 : sum / x.length;
}

function meanOf(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value;
  return x.length === 0 ? 0 : sum / x.length;
}

/** With linear interpolation between neighbours; 0 of nothing. */
export function quantile(values: Float64Array, q: number): number {
  if (values.length === 0) return 0;
  const sorted = values.slice().sort();
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const from = sorted[low] as number;
  return from + (at - low) * ((sorted[low + 1] ?? from) - from);
}
