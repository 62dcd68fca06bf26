/** Takes one of what a key has left; false when nothing is. */
export type Allowances = { take(key: string): boolean };

const MOST_KEYS = 10_000;

/** `burst` for each key at first, coming back at `perSecond`. Keys that have all of it again are forgotten. */
export function createAllowances(
  { burst, perSecond }: { burst: number; perSecond: number },
  clock: () => number = Date.now,
): Allowances {
  const taken = new Map<string, { count: number; at: number }>();
  let sweepAt = MOST_KEYS;
  const stillTaken = ({ count, at }: { count: number; at: number }, now: number) =>
    Math.max(0, count - ((now - at) / 1000) * perSecond);

  function sweep(now: number): void {
    for (const [key, entry] of taken) if (stillTaken(entry, now) === 0) taken.delete(key);
    sweepAt = Math.max(MOST_KEYS, 2 * taken.size);
  }

  return {
    take(key) {
      const now = clock();
      const entry = taken.get(key);
      const count = entry ? stillTaken(entry, now) : 0;
      if (count + 1 > burst) return false;
      if (!entry && taken.size >= sweepAt) sweep(now);
      taken.set(key, { count: count + 1, at: now });
      return true;
    },
  };
}
