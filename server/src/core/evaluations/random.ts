/** Numbers from 0 to below 1 that look random; the same seed gives the same ones (splitmix32). */
export type Random = {
  next(): number;
  between(from: number, to: number): number;
  /** An integer from 0 to below `count`. */
  index(count: number): number;
  sign(): 1 | -1;
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    index: (count) => Math.floor(next() * count),
    sign: () => (next() < 0.5 ? -1 : 1),
  };
}
