import { readFileSync } from 'node:fs';
import { type ModelShape, parameterLayout } from '../training/index.ts';

/** Numbers PyTorch computed in double precision, arranged the way our code takes them. */
export type Reference = {
  shape: ModelShape;
  steps: number;
  rows: number;
  optimizer: 'adam' | 'adamw';
  loss: 'mse' | 'bce';
  weights: Float64Array;
  /** Window-major [rows, steps, features], as PyTorch's batch_first has it. */
  input: Float64Array;
  target: Float64Array;
  outputs: Float64Array;
  firstLoss: number;
  gradient: Float64Array;
  losses: number[];
  weightsAfter3Steps: Float64Array;
};

export const LEARNING_RATE = 0.01;
export const WEIGHT_DECAY = 0.01;

export function readReference(architecture: ModelShape['architecture']): Reference {
  const json = JSON.parse(readFileSync(new URL(`fixtures/${architecture}.json`, import.meta.url), 'utf8'));
  const { features, hidden, bottleneck, layers, steps, batch } = json.shape;
  const shape: ModelShape = { architecture, features, hidden, bottleneck, layers };
  const flat = (values: Record<string, number[] | { data: number[] }>) =>
    Float64Array.from(
      parameterLayout(shape).flatMap(({ name }) => {
        const tensor = values[name];
        return Array.isArray(tensor) ? tensor : (tensor?.data ?? []);
      }),
    );
  return {
    shape,
    steps: architecture === 'sentinel' ? 1 : steps,
    rows: batch,
    optimizer: architecture === 'gru_predictor' ? 'adamw' : 'adam',
    loss: architecture === 'lstm_autoencoder' ? 'mse' : 'bce',
    weights: flat(json.parameters),
    input: Float64Array.from(json.input.data as number[]),
    target: Float64Array.from(json.target.data as number[]),
    outputs: Float64Array.from(json.output.data as number[]),
    firstLoss: json.loss,
    gradient: flat(json.gradients),
    losses: json.losses_of_3_steps,
    weightsAfter3Steps: flat(json.parameters_after_3_steps),
  };
}

/** [rows, steps, width] → [steps, rows, width]; its own inverse with `rows` and `steps` swapped. */
export function timeMajor(values: Float64Array, rows: number, steps: number): Float64Array {
  const width = values.length / (rows * steps);
  const out = new Float64Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < steps; t++) {
      out.set(values.subarray((r * steps + t) * width, (r * steps + t + 1) * width), (t * rows + r) * width);
    }
  }
  return out;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] as number) - (b[i] as number));
    if (!(difference <= worst)) worst = difference;
  }
  return worst;
}
