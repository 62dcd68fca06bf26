import { createHash } from 'node:crypto';
import { sigmoid } from '../oracle/activations.ts';
import { checkJob, JobInvalid, type Segment, type TrainingJob } from './job.ts';
import { PREDICTOR_OUTPUTS } from './model-shape.ts';
import { autoStride, countWindows, fitSequenceLength, validationStride, windowsPerUpdate } from './windows.ts';

/** A job made definite against its data: what an engine executes without deciding anything any more. */
export type Plan = {
  job: TrainingJob;
  rowCount: number;
  /** The sequence length used, which data too short for the wish have shortened. */
  steps: number;
  stride: number;
  validationStride: number;
  /** Windows computed for one update; fewer than the batch size where there is a stride. */
  batch: number;
  shuffle: boolean;
  train: Segment[];
  validation: Segment[];
  trainWindows: number;
  validationWindows: number;
  /** Targets per row, `targetWidth` each; an autoencoder has none, its window is its target. */
  targets: Float32Array<ArrayBuffer>;
  targetWidth: number;
  /** What the weights depend on, hashed, so that a checkpoint of another job is not taken for this one's. */
  fingerprint: string;
};

/**
 * Decides windows, stride and targets.
 *
 * Targets where none are given: a predictor learns the squashed first three sensors of the row after its window, a
 * sentinel the squashed mean of its row. A label is repeated for each of the predictor's three horizons.
 * @param rows [rowCount, features], normalized
 * @param labels one value per row, or three per row for a predictor, or nothing
 * @throws {JobInvalid} values out of range, sizes that do not fit, or not one window to learn from
 */
export function planTraining(job: TrainingJob, rows: Float32Array, labels?: Float32Array): Plan {
  if (rows.length % job.features !== 0) {
    throw new JobInvalid(`rows.f32 holds ${rows.length} values, which is no multiple of ${job.features} features`);
  }
  const rowCount = rows.length / job.features;
  checkJob(job, rowCount);
  const { targets, targetWidth, needsNextRow } = targetsOf(job, rows, rowCount, labels);
  const usable = (segments: Segment[]) =>
    segments
      .map(({ start, count }) => ({ start, count: needsNextRow ? count - 1 : count }))
      .filter(({ count }) => count > 0);
  for (const segment of [...job.train, ...job.validation]) checkFinite(rows, job.features, segment);
  const train = usable(job.train);
  const validation = usable(job.validation);
  const steps = fitSequenceLength(job.architecture, job.hyperparameters.sequence_length, train, validation);
  const trainWindows = countWindows(train, steps);
  const validationWindows = countWindows(validation, steps);
  if (trainWindows === 0) {
    throw new JobInvalid(
      `There is no window to learn from: ${job.architecture} needs at least ${needsNextRow ? 2 : 1} consecutive rows`,
    );
  }
  const wish = job.window_stride ?? 'auto';
  const stride = Math.min(trainWindows, wish === 'auto' ? autoStride(trainWindows, steps) : wish);
  const plan = {
    job,
    rowCount,
    steps,
    stride,
    validationStride: validationStride(validationWindows),
    batch: windowsPerUpdate(job.hyperparameters.batch_size, stride),
    shuffle: job.shuffle ?? true,
    train,
    validation,
    trainWindows,
    validationWindows,
    targets,
    targetWidth,
  };
  return { ...plan, fingerprint: fingerprint(plan, rows) };
}

function checkFinite(rows: Float32Array, features: number, { start, count }: Segment): void {
  for (let i = start * features; i < (start + count) * features; i++) {
    if (!Number.isFinite(rows[i]))
      throw new JobInvalid(`rows.f32: row ${Math.floor(i / features)} holds a value that is not a finite number`);
  }
}

function targetsOf(job: TrainingJob, rows: Float32Array, rowCount: number, labels: Float32Array | undefined) {
  const { architecture, features } = job;
  if (architecture === 'lstm_autoencoder') return { targets: new Float32Array(0), targetWidth: 0, needsNextRow: false };
  const targetWidth = architecture === 'gru_predictor' ? PREDICTOR_OUTPUTS : 1;
  const targets = new Float32Array(rowCount * targetWidth);
  if (labels) {
    const width = labels.length / rowCount;
    if (width !== 1 && width !== targetWidth) {
      throw new JobInvalid(
        `targets.f32 holds ${labels.length} values for ${rowCount} rows; ${architecture} takes 1 or ${targetWidth} a row`,
      );
    }
    for (let i = 0; i < targets.length; i++)
      targets[i] = labels[width === 1 ? Math.floor(i / targetWidth) : i] as number;
    return { targets, targetWidth, needsNextRow: false };
  }
  for (let row = 0; row < rowCount; row++) {
    if (architecture === 'sentinel') {
      const values = rows.subarray(row * features, (row + 1) * features);
      targets[row] = sigmoid(values.reduce((sum, value) => sum + value, 0) / features);
    } else {
      const next = Math.min(row + 1, rowCount - 1) * features;
      for (let k = 0; k < targetWidth; k++)
        targets[row * targetWidth + k] = sigmoid(rows[next + (k % features)] as number);
    }
  }
  return { targets, targetWidth, needsNextRow: architecture === 'gru_predictor' };
}

/** Epochs, patience and threads are left out: they may change between a run and its continuation. */
function fingerprint(plan: Omit<Plan, 'fingerprint'>, rows: Float32Array): string {
  const { threads: _, hyperparameters, ...job } = plan.job;
  const { epochs: _e, early_stopping_patience: _p, ...lasting } = hyperparameters;
  const described = JSON.stringify([
    job,
    lasting,
    plan.steps,
    plan.stride,
    plan.batch,
    plan.shuffle,
    plan.train,
    plan.validation,
  ]);
  const bytes = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return createHash('sha256')
    .update(described)
    .update(bytes(rows))
    .update(bytes(plan.targets))
    .digest('hex')
    .slice(0, 16);
}
