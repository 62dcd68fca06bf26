/** A seeded source of chance: the same seed tells the same story again. */
export type Random = {
  /** Uniform in 0 … 1, 1 excluded. */
  next(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  whole(low: number, high: number): number;
  /** A waiting time with this mean, in whole ticks, at least 1: what comes by itself comes memorylessly. */
  ticks(mean: number): number;
  chance(share: number): boolean;
};

export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    ticks: (mean) => Math.max(1, Math.round(-Math.log(1 - next()) * mean)),
    chance: (share) => next() < share,
  };
}
