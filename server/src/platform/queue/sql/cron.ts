import { type Queryable, sql, type Transaction } from '../../database/index.ts';

export type CronRow = { name: string; expression: string; nextAt: Date | null; servedAt: Date | null };

/** Makes the row of a schedule, or gives it its new expression: then the next due time is worked out anew. */
export async function ensureSchedule(on: Queryable, name: string, expression: string): Promise<void> {
  await on.run(sql`
    insert into queue_cron (name, expression) values (${name}, ${expression})
    on conflict (name) do update set expression = excluded.expression, next_at = null
    where queue_cron.expression <> excluded.expression`);
}

/** The schedules with PostgreSQL's time, by which they are due. */
export async function readSchedules(on: Queryable, names: readonly string[]): Promise<{ now: Date; rows: CronRow[] }> {
  const rows = await on.query<CronRow & { now: Date }>(sql`
    select name, expression, next_at as "nextAt", served_at as "servedAt", queue_clock() as now
    from queue_cron where name = any(${names})`);
  return { now: rows[0]?.now ?? new Date(), rows };
}

/** Moves the next due time from what we read to `nextAt`; false when another process was first. */
export async function moveSchedule(
  tx: Transaction | Queryable,
  row: CronRow,
  change: { nextAt: Date | null; servedAt: Date | null },
): Promise<boolean> {
  const rows = await tx.run(sql`
    update queue_cron set next_at = ${change.nextAt}, served_at = ${change.servedAt}
    where name = ${row.name} and expression = ${row.expression} and next_at is not distinct from ${row.nextAt}`);
  return rows > 0;
}
