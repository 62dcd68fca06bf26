import { type Queryable, sql } from '../../platform/database/index.ts';
import type { Deployment, DeploymentStatus, DeploymentStep } from './schema.ts';

const columns = sql`
  id, tenant_id as "tenantId", created_by as "createdBy", deployed_by as "deployedBy", model_id as "modelId",
  model_name as "modelName", target_id as "targetId", target_ip as "targetIp", target_name as "targetName",
  target_arch as "targetArch", precision, status, failed_step as "failedStep", error, try,
  binary_key as "binaryKey", binary_size_bytes as "binarySizeBytes", binary_sha256 as "binarySha256",
  created_at as "createdAt", packaged_at as "packagedAt", deployed_at as "deployedAt"`;

export async function listDeployments(
  db: Queryable,
  tenantId: string,
  ownerId: string | undefined,
): Promise<Deployment[]> {
  return db.query<Deployment>(sql`
    select ${columns} from deployments
    where tenant_id = ${tenantId} ${ownerId ? sql`and created_by = ${ownerId}` : sql``}
    order by created_at desc, id limit 1000`);
}

export async function findDeployment(db: Queryable, id: string): Promise<Deployment | undefined> {
  return db.one<Deployment>(sql`select ${columns} from deployments where id = ${id}`);
}

export async function countDeployments(db: Queryable, tenantId: string): Promise<number> {
  const row = await db.one<{ n: number }>(
    sql`select count(*)::int as n from deployments where tenant_id = ${tenantId} and status <> 'cancelled'`,
  );
  return row?.n ?? 0;
}

export async function insertDeployment(
  db: Queryable,
  d: Pick<
    Deployment,
    | 'id'
    | 'tenantId'
    | 'createdBy'
    | 'deployedBy'
    | 'modelId'
    | 'modelName'
    | 'targetId'
    | 'targetIp'
    | 'targetName'
    | 'targetArch'
    | 'precision'
  >,
): Promise<Deployment> {
  const row = await db.one<Deployment>(sql`
    insert into deployments (id, tenant_id, created_by, deployed_by, model_id, model_name, target_id, target_ip,
      target_name, target_arch, precision, status)
    values (${d.id}, ${d.tenantId}, ${d.createdBy}, ${d.deployedBy}, ${d.modelId}, ${d.modelName}, ${d.targetId},
      ${d.targetIp}, ${d.targetName}, ${d.targetArch}, ${d.precision}, 'compiling')
    returning ${columns}`);
  return row as Deployment;
}

/** Sets a running deployment's step; false when it was cancelled, deleted or retried meanwhile. */
export async function setStep(db: Queryable, id: string, attempt: number, step: DeploymentStep): Promise<boolean> {
  const touched = await db.run(sql`
    update deployments set status = ${step}, error = null, failed_step = null
    where id = ${id} and try = ${attempt} and status in ('compiling', 'quantizing', 'packaging', 'transferring')`);
  return touched === 1;
}

export async function setPackaged(
  db: Queryable,
  id: string,
  attempt: number,
  binary: { key: string; bytes: number; sha256: string },
): Promise<boolean> {
  const touched = await db.run(sql`
    update deployments set status = 'transferring', binary_key = ${binary.key}, binary_size_bytes = ${binary.bytes},
      binary_sha256 = ${binary.sha256}, packaged_at = now()
    where id = ${id} and try = ${attempt} and status = 'packaging'`);
  return touched === 1;
}

export async function setEnd(
  db: Queryable,
  id: string,
  attempt: number,
  end: { status: Extract<DeploymentStatus, 'deployed' | 'failed'>; failedStep?: DeploymentStep; error?: string },
): Promise<boolean> {
  const touched = await db.run(sql`
    update deployments set status = ${end.status}, failed_step = ${end.failedStep ?? null}, error = ${end.error ?? null},
      deployed_at = case when ${end.status} = 'deployed' then now() else deployed_at end
    where id = ${id} and try = ${attempt} and status in ('compiling', 'quantizing', 'packaging', 'transferring')`);
  return touched === 1;
}

/** Begins another try of a failed or cancelled deployment, with the target's data of today. */
export async function beginRetry(
  db: Queryable,
  id: string,
  target: { id: string | null; ip: string; name: string; arch: string },
): Promise<Deployment | undefined> {
  return db.one<Deployment>(sql`
    update deployments set status = 'compiling', try = try + 1, error = null, failed_step = null, target_id = ${target.id},
      target_ip = ${target.ip}, target_name = ${target.name}, target_arch = ${target.arch}
    where id = ${id} and status in ('failed', 'cancelled')
    returning ${columns}`);
}

export async function setCancelled(db: Queryable, id: string): Promise<boolean> {
  const touched = await db.run(sql`
    update deployments set status = 'cancelled'
    where id = ${id} and status in ('compiling', 'quantizing', 'packaging', 'transferring')`);
  return touched === 1;
}

export async function deleteDeployment(db: Queryable, id: string): Promise<void> {
  await db.run(sql`delete from deployments where id = ${id}`);
}

/** True while a deployment of the model is under way. */
export async function modelInUse(db: Queryable, modelId: string): Promise<boolean> {
  const row = await db.one<{ used: boolean }>(sql`
    select exists (
      select 1 from deployments
      where model_id = ${modelId} and status in ('compiling', 'quantizing', 'packaging', 'transferring')
    ) as used`);
  return row?.used === true;
}
