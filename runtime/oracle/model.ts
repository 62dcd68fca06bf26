import { type ModelShape, PREDICTOR_OUTPUTS, SENTINEL_WIDTHS } from '../training/index.ts';
import { relu, reluBackward, sigmoidAll } from './activations.ts';
import { type Dropout, dropout } from './dropout.ts';
import { linear, linearBackward } from './linear.ts';
import { stack, stackBackward, topOutputs } from './stack.ts';
import { type Tensors, viewTensors } from './tensors.ts';

/** No unit is dropped: validation, evaluation, and training with dropout 0. */
export const NO_DROPOUT: Dropout = { rate: 0, key: () => 0 };

/** A forward pass that can be differentiated: `backward` adds to the flat `gradient` what `dy` at the outputs causes. */
export type Differentiable = { outputs: Float64Array; backward(dy: Float64Array, gradient: Float64Array): void };

/**
 * Runs a model on a batch.
 * @param x [steps, rows, features], time-major; a sentinel has one step
 * @returns outputs: autoencoder [steps, rows, features], predictor [rows, 3], sentinel [rows, 1]
 */
export function forward(
  shape: ModelShape,
  weights: Float64Array,
  x: Float64Array,
  steps: number,
  rows: number,
  d = NO_DROPOUT,
): Differentiable {
  const w = viewTensors(shape, weights);
  if (shape.architecture === 'lstm_autoencoder') return autoencoder(shape, w, x, steps, rows, d);
  if (shape.architecture === 'gru_predictor') return predictor(shape, w, x, steps, rows, d);
  return sentinel(shape, w, x, rows, d);
}

function autoencoder(
  shape: ModelShape,
  w: Tensors,
  x: Float64Array,
  steps: number,
  rows: number,
  d: Dropout,
): Differentiable {
  const { features, hidden, layers } = shape;
  const size = rows * hidden;
  const encoder = stack('lstm', w.recurrent('encoder'), x, { steps, rows, inputs: features, hidden }, d, 0);
  const last = topOutputs(encoder).subarray((steps - 1) * size);
  const narrow = linear(w.linear('to_bottleneck'), last, rows);
  const wide = linear(w.linear('from_bottleneck'), narrow, rows);
  const repeated = new Float64Array(steps * size);
  for (let t = 0; t < steps; t++) repeated.set(wide, t * size);
  const decoder = stack(
    'lstm',
    w.recurrent('decoder'),
    repeated,
    { steps, rows, inputs: hidden, hidden },
    d,
    layers - 1,
  );
  const top = topOutputs(decoder);

  return {
    outputs: linear(w.linear('output'), top, steps * rows),
    backward(dy, gradient) {
      const g = viewTensors(shape, gradient);
      const dTop = linearBackward(w.linear('output'), g.linear('output'), top, dy, steps * rows);
      const dRepeated = stackBackward(w.recurrent('decoder'), g.recurrent('decoder'), decoder, dTop, d);
      const dWide = new Float64Array(size);
      for (let i = 0; i < dRepeated.length; i++)
        dWide[i % size] = (dWide[i % size] as number) + (dRepeated[i] as number);
      const dNarrow = linearBackward(w.linear('from_bottleneck'), g.linear('from_bottleneck'), narrow, dWide, rows);
      const dLast = linearBackward(w.linear('to_bottleneck'), g.linear('to_bottleneck'), last, dNarrow, rows);
      const dEncoded = new Float64Array(steps * size);
      dEncoded.set(dLast, (steps - 1) * size);
      stackBackward(w.recurrent('encoder'), g.recurrent('encoder'), encoder, dEncoded, d);
    },
  };
}

function predictor(
  shape: ModelShape,
  w: Tensors,
  x: Float64Array,
  steps: number,
  rows: number,
  d: Dropout,
): Differentiable {
  const { features, hidden, layers } = shape;
  const size = rows * hidden;
  const encoder = stack('gru', w.recurrent('gru'), x, { steps, rows, inputs: features, hidden }, d, 0);
  const last = topOutputs(encoder).subarray((steps - 1) * size);
  const head = relu(linear(w.linear('fc1'), last, rows));
  const dropped = dropout(head.slice(), d, layers - 1, 1, rows);
  const outputs = sigmoidAll(linear(w.linear('fc2'), dropped, rows));

  return {
    outputs,
    backward(dy, gradient) {
      const g = viewTensors(shape, gradient);
      const dHead = linearBackward(w.linear('fc2'), g.linear('fc2'), dropped, throughSigmoid(outputs, dy), rows);
      reluBackward(head, dropout(dHead, d, layers - 1, 1, rows));
      const dEncoded = new Float64Array(steps * size);
      dEncoded.set(linearBackward(w.linear('fc1'), g.linear('fc1'), last, dHead, rows), (steps - 1) * size);
      stackBackward(w.recurrent('gru'), g.recurrent('gru'), encoder, dEncoded, d);
    },
  };
}

function sentinel(shape: ModelShape, w: Tensors, x: Float64Array, rows: number, d: Dropout): Differentiable {
  const first = relu(linear(w.linear('fc1'), x, rows));
  const firstDropped = dropout(first.slice(), d, 0, 1, rows);
  const second = relu(linear(w.linear('fc2'), firstDropped, rows));
  const secondDropped = dropout(second.slice(), d, 1, 1, rows);
  const outputs = sigmoidAll(linear(w.linear('fc3'), secondDropped, rows));

  return {
    outputs,
    backward(dy, gradient) {
      const g = viewTensors(shape, gradient);
      const dSecond = linearBackward(
        w.linear('fc3'),
        g.linear('fc3'),
        secondDropped,
        throughSigmoid(outputs, dy),
        rows,
      );
      reluBackward(second, dropout(dSecond, d, 1, 1, rows));
      const dFirst = linearBackward(w.linear('fc2'), g.linear('fc2'), firstDropped, dSecond, rows);
      reluBackward(first, dropout(dFirst, d, 0, 1, rows));
      linearBackward(w.linear('fc1'), g.linear('fc1'), x, dFirst, rows);
    },
  };
}

function throughSigmoid(outputs: Float64Array, dy: Float64Array): Float64Array {
  return dy.map((d, i) => d * (outputs[i] as number) * (1 - (outputs[i] as number)));
}

/** Values a model gives per sample of one window. */
export function outputsPerSample(shape: ModelShape, steps: number): number {
  if (shape.architecture === 'lstm_autoencoder') return steps * shape.features;
  return shape.architecture === 'gru_predictor' ? PREDICTOR_OUTPUTS : (SENTINEL_WIDTHS[2] as number);
}
