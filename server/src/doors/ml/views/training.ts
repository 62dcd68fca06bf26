import { type Static, Type } from 'typebox';
import { estimatedRemaining, type QueueStatus, type TrainingRun } from '../../../core/training/index.ts';

const Nullable = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);

export const RunStatus = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('completed'),
  Type.Literal('failed'),
  Type.Literal('stopped'),
]);

const summary = {
  id: Type.String(),
  dataset_id: Type.String(),
  model_id: Nullable(Type.String({ description: 'Allocated at the start; null when the run ended without a model' })),
  architecture: Type.String(),
  status: RunStatus,
  current_epoch: Type.Integer(),
  total_epochs: Type.Integer(),
  best_val_loss: Nullable(Type.Number()),
  training_time_seconds: Type.Integer(),
  started_at: Type.String({ description: 'While queued: when it was asked for' }),
  completed_at: Nullable(Type.String()),
  created_by: Type.String(),
  error: Nullable(Type.String({ description: 'Why it failed, in words' })),
};

export const RunSummary = Type.Object(summary);

export const RunDetail = Type.Object({
  ...summary,
  hyperparameters: Type.Record(Type.String(), Type.Unknown()),
  current_train_loss: Nullable(Type.Number()),
  current_val_loss: Nullable(Type.Number()),
  estimated_remaining_seconds: Nullable(Type.Integer({ description: 'Null before the first epoch' })),
  best_epoch: Nullable(Type.Integer()),
  dataset_name: Type.String(),
  engine: Nullable(Type.String({ description: '`native`, or `typescript` where no C compiler is at hand' })),
  warnings: Type.Array(Type.String()),
});

export const StartedRun = Type.Pick(RunSummary, ['id', 'status', 'dataset_id', 'architecture', 'started_at']);
export const StoppedRun = Type.Pick(RunSummary, ['id', 'status', 'current_epoch', 'total_epochs']);

export const QueueView = Type.Object({
  active_trainings: Type.Integer(),
  max_concurrent: Type.Integer(),
  queued: Type.Integer(),
  capacity_available: Type.Integer(),
});

export function runSummary(run: TrainingRun): Static<typeof RunSummary> {
  return {
    id: run.id,
    dataset_id: run.datasetId,
    model_id: run.modelId,
    architecture: run.architecture,
    status: run.status,
    current_epoch: run.currentEpoch,
    total_epochs: run.totalEpochs,
    best_val_loss: run.bestValLoss,
    training_time_seconds: secondsSince(run.startedAt, run.completedAt),
    started_at: (run.startedAt ?? run.createdAt).toISOString(),
    completed_at: run.completedAt?.toISOString() ?? null,
    created_by: run.ownerName,
    error: run.error,
  };
}

export function runDetail(run: TrainingRun): Static<typeof RunDetail> {
  const remaining = estimatedRemaining(run);
  return {
    ...runSummary(run),
    hyperparameters: run.hyperparameters,
    current_train_loss: run.trainLoss,
    current_val_loss: run.valLoss,
    estimated_remaining_seconds: remaining === null ? null : Math.round(remaining),
    best_epoch: run.bestEpoch,
    dataset_name: run.datasetName,
    engine: run.engine,
    warnings: run.warnings,
  };
}

export function queueView({ active, capacity, queued }: QueueStatus): Static<typeof QueueView> {
  return {
    active_trainings: active,
    max_concurrent: capacity,
    queued,
    capacity_available: Math.max(0, capacity - active),
  };
}

function secondsSince(start: Date | null, end: Date | null): number {
  return start === null ? 0 : Math.max(0, Math.round(((end ?? new Date()).getTime() - start.getTime()) / 1000));
}
