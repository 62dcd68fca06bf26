import type { NewEvent } from '../../platform/events/types.ts';
import { actorOf, type Principal } from '../principal.ts';
import { type EpochReport, estimatedRemaining, type TrainingRun } from './schema.ts';

/** The subject of everything that happens to a run; `/ws/training/{id}` follows it. */
export function subjectOf(runId: string): string {
  return `training:${runId}`;
}

/** What an epoch meant, for whoever follows the run live. Losses of that epoch, times in seconds. */
export type EpochData = {
  current_epoch: number;
  total_epochs: number;
  train_loss: number;
  val_loss: number;
  best_val_loss: number;
  learning_rate: number;
  elapsed_seconds: number;
  estimated_remaining_seconds: number;
};

export function epochData(run: TrainingRun, report: EpochReport): EpochData {
  const remaining = estimatedRemaining({
    status: 'running',
    currentEpoch: report.epoch,
    totalEpochs: run.totalEpochs,
    elapsedSeconds: report.elapsedSeconds,
  });
  return {
    current_epoch: report.epoch,
    total_epochs: run.totalEpochs,
    train_loss: report.trainLoss,
    val_loss: report.valLoss,
    best_val_loss: report.bestValLoss,
    learning_rate: run.hyperparameters.learning_rate,
    elapsed_seconds: report.elapsedSeconds,
    estimated_remaining_seconds: remaining ?? 0,
  };
}

export type RunEventType =
  | 'training.queued'
  | 'training.started'
  | 'training.epoch'
  | 'training.completed'
  | 'training.failed'
  | 'training.stopped'
  | 'model.created';

/** @param by who caused it; left out for what the house did by itself */
export function runEvent(
  type: RunEventType,
  run: TrainingRun,
  data: Record<string, unknown> = {},
  by?: Principal,
): NewEvent {
  return {
    tenantId: run.tenantId,
    type,
    subject: subjectOf(run.id),
    actor: by ? actorOf(by) : 'system',
    data: {
      run_id: run.id,
      owner_id: run.ownerId,
      dataset_id: run.datasetId,
      model_id: run.modelId,
      architecture: run.architecture,
      ...data,
    },
  };
}
