/** Recurrent and dense layers for the quantizer's own runs: forward only, sized for a few thousand rows. */

export type CellWeights = { wih: Float64Array; whh: Float64Array; bih: Float64Array; bhh: Float64Array };
export type Sequence = { steps: number; rows: number };

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Hidden states [steps, rows, hidden] of one layer from a zero state. @param x [steps, rows, inputs] */
export function runCell(
  kind: 'lstm' | 'gru',
  w: CellWeights,
  x: Float64Array,
  { steps, rows }: Sequence,
): Float64Array {
  const gates = kind === 'lstm' ? 4 : 3;
  const hidden = w.bhh.length / gates;
  const width = gates * hidden;
  const size = rows * hidden;
  const h = new Float64Array(steps * size);
  const cell = new Float64Array(size);
  const fromX = dense(w.wih, w.bih, x, steps * rows);
  for (let t = 0; t < steps; t++) {
    const before = t === 0 ? new Float64Array(size) : h.subarray((t - 1) * size, t * size);
    const fromH = dense(w.whh, w.bhh, before, rows);
    for (let r = 0; r < rows; r++) {
      for (let u = 0; u < hidden; u++) {
        const at = r * width + u;
        const s = r * hidden + u;
        const inX = (g: number) => fromX[t * rows * width + at + g * hidden] as number;
        const inH = (g: number) => fromH[at + g * hidden] as number;
        if (kind === 'lstm') {
          const c =
            sigmoid(inX(1) + inH(1)) * (cell[s] as number) + sigmoid(inX(0) + inH(0)) * Math.tanh(inX(2) + inH(2));
          cell[s] = c;
          h[t * size + s] = sigmoid(inX(3) + inH(3)) * Math.tanh(c);
        } else {
          const z = sigmoid(inX(1) + inH(1));
          const n = Math.tanh(inX(2) + sigmoid(inX(0) + inH(0)) * inH(2));
          h[t * size + s] = (1 - z) * n + z * (before[s] as number);
        }
      }
    }
  }
  return h;
}

/** x·Wᵀ + b for `rows` rows; four outputs at a time, because four sums in flight take half the time of one. */
export function dense(weight: Float64Array, bias: Float64Array, x: Float64Array, rows: number): Float64Array {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const y = new Float64Array(rows * outputs);
  for (let o = 0; o < outputs; o += 4) {
    const some = Math.min(4, outputs - o);
    const at = (k: number) => Math.min(o + k, outputs - 1) * inputs;
    const [w0, w1, w2, w3] = [at(0), at(1), at(2), at(3)];
    for (let r = 0; r < rows; r++) {
      const row = r * inputs;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let i = 0; i < inputs; i++) {
        const v = x[row + i] as number;
        a += v * (weight[w0 + i] as number);
        b += v * (weight[w1 + i] as number);
        c += v * (weight[w2 + i] as number);
        d += v * (weight[w3 + i] as number);
      }
      const sums = [a, b, c, d];
      for (let k = 0; k < some; k++) y[r * outputs + o + k] = (sums[k] as number) + (bias[o + k] as number);
    }
  }
  return y;
}

/** What each step's recurrent product reads: the states one step earlier, zero before the first. */
export function delayed(h: Float64Array, { steps }: Sequence): Float64Array {
  const size = h.length / steps;
  const out = new Float64Array(h.length);
  out.set(h.subarray(0, h.length - size), size);
  return out;
}
