import { type Queryable, sql } from '../../database/index.ts';
import { filterSql } from '../filter.ts';
import type { ReadEvents, StoredEvent } from '../types.ts';

/** One page of the stream; an index serves each of tenant, type and subject. */
export function readEvents(on: Queryable, page: ReadEvents): Promise<StoredEvent[]> {
  const { after = 0, before, limit = 100, newestFirst = false } = page;
  return on.query<StoredEvent>(sql`
    select sequence, tenant_id as "tenantId", type, subject, actor, data, at from events
    where sequence > ${after} ${before === undefined ? sql`` : sql`and sequence < ${before}`} and ${filterSql(page)}
    order by sequence ${newestFirst ? sql`desc` : sql`asc`} limit ${limit}`);
}

/** The newest sequence number, 0 when there is none. */
export async function readHead(on: Queryable): Promise<number> {
  const row = await on.one<{ head: number }>(sql`select coalesce(max(sequence), 0) as head from events`);
  return row?.head ?? 0;
}
