import { sigmoid } from './activations.ts';
import { addColumnSums, addOuterProduct, addProduct, addProductBackward } from './linear.ts';
import type { Pass, RecurrentWeights } from './lstm.ts';

/** What a layer keeps: outputs, the activated gates r z n, and W_hn·h + b_hn, which r multiplies. */
export type GruTrace = { x: Float64Array; h: Float64Array; gates: Float64Array; hn: Float64Array };

/** One GRU layer from a zero state, PyTorch's conventions: n = tanh(W_in·x + b_in + r ∘ (W_hn·h + b_hn)). */
export function gru(p: RecurrentWeights, x: Float64Array, { steps, rows, inputs, hidden }: Pass): GruTrace {
  const size = rows * hidden;
  const trace = {
    x,
    h: new Float64Array(steps * size),
    gates: new Float64Array(steps * size * 3),
    hn: new Float64Array(steps * size),
  };
  const fromX = new Float64Array(size * 3);
  const fromH = new Float64Array(size * 3);
  for (let t = 0; t < steps; t++) {
    for (let r = 0; r < rows; r++) {
      fromX.set(p.bih, r * 3 * hidden);
      fromH.set(p.bhh, r * 3 * hidden);
    }
    addProduct(fromX, x.subarray(t * rows * inputs, (t + 1) * rows * inputs), p.wih, rows, inputs, 3 * hidden);
    if (t > 0) addProduct(fromH, trace.h.subarray((t - 1) * size, t * size), p.whh, rows, hidden, 3 * hidden);
    for (let k = 0; k < rows; k++) {
      for (let u = 0; u < hidden; u++) {
        const at = k * 3 * hidden + u;
        const a = t * size * 3 + at;
        const n = t * size + k * hidden + u;
        const reset = sigmoid((fromX[at] as number) + (fromH[at] as number));
        const update = sigmoid((fromX[at + hidden] as number) + (fromH[at + hidden] as number));
        const hn = fromH[at + 2 * hidden] as number;
        const candidate = Math.tanh((fromX[at + 2 * hidden] as number) + reset * hn);
        trace.gates[a] = reset;
        trace.gates[a + hidden] = update;
        trace.gates[a + 2 * hidden] = candidate;
        trace.hn[n] = hn;
        trace.h[n] = (1 - update) * candidate + update * (t > 0 ? (trace.h[n - size] as number) : 0);
      }
    }
  }
  return trace;
}

/** Adds this layer's gradients to `grad` and returns dx. @param dh gradient at every output, [steps, rows, hidden] */
export function gruBackward(
  p: RecurrentWeights,
  grad: RecurrentWeights,
  trace: GruTrace,
  dh: Float64Array,
  pass: Pass,
): Float64Array {
  const { steps, rows, inputs, hidden } = pass;
  const size = rows * hidden;
  const dx = new Float64Array(steps * rows * inputs);
  let carry = new Float64Array(size);
  const dX = new Float64Array(size * 3);
  const dH = new Float64Array(size * 3);
  for (let t = steps - 1; t >= 0; t--) {
    const next = new Float64Array(size);
    for (let k = 0; k < rows; k++) {
      for (let u = 0; u < hidden; u++) {
        const s = k * hidden + u;
        const n = t * size + s;
        const at = k * 3 * hidden + u;
        const a = t * size * 3 + at;
        const reset = trace.gates[a] as number;
        const update = trace.gates[a + hidden] as number;
        const candidate = trace.gates[a + 2 * hidden] as number;
        const before = t > 0 ? (trace.h[n - size] as number) : 0;
        const dOut = (dh[n] as number) + (carry[s] as number);
        const dCandidate = dOut * (1 - update) * (1 - candidate * candidate);
        dX[at] = dCandidate * (trace.hn[n] as number) * reset * (1 - reset);
        dX[at + hidden] = dOut * (before - candidate) * update * (1 - update);
        dX[at + 2 * hidden] = dCandidate;
        dH[at] = dX[at] as number;
        dH[at + hidden] = dX[at + hidden] as number;
        dH[at + 2 * hidden] = dCandidate * reset;
        next[s] = dOut * update;
      }
    }
    const x = trace.x.subarray(t * rows * inputs, (t + 1) * rows * inputs);
    addOuterProduct(grad.wih, dX, x, rows, inputs, 3 * hidden);
    addColumnSums(grad.bih, dX, rows, 3 * hidden);
    addColumnSums(grad.bhh, dH, rows, 3 * hidden);
    addProductBackward(dx.subarray(t * rows * inputs, (t + 1) * rows * inputs), dX, p.wih, rows, inputs, 3 * hidden);
    if (t > 0) {
      addOuterProduct(grad.whh, dH, trace.h.subarray((t - 1) * size, t * size), rows, hidden, 3 * hidden);
      addProductBackward(next, dH, p.whh, rows, hidden, 3 * hidden);
    }
    carry = next;
  }
  return dx;
}
