import { type Sql, sql } from '../database/index.ts';
import type { EventFilter, StoredEvent } from './types.ts';

/** True when `event` is one the filter asks for; the same rule as `filterSql`. */
export function matches(filter: EventFilter, event: StoredEvent): boolean {
  if (filter.tenantId !== undefined && filter.tenantId !== event.tenantId) return false;
  if (filter.subject !== undefined && filter.subject !== event.subject) return false;
  return filter.types?.some((type) => typeMatches(type, event.type)) ?? true;
}

/** The filter as conditions that follow a `where`. */
export function filterSql({ tenantId, types, subject }: EventFilter): Sql {
  return sql`true
    ${tenantId === undefined ? none : sql`and tenant_id = ${tenantId}`}
    ${subject === undefined ? none : sql`and subject = ${subject}`}
    ${types === undefined ? none : sql`and (type = any(${exact(types)}) or type like any(${patterns(types)}))`}`;
}

const none = sql``;
const isPrefix = (type: string) => type.endsWith('.*');
const typeMatches = (wanted: string, type: string) =>
  isPrefix(wanted) ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
const exact = (types: readonly string[]) => types.filter((type) => !isPrefix(type));
const patterns = (types: readonly string[]) =>
  types.filter(isPrefix).map((type) => `${type.slice(0, -1).replace(/[\\%_]/g, '\\$&')}%`);
