import { type Queryable, type Sql, sql, type Transaction } from '../../platform/database/index.ts';
import type { Epoch, EpochReport, TrainingRun } from './schema.ts';
import { TRANSITIONS, type Transition } from './states.ts';

const columns = sql`
  id, tenant_id as "tenantId", owner_id as "ownerId", owner_name as "ownerName", dataset_id as "datasetId",
  dataset_name as "datasetName", equipment_type as "equipmentType", model_id as "modelId", architecture, hyperparameters,
  status, current_epoch as "currentEpoch", total_epochs as "totalEpochs", train_loss as "trainLoss",
  val_loss as "valLoss", best_val_loss as "bestValLoss", best_epoch as "bestEpoch",
  elapsed_seconds as "elapsedSeconds", engine, warnings, error, settled, created_at as "createdAt", started_at as "startedAt",
  completed_at as "completedAt"`;

export type NewRun = Pick<
  TrainingRun,
  | 'id'
  | 'tenantId'
  | 'ownerId'
  | 'ownerName'
  | 'datasetId'
  | 'datasetName'
  | 'equipmentType'
  | 'architecture'
  | 'hyperparameters'
> & { modelId: string };

/** Serializes starts and admissions in the whole house until the transaction ends, so that limits and order are exact. */
export async function lockAdmission(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('training.admission'))`);
}

export async function insertRun(tx: Transaction, run: NewRun): Promise<void> {
  await tx.run(sql`
    insert into training_runs (id, tenant_id, owner_id, owner_name, dataset_id, dataset_name, equipment_type, model_id,
      architecture, hyperparameters, status, total_epochs)
    values (${run.id}, ${run.tenantId}, ${run.ownerId}, ${run.ownerName}, ${run.datasetId}, ${run.datasetName},
      ${run.equipmentType}, ${run.modelId}, ${run.architecture}, ${run.hyperparameters}, 'queued',
      ${run.hyperparameters.epochs})`);
}

/** Gives free capacity to the runs waiting longest. Needs the admission lock. */
export async function admitRuns(tx: Transaction, capacity: number): Promise<TrainingRun[]> {
  return await tx.query<TrainingRun>(sql`
    with admitted as (
      update training_runs set status = 'running', started_at = now()
      where status = 'queued' and id in (
        select id from training_runs where status = 'queued' order by number
        limit greatest(0, ${capacity} - (select count(*) from training_runs where status = 'running'))
      )
      returning *
    )
    select ${columns} from admitted order by number`);
}

export async function findRun(on: Queryable, tenantId: string, id: string): Promise<TrainingRun | undefined> {
  return await on.one<TrainingRun>(sql`
    select ${columns} from training_runs where id = ${id} and tenant_id = ${tenantId}`);
}

/** The run, its row locked until the transaction ends. */
export async function lockRun(tx: Transaction, id: string): Promise<TrainingRun | undefined> {
  return await tx.one<TrainingRun>(sql`select ${columns} from training_runs where id = ${id} for update`);
}

/** Newest first. */
export async function listRuns(on: Queryable, tenantId: string, page: Page): Promise<TrainingRun[]> {
  return await on.query<TrainingRun>(sql`
    select ${columns} from training_runs where tenant_id = ${tenantId} ${ownedBy(page.ownerId)}
    order by number desc limit ${page.limit} offset ${page.offset}`);
}

export type Page = { ownerId: string | undefined; limit: number; offset: number };

export async function countUnfinished(on: Queryable): Promise<{ running: number; queued: number }> {
  const row = await on.one<{ running: number; queued: number }>(sql`
    select count(*) filter (where status = 'running') as running, count(*) filter (where status = 'queued') as queued
    from training_runs where status in ('queued', 'running')`);
  return row ?? { running: 0, queued: 0 };
}

/** How many runs of a tenant hold a place (`unfinished`), and how many may still become a model (`unsettled`). */
export async function countOf(on: Queryable, tenantId: string): Promise<{ unfinished: number; unsettled: number }> {
  const row = await on.one<{ unfinished: number; unsettled: number }>(sql`
    select count(*) filter (where status in ('queued', 'running')) as unfinished, count(*) as unsettled
    from training_runs where tenant_id = ${tenantId} and not settled`);
  return row ?? { unfinished: 0, unsettled: 0 };
}

export async function saveEngine(tx: Transaction, id: string, engine: string, warnings: string[]): Promise<void> {
  await tx.run(sql`update training_runs set engine = ${engine}, warnings = ${warnings} where id = ${id}`);
}

/** Writes epochs, again if they were trained again after a crash, and what the last of them means for the run. */
export async function saveEpochs(tx: Transaction, runId: string, reports: readonly EpochReport[]): Promise<void> {
  const last = reports.at(-1);
  if (!last) return;
  await tx.run(sql`
    insert into training_epochs (run_id, epoch, train_loss, val_loss)
    select ${runId}, * from unnest(${reports.map((r) => r.epoch)}::int[], ${reports.map((r) => r.trainLoss)}::float8[],
      ${reports.map((r) => r.valLoss)}::float8[])
    on conflict (run_id, epoch) do update set train_loss = excluded.train_loss, val_loss = excluded.val_loss`);
  await tx.run(sql`
    update training_runs set current_epoch = ${last.epoch}, train_loss = ${last.trainLoss}, val_loss = ${last.valLoss},
      best_val_loss = ${last.bestValLoss}, best_epoch = ${last.bestEpoch}, elapsed_seconds = ${last.elapsedSeconds}
    where id = ${runId}`);
}

export async function listEpochs(on: Queryable, runId: string): Promise<Epoch[]> {
  return await on.query<Epoch>(sql`
    select epoch, train_loss as "trainLoss", val_loss as "valLoss" from training_epochs
    where run_id = ${runId} order by epoch`);
}

/** Takes a step of the state machine; undefined when the run is not in a state that allows it. */
export async function takeStep(
  tx: Transaction,
  id: string,
  transition: Exclude<Transition, 'admit'>,
  error: string | null = null,
): Promise<TrainingRun | undefined> {
  const { from, to } = TRANSITIONS[transition];
  return await tx.one<TrainingRun>(sql`
    update training_runs set status = ${to}, error = ${error}, completed_at = now()
    where id = ${id} and status = any(${from}) returning ${columns}`);
}

/** Nothing more will come of this run. @param modelId its model, or null when there is none */
export async function settleRun(tx: Transaction, id: string, modelId: string | null): Promise<void> {
  await tx.run(sql`update training_runs set settled = true, model_id = ${modelId} where id = ${id}`);
}

/** There is no model of this run, or no longer. */
export async function forgetModel(tx: Transaction, modelId: string): Promise<void> {
  await tx.run(sql`update training_runs set model_id = null where model_id = ${modelId}`);
}

/** Deletes settled runs; their models stay. */
export async function deleteSettled(tx: Transaction, tenantId: string, ownerId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(sql`
    delete from training_runs where tenant_id = ${tenantId} and owner_id = ${ownerId}
      and settled returning id`);
  return rows.map((row) => row.id);
}

/** Unfinished runs that learn from a dataset. */
export async function runsOn(on: Queryable, datasetId: string): Promise<TrainingRun[]> {
  return await on.query<TrainingRun>(sql`
    select ${columns} from training_runs where dataset_id = ${datasetId} and status in ('queued', 'running')
    order by number`);
}

/** Which of these runs may still need their folder. */
export async function unsettledAmong(on: Queryable, ids: readonly string[]): Promise<Set<string>> {
  const rows = await on.query<{ id: string }>(sql`
    select id from training_runs where id = any(${ids}) and not settled`);
  return new Set(rows.map((row) => row.id));
}

function ownedBy(ownerId: string | undefined): Sql {
  return ownerId === undefined ? sql`` : sql`and owner_id = ${ownerId}`;
}
