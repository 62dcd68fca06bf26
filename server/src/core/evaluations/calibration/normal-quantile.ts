/** The standard normal deviate above which a share `p` of draws lies, for 0 < p ≤ 0.5; good to about 1e-13. */
export function upperNormalQuantile(p: number): number {
  // Newton's method on the logarithm of the tail, which is nearly a parabola.
  let x = Math.sqrt(Math.max(0, -2 * Math.log(2 * p)));
  for (let i = 0; i < 40; i++) {
    const tail = upperNormalTail(x);
    const step = (Math.log(tail / p) * tail) / normalDensity(x);
    x += step;
    if (Math.abs(step) < 1e-14 * (1 + x)) break;
  }
  return x;
}

/** Share of draws above x ≥ 0: a series up to 3, a continued fraction beyond. */
function upperNormalTail(x: number): number {
  if (x < 3) {
    let term = x;
    let sum = x;
    for (let i = 1; term > 1e-17 * sum; i++) {
      term *= (x * x) / (2 * i + 1);
      sum += term;
    }
    return 0.5 - normalDensity(x) * sum;
  }
  let fraction = x;
  for (let i = 60; i > 0; i--) fraction = x + i / fraction;
  return normalDensity(x) / fraction;
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
