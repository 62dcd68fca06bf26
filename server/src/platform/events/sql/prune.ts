import { type Database, sql } from '../../database/index.ts';

const pageRows = 10_000;

/** Removes events older than `before` in pages, so that no lock and no WAL burst lasts long. See `Events.prune`. */
export async function pruneEvents(database: Database, before: Date): Promise<number> {
  let removed = 0;
  for (;;) {
    const count = await database.run(sql`
      with oldest as (select sequence, at from events order by sequence limit ${pageRows})
      delete from events using oldest
      where events.sequence = oldest.sequence and oldest.at < ${before} and events.sequence <= (
        select coalesce(min(sequence), 9223372036854775807) from event_consumers where seen_at > now() - interval '7 days')`);
    removed += count;
    if (count < pageRows) return removed;
  }
}
