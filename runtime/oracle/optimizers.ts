import type { Optimizer } from '../training/index.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Everything an optimizer remembers; `step` counts updates made. SGD keeps the moments at zero. */
export type OptimizerState = { step: number; m: Float64Array; v: Float64Array };

export function optimizerState(parameters: number): OptimizerState {
  return { step: 0, m: new Float64Array(parameters), v: new Float64Array(parameters) };
}

/**
 * One update in place, PyTorch's formulas. Weight decay is decoupled and belongs to AdamW alone, as in the contract;
 * SGD has no momentum.
 */
export function update(
  weights: Float64Array,
  gradient: Float64Array,
  state: OptimizerState,
  options: { optimizer: Optimizer; learningRate: number; weightDecay: number },
): void {
  const { m, v } = state;
  const step = ++state.step;
  const rate = options.learningRate;
  const keep = options.optimizer === 'adamw' ? 1 - rate * options.weightDecay : 1;
  const size = rate / (1 - BETA1 ** step);
  const root = Math.sqrt(1 - BETA2 ** step);
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] as number;
    if (options.optimizer === 'sgd') {
      weights[i] = (weights[i] as number) - rate * g;
      continue;
    }
    const first = BETA1 * (m[i] as number) + (1 - BETA1) * g;
    const second = BETA2 * (v[i] as number) + (1 - BETA2) * g * g;
    m[i] = first;
    v[i] = second;
    weights[i] = (weights[i] as number) * keep - (size * first) / (Math.sqrt(second) / root + EPSILON);
  }
}
