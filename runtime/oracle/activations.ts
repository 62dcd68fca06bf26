export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : 1 - 1 / (1 + Math.exp(x));
}

/** In place; the derivative is 1 where the value kept is positive. */
export function relu(values: Float64Array): Float64Array {
  for (let i = 0; i < values.length; i++) if ((values[i] as number) < 0) values[i] = 0;
  return values;
}

export function reluBackward(outputs: Float64Array, d: Float64Array): Float64Array {
  for (let i = 0; i < d.length; i++) if ((outputs[i] as number) <= 0) d[i] = 0;
  return d;
}

export function sigmoidAll(values: Float64Array): Float64Array {
  return values.map(sigmoid);
}
