import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { Evaluation, NewEvaluation } from './schema.ts';

const columns = sql`
  id, tenant_id as "tenantId", owner_id as "ownerId", model_id as "modelId", training_run_id as "trainingRunId",
  label_source as "labelSource", metrics, confusion_matrix as "confusionMatrix", training_curves as "trainingCurves",
  curves, details, gradient_evaluation as "gradientEvaluation", created_at as "createdAt"`;

export async function insertEvaluation(tx: Transaction, evaluation: NewEvaluation): Promise<void> {
  await tx.run(sql`
    insert into evaluations (id, tenant_id, owner_id, model_id, training_run_id, label_source, metrics,
      confusion_matrix, training_curves, curves, details)
    values (${evaluation.id}, ${evaluation.tenantId}, ${evaluation.ownerId}, ${evaluation.modelId},
      ${evaluation.trainingRunId}, ${evaluation.labelSource}, ${evaluation.metrics}, ${evaluation.confusionMatrix},
      ${evaluation.trainingCurves}, ${evaluation.curves}, ${evaluation.details})`);
}

export async function findEvaluation(on: Queryable, tenantId: string, id: string): Promise<Evaluation | undefined> {
  return await on.one<Evaluation>(sql`select ${columns} from evaluations where id = ${id} and tenant_id = ${tenantId}`);
}

/** Newest first. */
export async function listEvaluations(
  on: Queryable,
  tenantId: string,
  page: { ownerId: string | undefined; limit: number; offset: number },
): Promise<Evaluation[]> {
  const own = page.ownerId === undefined ? sql`` : sql`and owner_id = ${page.ownerId}`;
  return await on.query<Evaluation>(sql`
    select ${columns} from evaluations where tenant_id = ${tenantId} ${own}
    order by created_at desc, id limit ${page.limit} offset ${page.offset}`);
}

/** The evaluation, kept from others until the transaction ends. */
export async function lockEvaluation(tx: Transaction, id: string): Promise<Evaluation | undefined> {
  return await tx.one<Evaluation>(sql`select ${columns} from evaluations where id = ${id} for update`);
}

export async function setGradient(tx: Transaction, id: string, gradient: Record<string, unknown>): Promise<void> {
  await tx.run(sql`update evaluations set gradient_evaluation = ${gradient} where id = ${id}`);
}
