import { channelNames, chartOf, plainThreshold, type ResidualScoring } from './scoring.ts';
import type { Model } from './types.ts';

/** Score of one row. `contributions` has a value per feature; they sum to the score. */
export type Verdict = { score: number; display: number; anomaly: boolean; contributions: Float64Array };

/** Residuals of one row, one per channel, and the inputs they belong to. */
export type Residuals = { residuals: Float64Array; inputs: Float64Array };

/** Follows one sequence of rows. Each row is to be given once, to one of the two. */
export type RowScorer = {
  /** @param z the row, normalised; @param output the network's, for the window that ends with it */
  residuals(z: Float64Array, output: Float64Array): Residuals;
  next(z: Float64Array, output: Float64Array): Verdict;
};

const LABEL_CUT = 0.5;
const FORECASTS = 3;

/** The rules of runtime/inference/score.c in double precision, for a new sequence of rows. */
export function openRowScorer(model: Model): RowScorer {
  const { shape, scoring } = model;
  const channels = channelNames(model).length;
  const charts = scoring?.kind === 'residual' ? openCharts(scoring) : undefined;
  const threshold = scoring ? 1 : plainThreshold(model);
  let forecast: Float64Array | undefined;

  const residuals = (z: Float64Array, output: Float64Array): Residuals => {
    const inputs = new Float64Array(channels);
    inputs.set(z);
    if (channels > z.length) inputs[z.length] = sigmoid(z.reduce((sum, value) => sum + value, 0) / z.length);
    const found = inputs.map((input, j) => {
      if (shape.architecture === 'lstm_autoencoder') return input - (output[j] as number);
      if (shape.architecture === 'sentinel') return j < z.length ? input : input - (output[0] as number);
      if (j >= FORECASTS) return input;
      return forecast ? sigmoid(input) - (forecast[j] as number) : 0;
    });
    forecast = output.slice();
    return { residuals: found, inputs };
  };

  /** Score, its display, and each channel's part in it. */
  const judge = (z: Float64Array, output: Float64Array): [number, number, Float64Array] => {
    if (scoring?.kind === 'label') {
      const probability = output.reduce((sum, p) => sum + p, 0) / output.length;
      return [probability / LABEL_CUT, probability, z.map(Math.abs)];
    }
    const row = residuals(z, output);
    if (charts) {
      const parts = charts(row);
      const score = parts.reduce((most, part) => Math.max(most, part), 0);
      return [score, 1 - 2 ** -score, parts];
    }
    const parts = row.residuals.map((r) => r * r);
    if (shape.architecture !== 'lstm_autoencoder') {
      const score = Math.sqrt(meanSquare(output));
      return [score, score, parts];
    }
    const score = meanSquare(row.residuals);
    const relative = Number.isFinite(threshold) && threshold > 0 ? score / threshold : score;
    return [score, 1 - 2 ** -relative, parts];
  };

  return {
    residuals,
    next(z, output) {
      const [score, display, parts] = judge(z, output);
      return { score, display, anomaly: score >= threshold, contributions: shares(parts, z, score) };
    },
  };
}

/** Moves every channel's charts on by one row and returns the strongest evidence of each. */
function openCharts(scoring: ResidualScoring): (row: Residuals) => Float64Array {
  const { lambda, soft } = scoring;
  const channels = scoring.mean.map((mean, j) => ({
    mean,
    stepScale: scoring.step_scale[j] as number,
    spreadMean: scoring.spread_mean[j] as number,
    level: 0,
    spread: scoring.spread_mean[j] as number,
    charts: [chartOf(scoring, 'level', j), chartOf(scoring, 'jump', j), chartOf(scoring, 'spread', j)],
  }));
  let before: Float64Array | undefined;
  return ({ residuals, inputs }) => {
    const parts = residuals.map((residual, j) => {
      const c = channels[j] as (typeof channels)[number];
      const d = residual - c.mean;
      c.level += lambda * (d - c.level);
      if (before) {
        const step = Math.abs((inputs[j] as number) - (before[j] as number)) / c.stepScale;
        c.spread += lambda * (Math.sqrt(step + soft) - c.spread);
      }
      const shown = [c.level, d, c.spread - c.spreadMean];
      return Math.max(...c.charts.map(({ gain, rate }, i) => gain * Math.log1p(rate * (shown[i] as number) ** 2)));
    });
    before = inputs;
    return parts;
  };
}

/** Shares of the score per feature. The part of the row as a whole goes to the sensors as far as each deviates. */
function shares(parts: Float64Array, z: Float64Array, score: number): Float64Array {
  const sum = parts.reduce((total, part) => total + part, 0);
  const deviations = z.reduce((total, value) => total + value * value, 0);
  const scale = sum > 0 ? score / sum : 0;
  const whole = parts[z.length] ?? 0;
  return z.map((value, f) => {
    const own = deviations > 0 ? (value * value) / deviations : 1 / z.length;
    return scale * ((parts[f] as number) + whole * own);
  });
}

function meanSquare(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v * v, 0) / values.length;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
