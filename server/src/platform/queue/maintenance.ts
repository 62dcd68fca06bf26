import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { createClockGuard } from './clock-guard.ts';
import { beat } from './heartbeat.ts';
import { clearCancellations, readClock, repairTimes } from './sql/maintain.ts';
import type { Worker } from './worker.ts';

/**
 * One round of keeping order: notice jumps of the clock, renew our own leases, take over those that ran out. The first round
 * repairs what a jump may have done while nobody ran.
 */
export function createMaintenance(options: { database: Database; log: Log; worker: Worker; everySeconds: number }) {
  const { database, log, worker, everySeconds } = options;
  const longestLease = () => Math.max(0, ...[...worker.lanes.values()].map(({ leaseSeconds }) => leaseSeconds));
  const guard = createClockGuard({ graceMs: () => longestLease() * 1_000, longestGapMs: everySeconds * 3_000 });
  let isFirst = true;

  return async function maintain(): Promise<void> {
    const now = await readClock(database);
    const jumpMs = guard.observe(now.getTime(), performance.now());
    if (jumpMs !== 0)
      log.warn({ jumpMs }, 'the clock of the database jumped; leases are left alone until they are renewed');
    if (jumpMs < 0 || isFirst) {
      const repaired = await repairTimes(database);
      if (repaired > 0)
        log.warn({ repaired }, 'the clock of the database was set back; the times of jobs were moved with it');
      isFirst = false;
    }
    await beat({ database, log, worker });
    await clearCancellations(database);
    if (!guard.isSteady(performance.now())) return;
    // By the time that was found steady: the clock may jump between that look and this statement, too.
    while ((await worker.reap(now)) > 0);
  };
}
