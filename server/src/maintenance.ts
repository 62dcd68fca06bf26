import type { Log } from './platform/log/index.ts';
import type { Queue } from './platform/queue/types.ts';

/** Something that forgets what is over and says how much it was. */
export type Sweep = { name: string; removeExpired: () => Promise<number> };

/** Sweeps once an hour, in one process of the house. */
export function scheduleMaintenance(queue: Queue, log: Log, sweeps: readonly Sweep[]): void {
  queue.handle({
    kind: 'house.sweep',
    async run() {
      for (const { name, removeExpired } of sweeps) {
        const removed = await removeExpired();
        if (removed > 0) log.info({ what: name, removed }, 'removed what was over');
      }
    },
  });
  queue.cron('house.sweep', '17 * * * *', { kind: 'house.sweep', key: 'house.sweep' });
}

export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 24 * 3600 * 1000);
}
