import { Cron } from 'croner';
import type { Database } from '../database/index.ts';
import { invalid } from '../errors.ts';
import { addJobs } from './sql/add.ts';
import { type CronRow, ensureSchedule, moveSchedule, readSchedules } from './sql/cron.ts';
import type { NewJob } from './types.ts';

const longestPauseMs = 10_000;
/** Setting the clock back by less waits the repeated time out; by more was a wrong clock put right, and we begin anew. */
const longestWaitMs = 3_600_000;

/** Adds jobs when their times have come. Several processes may do it for the same names: the row decides who is first. */
export function createCron(database: Database) {
  const jobs = new Map<string, { expression: string; job: NewJob }>();
  let isRegistered = false;

  /** Serves what is due and resolves with the milliseconds until the next look. */
  async function tick(): Promise<number> {
    if (!isRegistered) {
      isRegistered = true;
      for (const [name, { expression }] of jobs) await ensureSchedule(database, name, expression);
    }
    if (jobs.size === 0) return longestPauseMs;
    const { now, rows } = await readSchedules(database, [...jobs.keys()]);
    let pauseMs = longestPauseMs;
    for (const row of rows) {
      const next = await serve(row, now);
      if (next) pauseMs = Math.min(pauseMs, next.getTime() - now.getTime());
    }
    return Math.max(10, pauseMs);
  }

  /** Adds the schedule's job if it is due; returns when it is due next. */
  async function serve(row: CronRow, now: Date): Promise<Date | null> {
    // Counted from now and not from the last time: what was missed is made up for once, not as often as it was missed.
    const next = new Cron(row.expression, { timezone: 'UTC' }).nextRun(now);
    const isDue = row.nextAt !== null && row.nextAt <= now;
    if (isDue) {
      const { job } = jobs.get(row.name) as { job: NewJob };
      await database.transaction(async (tx) => {
        if (await moveSchedule(tx, row, { nextAt: next, servedAt: now })) await addJobs(tx, [job]);
      });
      return next;
    }
    const wasSetBack = row.nextAt !== null && next !== null && row.nextAt > next;
    const byMuch = row.servedAt !== null && row.servedAt.getTime() - now.getTime() > longestWaitMs;
    if (row.nextAt !== null && !(wasSetBack && byMuch)) return row.nextAt;
    await moveSchedule(database, row, { nextAt: next, servedAt: null });
    return next;
  }

  return {
    /** See `Queue.cron`. */
    add(name: string, expression: string, job: NewJob): void {
      try {
        new Cron(expression, { timezone: 'UTC' });
      } catch (cause) {
        throw invalid(`The cron expression "${expression}" of ${name} cannot be read: ${(cause as Error).message}`, {
          code: 'BAD_CRON_EXPRESSION',
          cause,
        });
      }
      jobs.set(name, { expression, job });
      isRegistered = false;
    },
    tick,
  };
}
