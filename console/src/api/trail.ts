/** Two minutes at one report a second. */
const KEPT = 120;

/** The last values of one figure, oldest first; NaN where there was none. */
export type Trail = {
  add(value: number): void;
  /** Calls with every value and its place from 0 to `length() - 1`. */
  each(visit: (value: number, at: number) => void): void;
  length(): number;
  /** The greatest; 0 when there is none. */
  most(): number;
};

export function createTrail(kept = KEPT): Trail {
  const values = new Float64Array(kept);
  let length = 0;
  let next = 0;
  const at = (i: number) => values[(next - length + i + kept) % kept] as number;
  return {
    add(value) {
      values[next] = value;
      next = (next + 1) % kept;
      length = Math.min(kept, length + 1);
    },
    each(visit) {
      for (let i = 0; i < length; i++) visit(at(i), i);
    },
    length: () => length,
    most() {
      let most = 0;
      for (let i = 0; i < length; i++) if (at(i) > most) most = at(i);
      return most;
    },
  };
}
