const FEWEST_BLOCKS = 5;
const FLOOR = 1e-12;

/**
 * Rows that count as one independent row: by how much the variance of block means exceeds what independent rows would
 * have, at the worst block length of 1, 2, 4, … that leaves five blocks. Blocks are taken from the end. O(n).
 */
export function decorrelationRows(values: Float64Array): number {
  const n = values.length;
  if (n === 0) return 1;
  const { mean, variance } = momentsOf(values);
  let worst = 1;
  for (let length = 2; Math.floor(n / length) >= FEWEST_BLOCKS; length *= 2) {
    const blocks = Math.floor(n / length);
    const first = n - blocks * length;
    let sum = 0;
    let squares = 0;
    for (let block = 0; block < blocks; block++) {
      let total = 0;
      const start = first + block * length;
      for (let i = start; i < start + length; i++) total += (values[i] as number) - mean;
      const blockMean = total / length;
      sum += blockMean;
      squares += blockMean * blockMean;
    }
    const spread = Math.max(0, squares - (sum * sum) / blocks) / (blocks - 1);
    worst = Math.max(worst, (length * spread) / Math.max(variance, FLOOR));
  }
  return worst;
}

function momentsOf(values: Float64Array): { mean: number; variance: number } {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / values.length;
  return { mean, variance };
}
