/** Dense linear algebra on small row-major matrices, as calibrated rounding needs it. */

/** AᵀB / n for A [n × a] and B [n × b]: how inputs vary together. Two samples at a time, to load each sum once. */
export function gram(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const [p, q] = [a.length / n, b.length / n];
  const out = new Float64Array(p * q);
  for (let r = 0; r < n; r += 2) {
    const second = r + 1 < n ? r + 1 : r;
    const [b0, b1] = [r * q, second * q];
    for (let i = 0; i < p; i++) {
      const x = a[r * p + i] as number;
      const y = second === r ? 0 : (a[second * p + i] as number);
      const row = i * q;
      for (let j = 0; j < q; j++)
        out[row + j] = (out[row + j] as number) + x * (b[b0 + j] as number) + y * (b[b1 + j] as number);
    }
  }
  return out.map((sum) => sum / n);
}

/** The lower triangle L of a symmetric positive matrix, L·Lᵀ = M. */
export function cholesky(m: Float64Array, size: number): Float64Array {
  const l = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = m[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (l[i * size + k] as number) * (l[j * size + k] as number);
      l[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / (l[j * size + j] as number);
    }
  }
  return l;
}

/** Solves L·Lᵀ·x = b in place. */
export function solveCholesky(l: Float64Array, size: number, b: Float64Array): Float64Array {
  for (let i = 0; i < size; i++) {
    let sum = b[i] as number;
    for (let k = 0; k < i; k++) sum -= (l[i * size + k] as number) * (b[k] as number);
    b[i] = sum / (l[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (l[k * size + i] as number) * (b[k] as number);
    b[i] = sum / (l[i * size + i] as number);
  }
  return b;
}

/** M⁻¹ from M's Cholesky factor. */
export function inverse(l: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const unit = new Float64Array(size);
    unit[i] = 1;
    out.set(solveCholesky(l, size, unit), i * size);
  }
  return out;
}
