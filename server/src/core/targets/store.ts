import { type Queryable, sql } from '../../platform/database/index.ts';
import type { Target } from './schema.ts';

const columns = sql`
  id, tenant_id as "tenantId", created_by as "createdBy", name, host, ssh_port as "sshPort", edge_port as "edgePort",
  username, auth_method as "authMethod", credential, host_key as "hostKey", arch, directory, status,
  current_model as "currentModel", current_model_version as "currentModelVersion", last_seen as "lastSeen",
  created_at as "createdAt"`;

export async function listTargets(db: Queryable, tenantId: string): Promise<Target[]> {
  return db.query<Target>(
    sql`select ${columns} from deployment_targets where tenant_id = ${tenantId} order by name, id limit 1000`,
  );
}

export async function findTarget(db: Queryable, tenantId: string, id: string): Promise<Target | undefined> {
  return db.one<Target>(sql`select ${columns} from deployment_targets where tenant_id = ${tenantId} and id = ${id}`);
}

export async function findTargetByHost(db: Queryable, tenantId: string, host: string): Promise<Target | undefined> {
  return db.one<Target>(sql`
    select ${columns} from deployment_targets where tenant_id = ${tenantId} and host = ${host} order by created_at limit 1`);
}

export async function hostTaken(db: Queryable, tenantId: string, host: string, sshPort: number): Promise<boolean> {
  const row = await db.one(
    sql`select 1 as x from deployment_targets where tenant_id = ${tenantId} and host = ${host} and ssh_port = ${sshPort}`,
  );
  return row !== undefined;
}

export async function countTargets(db: Queryable, tenantId: string): Promise<number> {
  const row = await db.one<{ n: number }>(
    sql`select count(*)::int as n from deployment_targets where tenant_id = ${tenantId}`,
  );
  return row?.n ?? 0;
}

export async function insertTarget(
  db: Queryable,
  t: Omit<Target, 'status' | 'currentModel' | 'currentModelVersion' | 'lastSeen' | 'createdAt'>,
): Promise<Target> {
  const row = await db.one<Target>(sql`
    insert into deployment_targets (id, tenant_id, created_by, name, host, ssh_port, edge_port, username, auth_method,
      credential, host_key, arch, directory)
    values (${t.id}, ${t.tenantId}, ${t.createdBy}, ${t.name}, ${t.host}, ${t.sshPort}, ${t.edgePort}, ${t.username},
      ${t.authMethod}, ${t.credential}, ${t.hostKey}, ${t.arch}, ${t.directory})
    returning ${columns}`);
  return row as Target;
}

export async function deleteTarget(db: Queryable, tenantId: string, id: string): Promise<void> {
  await db.run(sql`delete from deployment_targets where tenant_id = ${tenantId} and id = ${id}`);
}

/** Pins a host key where none is pinned yet; the first connection decides, a later one cannot change it. */
export async function pinHostKey(db: Queryable, id: string, hostKey: string): Promise<void> {
  await db.run(sql`update deployment_targets set host_key = ${hostKey} where id = ${id} and host_key is null`);
}

export async function setRunningModel(
  db: Queryable,
  id: string,
  model: { id: string; version: string },
): Promise<void> {
  await db.run(sql`
    update deployment_targets set status = 'online', last_seen = now(), current_model = ${model.id},
      current_model_version = ${model.version}
    where id = ${id}`);
}

/** All targets of all tenants, for the health check. */
export async function listAllTargets(db: Queryable): Promise<Target[]> {
  return db.query<Target>(sql`select ${columns} from deployment_targets order by id`);
}

/** Records what a health check saw; returns true when the status changed. */
export async function setHealth(
  db: Queryable,
  id: string,
  seen: { online: true; model?: string; version?: string } | { online: false },
): Promise<boolean> {
  const row = await db.one<{ before: string }>(
    seen.online
      ? sql`
        with old as (select id, status as before from deployment_targets where id = ${id} for update)
        update deployment_targets t set status = 'online', last_seen = now(),
          current_model = coalesce(${seen.model ?? null}, current_model),
          current_model_version = coalesce(${seen.version ?? null}, current_model_version)
        from old where t.id = old.id returning old.before`
      : sql`
        with old as (select id, status as before from deployment_targets where id = ${id} for update)
        update deployment_targets t set status = 'offline' from old where t.id = old.id returning old.before`,
  );
  return row !== undefined && row.before !== (seen.online ? 'online' : 'offline');
}
