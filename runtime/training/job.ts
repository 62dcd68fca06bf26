import { ARCHITECTURES, type Architecture, type ModelShape } from './model-shape.ts';

export const OPTIMIZERS = ['adam', 'adamw', 'sgd'] as const;
export type Optimizer = (typeof OPTIMIZERS)[number];

export const LOSSES = ['mse', 'mae', 'bce'] as const;
export type Loss = (typeof LOSSES)[number];

/** The hyperparameters of the contract, under its names. */
export type Hyperparameters = {
  learning_rate: number;
  batch_size: number;
  epochs: number;
  hidden_dim: number;
  bottleneck_dim: number;
  num_layers: number;
  sequence_length: number;
  dropout: number;
  optimizer: Optimizer;
  loss: Loss;
  weight_decay: number;
  early_stopping_patience: number;
};

/** Consecutive rows without a gap in time. No window reaches across the end of one. */
export type Segment = { start: number; count: number };

/** Everything a training depends on besides the numbers in `rows.f32` and `targets.f32`. */
export type TrainingJob = {
  architecture: Architecture;
  /** Values per row of `rows.f32`. */
  features: number;
  hyperparameters: Hyperparameters;
  /** Same seed and same data, same model. An unsigned 32-bit number. */
  seed: number;
  /** Threads of the native engine. They change the speed, never the result. */
  threads: number;
  /** Rows to learn from, and rows to validate on; the latter may be empty. Split at gaps and between the sets. */
  train: Segment[];
  validation: Segment[];
  /** Windows start every so many rows, from another offset each epoch. `auto` (default) bounds the work of an epoch. */
  window_stride?: number | 'auto';
  /** Windows in a seeded random order, another each epoch. Default true. */
  shuffle?: boolean;
};

/** The job cannot be trained as it is; the message says which part of it and why. */
export class JobInvalid extends Error {
  override name = 'JobInvalid';
}

/** The contract's defaults. Optimizer and loss are those the architecture was published with. */
export function defaultHyperparameters(architecture: Architecture): Hyperparameters {
  return {
    learning_rate: 0.001,
    batch_size: 64,
    epochs: 100,
    hidden_dim: 64,
    bottleneck_dim: 32,
    num_layers: 2,
    sequence_length: 60,
    dropout: 0.1,
    optimizer: architecture === 'gru_predictor' ? 'adamw' : 'adam',
    loss: architecture === 'lstm_autoencoder' ? 'mse' : 'bce',
    weight_decay: 0.01,
    early_stopping_patience: 10,
  };
}

type Range = { min: number; max: number; integer?: true; minExclusive?: true; maxExclusive?: true };

/** Accepted numbers, so that whoever reads a request can refuse it before a job exists. */
export const HYPERPARAMETER_RANGES = {
  learning_rate: { min: 0, max: 1, minExclusive: true },
  batch_size: { min: 1, max: 4096, integer: true },
  epochs: { min: 1, max: 10_000, integer: true },
  hidden_dim: { min: 1, max: 1024, integer: true },
  bottleneck_dim: { min: 1, max: 1024, integer: true },
  num_layers: { min: 1, max: 8, integer: true },
  sequence_length: { min: 1, max: 1000, integer: true },
  dropout: { min: 0, max: 1, maxExclusive: true },
  weight_decay: { min: 0, max: Number.MAX_VALUE },
  early_stopping_patience: { min: 0, max: Number.MAX_SAFE_INTEGER, integer: true },
} as const satisfies Partial<Record<keyof Hyperparameters, Range>>;

/** What is wrong with hyperparameters, one sentence each; empty when nothing is. */
export function hyperparameterProblems(values: Hyperparameters): string[] {
  const problems: string[] = [];
  for (const [name, range] of Object.entries(HYPERPARAMETER_RANGES) as [keyof typeof HYPERPARAMETER_RANGES, Range][]) {
    const value = values[name];
    const below = range.minExclusive ? value <= range.min : value < range.min;
    const above = range.maxExclusive ? value >= range.max : value > range.max;
    if (!Number.isFinite(value) || below || above || (range.integer && !Number.isInteger(value))) {
      const kind = range.integer ? 'an integer' : 'a number';
      const from = range.minExclusive ? `above ${range.min}` : `at least ${range.min}`;
      const to =
        range.max >= Number.MAX_SAFE_INTEGER ? '' : ` and ${range.maxExclusive ? 'below' : 'at most'} ${range.max}`;
      problems.push(`${name} must be ${kind} ${from}${to}, not ${value}`);
    }
  }
  if (!OPTIMIZERS.includes(values.optimizer))
    problems.push(`optimizer must be one of ${OPTIMIZERS.join(', ')}, not ${values.optimizer}`);
  if (!LOSSES.includes(values.loss)) problems.push(`loss must be one of ${LOSSES.join(', ')}, not ${values.loss}`);
  return problems;
}

/** @throws {JobInvalid} */
export function checkJob(job: TrainingJob, rowCount: number): void {
  const problems = hyperparameterProblems(job.hyperparameters);
  const whole = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max;
  if (!ARCHITECTURES.includes(job.architecture))
    problems.push(`architecture must be one of ${ARCHITECTURES.join(', ')}, not ${job.architecture}`);
  if (!whole(job.features, 1, 4096)) problems.push(`features must be an integer from 1 to 4096, not ${job.features}`);
  if (!whole(job.seed, 0, 0xffffffff)) problems.push(`seed must be an unsigned 32-bit integer, not ${job.seed}`);
  if (!whole(job.threads, 1, 256)) problems.push(`threads must be an integer from 1 to 256, not ${job.threads}`);
  const stride = job.window_stride ?? 'auto';
  if (stride !== 'auto' && !whole(stride, 1, 0xffffffff))
    problems.push(`window_stride must be 'auto' or a positive integer, not ${stride}`);
  for (const [set, segments] of [['train', job.train] as const, ['validation', job.validation] as const]) {
    const outside = segments.find((s) => !whole(s.start, 0, rowCount) || !whole(s.count, 0, rowCount - s.start));
    if (outside)
      problems.push(
        `a ${set} segment of ${outside.count} rows from ${outside.start} lies outside the ${rowCount} rows given`,
      );
  }
  if (problems.length) throw new JobInvalid(`This training job is not valid: ${problems.join('; ')}`);
}

export function shapeOf(job: TrainingJob): ModelShape {
  const { hidden_dim, bottleneck_dim, num_layers } = job.hyperparameters;
  return {
    architecture: job.architecture,
    features: job.features,
    hidden: hidden_dim,
    bottleneck: bottleneck_dim,
    layers: num_layers,
  };
}
