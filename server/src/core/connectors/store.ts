import { type Queryable, sql } from '../../platform/database/index.ts';
import type { SourceType } from './schema.ts';

export type ConnectionRow = {
  id: string;
  tenantId: string;
  createdBy: string;
  name: string;
  sourceType: SourceType;
  /** Sealed. */
  config: string;
  createdAt: Date;
  lastUsedAt: Date | null;
};

const columns = sql`
  id, tenant_id as "tenantId", created_by as "createdBy", name, source_type as "sourceType", config,
  created_at as "createdAt", last_used_at as "lastUsedAt"`;

/** Newest first; of one person where `createdBy` is given. */
export async function listConnections(
  db: Queryable,
  tenantId: string,
  createdBy: string | null,
): Promise<ConnectionRow[]> {
  return db.query<ConnectionRow>(sql`
    select ${columns} from connections
    where tenant_id = ${tenantId} and (${createdBy}::uuid is null or created_by = ${createdBy}::uuid)
    order by created_at desc, id limit 1000`);
}

export async function findConnection(db: Queryable, tenantId: string, id: string): Promise<ConnectionRow | undefined> {
  return db.one<ConnectionRow>(sql`select ${columns} from connections where tenant_id = ${tenantId} and id = ${id}`);
}

export async function countConnections(db: Queryable, createdBy: string): Promise<number> {
  const row = await db.one<{ n: number }>(
    sql`select count(*)::int as n from connections where created_by = ${createdBy}`,
  );
  return row?.n ?? 0;
}

/** undefined when the person has one of that name, or the id is taken. */
export async function insertConnection(
  db: Queryable,
  c: Omit<ConnectionRow, 'createdAt' | 'lastUsedAt'>,
): Promise<ConnectionRow | undefined> {
  return db.one<ConnectionRow>(sql`
    insert into connections (id, tenant_id, created_by, name, source_type, config)
    values (${c.id}, ${c.tenantId}, ${c.createdBy}, ${c.name}, ${c.sourceType}, ${c.config})
    on conflict do nothing
    returning ${columns}`);
}

export async function deleteConnection(db: Queryable, tenantId: string, id: string): Promise<void> {
  await db.run(sql`delete from connections where tenant_id = ${tenantId} and id = ${id}`);
}

export async function noteUse(db: Queryable, id: string): Promise<void> {
  await db.run(sql`update connections set last_used_at = now() where id = ${id}`);
}
