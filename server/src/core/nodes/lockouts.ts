/** Failures within one window that shut a key out for the rest of it. Source: contract of the nodes door. */
export const MOST_FAILURES = 5;
export const WINDOW_SECONDS = 60;
const MOST_KEYS = 50_000;

/** Guessing a node's credentials is slowed by what is guessed and by where it comes from. */
export type Lockouts = {
  isLocked(key: string): boolean;
  /** Counts a failure; true for the one that locks. */
  fail(key: string): boolean;
  succeed(key: string): void;
};

/** Fixed windows in memory, the oldest forgotten first. */
export function createLockouts(clock: () => number = Date.now): Lockouts {
  const windows = new Map<string, { failures: number; endsAt: number }>();
  const open = (key: string) => {
    const window = windows.get(key);
    return window && window.endsAt > clock() ? window : undefined;
  };
  return {
    isLocked: (key) => (open(key)?.failures ?? 0) >= MOST_FAILURES,
    fail(key) {
      let window = open(key);
      if (!window) {
        windows.delete(key);
        if (windows.size >= MOST_KEYS) windows.delete(windows.keys().next().value as string);
        window = { failures: 0, endsAt: clock() + WINDOW_SECONDS * 1000 };
        windows.set(key, window);
      }
      return ++window.failures === MOST_FAILURES;
    },
    succeed: (key) => void windows.delete(key),
  };
}
