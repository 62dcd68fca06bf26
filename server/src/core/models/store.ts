import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { Model, NewModel } from './schema.ts';

const columns = sql`
  id, tenant_id as "tenantId", owner_id as "ownerId", owner_name as "ownerName", name, architecture,
  equipment_type as "equipmentType", dataset_id as "datasetId", training_run_id as "trainingRunId", features,
  hyperparameters, sequence_length as "sequenceLength", parameters, metrics, file_key as "fileKey",
  file_size_bytes as "fileSizeBytes", quantized_size_bytes as "quantizedSizeBytes", sha256, created_at as "createdAt"`;

export async function insertModel(tx: Transaction, model: NewModel): Promise<void> {
  await tx.run(sql`
    insert into models (id, tenant_id, owner_id, owner_name, name, architecture, equipment_type, dataset_id,
      training_run_id, features, hyperparameters, sequence_length, parameters, metrics, file_key, file_size_bytes,
      quantized_size_bytes, sha256)
    values (${model.id}, ${model.tenantId}, ${model.ownerId}, ${model.ownerName}, ${model.name}, ${model.architecture},
      ${model.equipmentType}, ${model.datasetId}, ${model.trainingRunId}, ${model.features}, ${model.hyperparameters},
      ${model.sequenceLength}, ${model.parameters}, ${model.metrics}, ${model.fileKey}, ${model.fileSizeBytes},
      ${model.quantizedSizeBytes}, ${model.sha256})`);
}

export async function findModel(on: Queryable, tenantId: string, id: string): Promise<Model | undefined> {
  return await on.one<Model>(sql`select ${columns} from models where id = ${id} and tenant_id = ${tenantId}`);
}

/** The model, its row locked until the transaction ends. */
export async function lockModel(tx: Transaction, tenantId: string, id: string): Promise<Model | undefined> {
  return await tx.one<Model>(sql`
    select ${columns} from models where id = ${id} and tenant_id = ${tenantId} for update`);
}

/** Newest first. */
export async function listModels(
  on: Queryable,
  tenantId: string,
  page: { ownerId: string | undefined; limit: number; offset: number },
): Promise<Model[]> {
  const own = page.ownerId === undefined ? sql`` : sql`and owner_id = ${page.ownerId}`;
  return await on.query<Model>(sql`
    select ${columns} from models where tenant_id = ${tenantId} ${own}
    order by created_at desc, id limit ${page.limit} offset ${page.offset}`);
}

export async function countModels(on: Queryable, tenantId: string): Promise<number> {
  const row = await on.one<{ n: number }>(sql`select count(*) as n from models where tenant_id = ${tenantId}`);
  return row?.n ?? 0;
}

export async function renameModel(tx: Transaction, id: string, name: string): Promise<Model | undefined> {
  return await tx.one<Model>(sql`update models set name = ${name} where id = ${id} returning ${columns}`);
}

export async function deleteModel(tx: Transaction, id: string): Promise<void> {
  await tx.run(sql`delete from models where id = ${id}`);
}
