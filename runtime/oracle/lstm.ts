import { sigmoid } from './activations.ts';
import { addColumnSums, addOuterProduct, addProduct, addProductBackward } from './linear.ts';

/** Parameters, or gradients, of one recurrent layer: gates × hidden rows each. */
export type RecurrentWeights = { wih: Float64Array; whh: Float64Array; bih: Float64Array; bhh: Float64Array };

/** Sizes of one pass: sequences are [steps, rows, …], time-major. */
export type Pass = { steps: number; rows: number; inputs: number; hidden: number };

/** What a layer keeps of its forward pass: outputs, cells, and the activated gates i f g o. */
export type LstmTrace = { x: Float64Array; h: Float64Array; c: Float64Array; gates: Float64Array };

/** One LSTM layer from zero states, PyTorch's conventions. @param x [steps, rows, inputs] */
export function lstm(p: RecurrentWeights, x: Float64Array, { steps, rows, inputs, hidden }: Pass): LstmTrace {
  const size = rows * hidden;
  const trace = {
    x,
    h: new Float64Array(steps * size),
    c: new Float64Array(steps * size),
    gates: new Float64Array(steps * size * 4),
  };
  for (let t = 0; t < steps; t++) {
    const gates = trace.gates.subarray(t * size * 4, (t + 1) * size * 4);
    for (let i = 0; i < gates.length; i++)
      gates[i] = (p.bih[i % (4 * hidden)] as number) + (p.bhh[i % (4 * hidden)] as number);
    addProduct(gates, x.subarray(t * rows * inputs, (t + 1) * rows * inputs), p.wih, rows, inputs, 4 * hidden);
    if (t > 0) addProduct(gates, trace.h.subarray((t - 1) * size, t * size), p.whh, rows, hidden, 4 * hidden);
    for (let r = 0; r < rows; r++) {
      for (let u = 0; u < hidden; u++) {
        const at = r * 4 * hidden + u;
        const i = sigmoid(gates[at] as number);
        const f = sigmoid(gates[at + hidden] as number);
        const g = Math.tanh(gates[at + 2 * hidden] as number);
        const o = sigmoid(gates[at + 3 * hidden] as number);
        gates[at] = i;
        gates[at + hidden] = f;
        gates[at + 2 * hidden] = g;
        gates[at + 3 * hidden] = o;
        const n = t * size + r * hidden + u;
        const cell = f * (t > 0 ? (trace.c[n - size] as number) : 0) + i * g;
        trace.c[n] = cell;
        trace.h[n] = o * Math.tanh(cell);
      }
    }
  }
  return trace;
}

/** Adds this layer's gradients to `grad` and returns dx. @param dh gradient at every output, [steps, rows, hidden] */
export function lstmBackward(
  p: RecurrentWeights,
  grad: RecurrentWeights,
  trace: LstmTrace,
  dh: Float64Array,
  pass: Pass,
): Float64Array {
  const { steps, rows, inputs, hidden } = pass;
  const size = rows * hidden;
  const dx = new Float64Array(steps * rows * inputs);
  let carryH = new Float64Array(size);
  const carryC = new Float64Array(size);
  const d = new Float64Array(size * 4);
  for (let t = steps - 1; t >= 0; t--) {
    for (let r = 0; r < rows; r++) {
      for (let u = 0; u < hidden; u++) {
        const s = r * hidden + u;
        const n = t * size + s;
        const at = r * 4 * hidden + u;
        const a = t * size * 4 + at;
        const i = trace.gates[a] as number;
        const f = trace.gates[a + hidden] as number;
        const g = trace.gates[a + 2 * hidden] as number;
        const o = trace.gates[a + 3 * hidden] as number;
        const squashed = Math.tanh(trace.c[n] as number);
        const dOut = (dh[n] as number) + (carryH[s] as number);
        const dCell = dOut * o * (1 - squashed * squashed) + (carryC[s] as number);
        d[at] = dCell * g * i * (1 - i);
        d[at + hidden] = dCell * (t > 0 ? (trace.c[n - size] as number) : 0) * f * (1 - f);
        d[at + 2 * hidden] = dCell * i * (1 - g * g);
        d[at + 3 * hidden] = dOut * squashed * o * (1 - o);
        carryC[s] = dCell * f;
      }
    }
    const x = trace.x.subarray(t * rows * inputs, (t + 1) * rows * inputs);
    addOuterProduct(grad.wih, d, x, rows, inputs, 4 * hidden);
    addColumnSums(grad.bih, d, rows, 4 * hidden);
    addColumnSums(grad.bhh, d, rows, 4 * hidden);
    addProductBackward(dx.subarray(t * rows * inputs, (t + 1) * rows * inputs), d, p.wih, rows, inputs, 4 * hidden);
    carryH = new Float64Array(size);
    if (t > 0) {
      addOuterProduct(grad.whh, d, trace.h.subarray((t - 1) * size, t * size), rows, hidden, 4 * hidden);
      addProductBackward(carryH, d, p.whh, rows, hidden, 4 * hidden);
    }
  }
  return dx;
}
