import { Readable } from 'node:stream';
import { encodeModel, type Model, quantize, quantizedBytes, type ScorerOptions } from '@signalbox/runtime/model';
import { randomId } from '../../../platform/crypto/index.ts';
import type { Database } from '../../../platform/database/index.ts';
import type { Storage } from '../../../platform/storage/types.ts';
import type { EvaluationService } from '../../evaluations/index.ts';
import { type ModelService, modelFileName, modelName } from '../../models/index.ts';
import { openRows, type Prepared, readLabels } from '../preparation/prepare.ts';
import type { Epoch, TrainingRun } from '../schema.ts';
import { listEpochs } from '../store.ts';
import type { Trained } from '../train.ts';
import { type Assessment, assess } from './assess.ts';
import { modelOf, scoringOf } from './model.ts';
import { openNetwork } from './network.ts';
import type { Product } from './product.ts';

export type FinishDeps = {
  database: Database;
  storage: Storage;
  models: Pick<ModelService, 'add'>;
  evaluations: Pick<EvaluationService, 'add'>;
  scorer: Pick<ScorerOptions, 'cacheDir' | 'cc' | 'engine'>;
};

export type Finished = { run: TrainingRun; prepared: Prepared; trained: Trained; folder: string; signal: AbortSignal };

/** Makes a model of a run's best weights and judges it; its file is in storage when this resolves. */
export async function finish(deps: FinishDeps, work: Finished): Promise<Product> {
  const { run, prepared, folder, signal } = work;
  const { sequence_length: steps } = work.trained.started;
  const bare = await modelOf(run, prepared, folder, steps, modelName(run.architecture, run.datasetName));
  const assessment = await assessModel(deps, work, bare);
  const { calibration } = assessment;
  const scoring = calibration ? scoringOf(calibration, assessment.channels) : ({ version: 2, kind: 'label' } as const);
  const model: Model = { ...bare, scoring, threshold: 1 };
  const quantized = await quantize(model, signal);
  signal.throwIfAborted();
  const file = await deps.storage.put(fileKeyOf(run), Readable.from([encodeModel(model, quantized)]));
  return productOf(deps, work, assessment, model, {
    ...file,
    quantizedBytes: quantizedBytes(quantized),
    epochs: await listEpochs(deps.database, run.id),
  });
}

/** Where the file of a run's model is, or would be. */
export function fileKeyOf({ tenantId, architecture, datasetName, modelId }: TrainingRun): string {
  return `models/${tenantId}/${modelFileName(architecture, datasetName, modelId ?? '')}`;
}

async function assessModel(deps: FinishDeps, { run, prepared, folder, signal }: Finished, bare: Model) {
  const network = await openNetwork(bare, prepared.fit.target, { ...deps.scorer, signal });
  const rows = await openRows(folder, prepared.sensors.length);
  try {
    const labels = await readLabels(folder, prepared);
    const { steps } = bare;
    const { seed } = run.hyperparameters;
    const assessment = await assess({ prepared, labels, network, read: rows.read, steps, seed, signal });
    return { ...assessment, channels: network.channels };
  } finally {
    await rows.close();
    await network.close();
  }
}

type Stored = { bytes: number; sha256: string; quantizedBytes: number; epochs: Epoch[] };

function productOf(
  deps: FinishDeps,
  { run, prepared, trained }: Finished,
  { judgement, errorThreshold }: Assessment,
  model: Model,
  stored: Stored,
): Product {
  const { id: runId, tenantId, ownerId, architecture } = run;
  const { labelSource, confusionMatrix, curves } = judgement;
  const measured = {
    ...judgement.metrics,
    val_loss: trained.done.best_val_loss ?? 0,
    reconstruction_error_threshold: errorThreshold,
  };
  return {
    modelId: model.id,
    async publish(tx) {
      await deps.models.add(tx, {
        id: model.id,
        tenantId,
        ownerId,
        ownerName: run.ownerName,
        name: model.name,
        architecture,
        equipmentType: run.equipmentType,
        datasetId: run.datasetId,
        trainingRunId: runId,
        features: model.columns,
        hyperparameters: run.hyperparameters,
        sequenceLength: model.steps,
        parameters: model.weights.length,
        metrics: measured,
        fileKey: fileKeyOf(run),
        fileSizeBytes: stored.bytes,
        quantizedSizeBytes: stored.quantizedBytes,
        sha256: stored.sha256,
      });
      await deps.evaluations.add(tx, {
        id: randomId('eval', 12),
        tenantId,
        ownerId,
        modelId: model.id,
        trainingRunId: runId,
        labelSource,
        metrics: measured,
        confusionMatrix,
        trainingCurves: {
          epochs: stored.epochs.map(({ epoch }) => epoch),
          train_loss: stored.epochs.map(({ trainLoss }) => trainLoss),
          val_loss: stored.epochs.map(({ valLoss }) => valLoss),
        },
        curves,
        details: {
          ...judgement.details,
          label_column: prepared.label?.name ?? null,
          excluded_columns: prepared.annotations,
          unmonitored_columns: prepared.sensors.filter(({ monitored }) => !monitored).map(({ name }) => name),
          best_epoch: trained.done.best_epoch,
          ended: trained.done.reason,
        },
      });
    },
  };
}
