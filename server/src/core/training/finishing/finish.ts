import { Readable } from 'node:stream';
import type { ScorerOptions } from '@signalbox/runtime/model';
import { randomId } from '../../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../../platform/database/index.ts';
import type { Storage } from '../../../platform/storage/types.ts';
import type { EvaluationService } from '../../evaluations/index.ts';
import { type ModelService, modelFileName, modelName } from '../../models/index.ts';
import type { Prepared } from '../preparation/prepare.ts';
import type { Epoch, TrainingRun } from '../schema.ts';
import { listEpochs } from '../store.ts';
import type { Trained } from '../train.ts';
import type { Built } from './build.ts';
import { buildApart } from './build-apart.ts';
import type { Product } from './product.ts';

export type FinishDeps = {
  database: Database;
  storage: Storage;
  models: Pick<ModelService, 'add'>;
  evaluations: Pick<EvaluationService, 'add'>;
  scorer: Pick<ScorerOptions, 'cacheDir' | 'cc' | 'engine'>;
};

export type Finished = { run: TrainingRun; prepared: Prepared; trained: Trained; folder: string; signal: AbortSignal };

const ID_DIGITS = 12;

/** Makes a model of a run's best weights and judges it; its file is in storage when this resolves. */
export async function finish(deps: FinishDeps, work: Finished): Promise<Product> {
  const { run, prepared, trained, folder, signal } = work;
  const { id, architecture, hyperparameters, modelId } = run;
  if (modelId === null) throw new Error(`The training run ${id} was to have no model.`);
  const name = modelName(architecture, run.datasetName);
  const { sequence_length: steps } = trained.started;
  const source = { architecture, hyperparameters, modelId };
  const built = await buildApart({ run: source, prepared, folder, steps, name, scorer: deps.scorer }, signal);
  const { bytes, sha256 } = await deps.storage.put(fileKeyOf(run), Readable.from([Buffer.from(built.file.buffer)]));
  const epochs = await listEpochs(deps.database, id);
  const metrics = {
    ...built.judgement.metrics,
    val_loss: trained.done.best_val_loss ?? 0,
    reconstruction_error_threshold: built.errorThreshold,
  };
  return {
    modelId,
    async publish(tx) {
      await deps.models.add(tx, {
        id: modelId,
        ...ownerOf(run),
        ownerName: run.ownerName,
        name,
        architecture,
        equipmentType: run.equipmentType,
        datasetId: run.datasetId,
        trainingRunId: id,
        features: built.columns,
        hyperparameters,
        sequenceLength: steps,
        parameters: built.parameters,
        metrics,
        fileKey: fileKeyOf(run),
        fileSizeBytes: bytes,
        quantizedSizeBytes: built.quantizedBytes,
        sha256,
      });
      await addEvaluation(deps, tx, work, built, metrics, epochs);
    },
  };
}

/** Where the file of a run's model is, or would be. */
export function fileKeyOf({ tenantId, architecture, datasetName, modelId }: TrainingRun): string {
  return `models/${tenantId}/${modelFileName(architecture, datasetName, modelId ?? '')}`;
}

type Metrics = Built['judgement']['metrics'] & { val_loss: number; reconstruction_error_threshold: number };

async function addEvaluation(
  deps: FinishDeps,
  tx: Transaction,
  { run, prepared, trained }: Finished,
  { judgement }: Built,
  metrics: Metrics,
  epochs: readonly Epoch[],
): Promise<void> {
  await deps.evaluations.add(tx, {
    id: randomId('eval', ID_DIGITS),
    ...ownerOf(run),
    modelId: run.modelId as string,
    trainingRunId: run.id,
    labelSource: judgement.labelSource,
    metrics,
    confusionMatrix: judgement.confusionMatrix,
    trainingCurves: {
      epochs: epochs.map(({ epoch }) => epoch),
      train_loss: epochs.map(({ trainLoss }) => trainLoss),
      val_loss: epochs.map(({ valLoss }) => valLoss),
    },
    curves: judgement.curves,
    details: {
      ...judgement.details,
      label_column: prepared.label?.name ?? null,
      excluded_columns: prepared.annotations,
      unmonitored_columns: prepared.sensors.filter(({ monitored }) => !monitored).map((sensor) => sensor.name),
      best_epoch: trained.done.best_epoch,
      ended: trained.done.reason,
    },
  });
}

function ownerOf({ tenantId, ownerId }: TrainingRun): { tenantId: string; ownerId: string } {
  return { tenantId, ownerId };
}
