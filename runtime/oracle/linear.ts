/** Plain loops over row-major matrices. Slow on purpose: they are what the fast kernels are compared with. */

/** out[r,o] += Σ_i x[r,i]·w[o,i] */
export function addProduct(
  out: Float64Array,
  x: Float64Array,
  w: Float64Array,
  rows: number,
  inputs: number,
  outputs: number,
) {
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let i = 0, a = r * inputs, b = o * inputs; i < inputs; i++)
        sum += (x[a + i] as number) * (w[b + i] as number);
      out[r * outputs + o] = (out[r * outputs + o] as number) + sum;
    }
  }
}

/** dx[r,i] += Σ_o dy[r,o]·w[o,i] */
export function addProductBackward(
  dx: Float64Array,
  dy: Float64Array,
  w: Float64Array,
  rows: number,
  inputs: number,
  outputs: number,
) {
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) {
      const d = dy[r * outputs + o] as number;
      if (d === 0) continue;
      for (let i = 0, a = r * inputs, b = o * inputs; i < inputs; i++) {
        dx[a + i] = (dx[a + i] as number) + d * (w[b + i] as number);
      }
    }
  }
}

/** dw[o,i] += Σ_r dy[r,o]·x[r,i] */
export function addOuterProduct(
  dw: Float64Array,
  dy: Float64Array,
  x: Float64Array,
  rows: number,
  inputs: number,
  outputs: number,
) {
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) {
      const d = dy[r * outputs + o] as number;
      if (d === 0) continue;
      for (let i = 0, a = r * inputs, b = o * inputs; i < inputs; i++) {
        dw[b + i] = (dw[b + i] as number) + d * (x[a + i] as number);
      }
    }
  }
}

export function addColumnSums(sums: Float64Array, dy: Float64Array, rows: number, outputs: number) {
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) sums[o] = (sums[o] as number) + (dy[r * outputs + o] as number);
  }
}

/** Parameters and their gradients of one Linear: `weight` [outputs, inputs], `bias` [outputs]. */
export type LinearWeights = { weight: Float64Array; bias: Float64Array };

/** y = x·Wᵀ + b for `rows` rows. */
export function linear(p: LinearWeights, x: Float64Array, rows: number): Float64Array {
  const outputs = p.bias.length;
  const y = new Float64Array(rows * outputs);
  for (let r = 0; r < rows; r++) y.set(p.bias, r * outputs);
  addProduct(y, x, p.weight, rows, x.length / rows, outputs);
  return y;
}

/** Adds the gradients of a Linear to `g` and returns dx. */
export function linearBackward(
  p: LinearWeights,
  g: LinearWeights,
  x: Float64Array,
  dy: Float64Array,
  rows: number,
): Float64Array {
  const inputs = x.length / rows;
  const outputs = p.bias.length;
  const dx = new Float64Array(x.length);
  addProductBackward(dx, dy, p.weight, rows, inputs, outputs);
  addOuterProduct(g.weight, dy, x, rows, inputs, outputs);
  addColumnSums(g.bias, dy, rows, outputs);
  return dx;
}
