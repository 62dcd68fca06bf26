export type ClockGuard = {
  /** Compares PostgreSQL's time with the monotonic one, both in ms; returns how far the clock jumped, 0 when it did not. */
  observe(databaseMs: number, monotonicMs: number): number;
  /** True when leases that look expired are: their owners had the time to renew them. */
  isSteady(monotonicMs: number): boolean;
};

/**
 * Knows when not to trust that a lease has run out: after the clock jumped, after the database was away, and after this
 * process itself was paused, all leases look old until their owners' next heartbeats: `graceMs`. At the beginning half of it must
 * do, so that a house that starts again after a crash goes on with its jobs as soon as the leases of its past are over.
 */
export function createClockGuard(options: {
  graceMs: () => number;
  longestGapMs: number;
  toleranceMs?: number;
}): ClockGuard {
  const { graceMs, longestGapMs, toleranceMs = 2_000 } = options;
  let last: { databaseMs: number; monotonicMs: number } | undefined;
  let steadyFrom = Number.POSITIVE_INFINITY;
  return {
    observe(databaseMs, monotonicMs) {
      const before = last;
      last = { databaseMs, monotonicMs };
      if (!before) {
        steadyFrom = monotonicMs + graceMs() / 2;
        return 0;
      }
      const gapMs = monotonicMs - before.monotonicMs;
      const jumpMs = databaseMs - before.databaseMs - gapMs;
      const jumped = Math.abs(jumpMs) > toleranceMs;
      if (jumped || gapMs > longestGapMs) steadyFrom = monotonicMs + graceMs();
      return jumped ? jumpMs : 0;
    },
    isSteady: (monotonicMs) => monotonicMs >= steadyFrom,
  };
}
