import type { Database } from '../../platform/database/index.ts';
import type { Retention } from './schema.ts';
import * as store from './store.ts';

const { DAY_MS } = store;
const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
/** Offered points are stored up to a second or two after their time; closing a minute earlier would make them late. */
const GRACE_MS = 10_000;
/** What one transaction folds at most: after an outage there may be days. */
const STEP_MS = { minutes: 5 * MINUTE_MS, hours: 6 * HOUR_MS, days: 7 * DAY_MS };
const LATE_AT_ONCE = 5_000;
/** Days are kept this much longer than points are accepted for, so that nobody writes into one that goes. */
const DROP_GRACE_MS = HOUR_MS;

const floorTo = (at: number, unit: number) => Math.floor(at / unit) * unit;

/**
 * The steps of the cron job. Each transaction moves a boundary together with the rows that belong to it, so that it may
 * end anywhere and be done again. Points are closed first: whoever adds one before `closed_to` later also marks its minute,
 * in the same transaction, and its minute, hour and day are folded again from all their points.
 */
export function createMaintenance(deps: {
  database: Database;
  retention: Retention;
  now: () => number;
}): readonly (() => Promise<void>)[] {
  const { database, retention, now } = deps;
  const cutoff = (days: number) => now() - days * DAY_MS - DROP_GRACE_MS;

  async function makePartitions(): Promise<void> {
    const today = floorTo(now(), DAY_MS);
    for (const table of ['telemetry_points', 'telemetry_minutes'] as const)
      for (let day = today; day <= today + 2 * DAY_MS; day += DAY_MS) await store.ensurePartition(database, table, day);
  }

  /** Days there are points for need a place for their minutes, also when they came late. */
  async function makeMinutePartitions(): Promise<void> {
    const present = new Set(await store.partitionDays(database, 'telemetry_minutes'));
    for (const day of await store.partitionDays(database, 'telemetry_points'))
      if (!present.has(day)) await store.ensurePartition(database, 'telemetry_minutes', day);
  }

  async function close(): Promise<void> {
    const to = floorTo(now() - GRACE_MS, MINUTE_MS);
    if ((await store.readFolding(database)).closedTo < to) await database.transaction((tx) => store.closeTo(tx, to));
  }

  /** Folds from a boundary towards `end` in steps, one transaction each. */
  async function advance(
    boundary: 'minutesTo' | 'hoursTo' | 'daysTo',
    endOf: (folding: store.Folding) => number,
    step: number,
    fold: typeof store.foldMinutes,
  ): Promise<void> {
    // The first run need not look further back. Later ones must: after a long stop, what was not folded yet is still there.
    const oldest = floorTo(cutoff(retention.rawDays), DAY_MS) - DAY_MS;
    for (let more = true; more; )
      more = await database.transaction(async (tx) => {
        const folding = await store.lockFolding(tx);
        const [from, end] = [folding[boundary] || oldest, endOf(folding)];
        if (from >= end) return false;
        const to = Math.min(end, floorTo(from + step, step));
        await fold(tx, from, to);
        return to < end;
      });
  }

  async function foldLate(): Promise<void> {
    for (let more = true; more; )
      more = await database.transaction(async (tx) => {
        const folding = await store.lockFolding(tx);
        const marks = await store.takeLate(tx, LATE_AT_ONCE);
        if (marks.ids.length > 0) await store.refold(tx, marks, folding);
        return marks.ids.length === LATE_AT_ONCE;
      });
  }

  async function dropOld(): Promise<void> {
    const tables = [
      ['telemetry_points', retention.rawDays],
      ['telemetry_minutes', retention.minuteDays],
    ] as const;
    for (const [table, days] of tables)
      for (const day of await store.partitionDays(database, table)) {
        const end = day + DAY_MS;
        if (end > cutoff(days)) continue;
        await database.transaction(async (tx) => {
          const { minutesTo, hoursTo } = await store.lockFolding(tx);
          const foldedTo = table === 'telemetry_points' ? minutesTo : hoursTo;
          const gone = !(await store.partitionDays(tx, table)).includes(day);
          if (gone || foldedTo < end || (await store.hasLateBefore(tx, end))) return;
          await store.dropPartition(tx, table, day);
        });
      }
    await store.removeHoursBefore(database, cutoff(retention.hourDays));
  }

  return [
    makePartitions,
    close,
    makeMinutePartitions,
    () => advance('minutesTo', ({ closedTo }) => closedTo, STEP_MS.minutes, store.foldMinutes),
    () => advance('hoursTo', ({ minutesTo }) => floorTo(minutesTo, HOUR_MS), STEP_MS.hours, store.foldHours),
    () => advance('daysTo', ({ hoursTo }) => floorTo(hoursTo, DAY_MS), STEP_MS.days, store.foldDays),
    foldLate,
    dropOld,
  ];
}
