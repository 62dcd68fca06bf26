import type { ModelShape } from '../training/model-shape.ts';
import { type Model, ModelFileInvalid } from './types.ts';

/** Per channel: variance of what a chart shows on normal rows, from how many independent rows it is known, and what
 * raises its limit where normal rows stray further than assumed. */
export type ChartParameters = { variance: number[]; dof: number[]; guard: number[] };

/** Three control charts per channel of residuals; docs/scoring.md explains each number. */
export type ResidualScoring = {
  version: 2;
  kind: 'residual';
  lambda: number;
  soft: number;
  limit: number;
  /** One entry per channel here and below; see `channelNames`. */
  channels: string[];
  monitored: boolean[];
  mean: number[];
  step_scale: number[];
  spread_mean: number[];
  level: ChartParameters;
  jump: ChartParameters;
  spread: ChartParameters;
};

/** The model was trained on labels: its outputs are probabilities of the label. */
export type LabelScoring = { version: 2; kind: 'label' };

export type Scoring = ResidualScoring | LabelScoring;

const CHARTS = ['level', 'jump', 'spread'] as const;

/** The name of a sentinel's channel that is no sensor: how far the row is from what the model says of it. */
export const ROW_CHANNEL = 'row';

/** Names of a model's residuals: its sensors, and without labels a sentinel's own. */
export function channelNames({ shape, columns, scoring }: Pick<Model, 'shape' | 'columns' | 'scoring'>): string[] {
  return shape.architecture === 'sentinel' && scoring?.kind !== 'label' ? [...columns, ROW_CHANNEL] : columns;
}

/**
 * Checks the `scoring` of a model.
 * @throws {ModelFileInvalid} it does not fit the model or holds numbers that cannot be
 */
export function checkScoring(scoring: Scoring, shape: ModelShape): void {
  const fail = (why: string) => {
    throw new ModelFileInvalid(`The model's scoring cannot be used: ${why}`);
  };
  if (scoring.version !== 2) fail(`its version is ${String(scoring.version)}, this program knows version 2`);
  if (scoring.kind === 'label') {
    if (shape.architecture === 'lstm_autoencoder') fail('an autoencoder has no output for a label');
    return;
  }
  if (scoring.kind !== 'residual') fail(`its kind is ${JSON.stringify((scoring as { kind: unknown }).kind)}`);
  const channels = shape.features + (shape.architecture === 'sentinel' ? 1 : 0);
  const each = (name: string, values: unknown, fits: (v: number) => boolean, type = 'number') => {
    if (!Array.isArray(values) || values.length !== channels || !values.every((v) => typeof v === type && fits(v)))
      fail(`${name} must have ${channels} values that make sense`);
  };
  const positive = (v: number) => Number.isFinite(v) && v > 0;
  each('channels', scoring.channels, () => true, 'string');
  each('monitored', scoring.monitored, () => true, 'boolean');
  each('mean', scoring.mean, Number.isFinite);
  each('step_scale', scoring.step_scale, positive);
  each('spread_mean', scoring.spread_mean, Number.isFinite);
  for (const chart of CHARTS)
    for (const name of ['variance', 'dof', 'guard'] as const)
      each(`${chart}.${name}`, scoring[chart]?.[name], positive);
  const { lambda, soft, limit } = scoring;
  if (!(positive(lambda) && lambda <= 1 && positive(soft) && positive(limit)))
    fail('lambda, soft and limit must be above 0, and lambda at most 1');
}

/** A chart as the programs use it: evidence relative to its limit is gain · ln(1 + rate · x²). */
export type Chart = { gain: number; rate: number };

/**
 * The squared normal deviate with the tail of a Student t (Wallace's approximation), relative to the limit:
 * ((8ν+1)/(8ν+3))² · ν · ln(1 + x²/(ν v)) / (limit · guard). Channels that are not monitored never show any.
 */
export function chartOf(scoring: ResidualScoring, name: (typeof CHARTS)[number], channel: number): Chart {
  if (!scoring.monitored[channel]) return { gain: 0, rate: 0 };
  const { variance, dof, guard } = scoring[name];
  const [v, nu, g] = [variance[channel], dof[channel], guard[channel]] as [number, number, number];
  return { gain: (((8 * nu + 1) / (8 * nu + 3)) ** 2 * nu) / (scoring.limit * g), rate: 1 / (nu * v) };
}

/** The scoring as the numbers `runtime/inference/score.c` reads. */
export function scoringNumbers(model: Model): { kind: number; values: number[] } {
  const { scoring } = model;
  if (scoring?.kind === 'label') return { kind: 2, values: [1] };
  if (!scoring) return { kind: 0, values: [plainThreshold(model)] };
  const channels = scoring.mean.map((mean, j) => [
    mean,
    scoring.step_scale[j] as number,
    scoring.spread_mean[j] as number,
    ...CHARTS.flatMap((name) => {
      const { gain, rate } = chartOf(scoring, name, j);
      return [gain, rate];
    }),
  ]);
  return { kind: 1, values: [scoring.lambda, scoring.soft, ...channels.flat()] };
}

/** Threshold of a model nobody calibrated: the file's, or ½ for models that give out probabilities. */
export function plainThreshold({ threshold, shape }: Pick<Model, 'threshold' | 'shape'>): number {
  return threshold ?? (shape.architecture === 'lstm_autoencoder' ? Number.POSITIVE_INFINITY : 0.5);
}
