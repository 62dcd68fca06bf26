import { join } from 'node:path';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { HouseError } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Queue } from '../../platform/queue/types.ts';
import type { Storage } from '../../platform/storage/types.ts';
import type { Billing } from '../billing/index.ts';
import type { EvaluationService } from '../evaluations/index.ts';
import type { ModelService } from '../models/index.ts';
import { createAdmission } from './admission.ts';
import { fileKeyOf, finish } from './finishing/finish.ts';
import { createRunFolders } from './folder.ts';
import { createFollow, type Follow } from './follow.ts';
import { createTrainingJob, type Retries } from './job.ts';
import { type RowSource, Untrainable } from './preparation/source.ts';
import { createTrainingService, type TrainingService, type TrainingServiceDeps } from './service.ts';
import * as store from './store.ts';

export type Training = TrainingService & {
  follow: Follow;
  /** What trains on the dataset, or waits to, in a sentence; undefined when nothing does. */
  usesDataset(tx: Transaction, datasetId: string): Promise<string | undefined>;
  /** Call once when the queue is about to start: clears what dead processes left and lets waiting runs in. */
  resume(): Promise<void>;
};

export type TrainingDeps = {
  database: Database;
  events: Events;
  queue: Pick<Queue, 'add' | 'handle'>;
  storage: Storage;
  billing: Billing;
  models: ModelService;
  evaluations: EvaluationService;
  log: Log;
  findDataset: TrainingServiceDeps['findDataset'];
  /** The rows of a validated dataset. @throws {HouseError} not_found, invalid */
  openRows(datasetId: string): Promise<RowSource>;
  /** Folder on this machine's disk for runs in progress. */
  folder: string;
  /** Where compiled trainers and scorers are kept. */
  cacheDir: string;
  cc: string | undefined;
  engine?: 'auto' | 'native' | 'typescript';
  /** Runs at the same time in the whole house. */
  capacity: number;
  /** Whether this process trains; one that does not still takes orders and tells how they go. */
  trains: boolean;
  retries?: Retries;
};

export function createTraining(deps: TrainingDeps): Training {
  const { database, events, queue, storage, models, evaluations, log, cacheDir, cc, engine } = deps;
  const admission = createAdmission({ database, events, queue, capacity: deps.capacity });
  const folders = createRunFolders(join(deps.folder, 'training'));
  const scorer = { cacheDir, cc, ...(engine && engine !== 'auto' && { engine }) };
  models.beforeDelete((tx, model) => store.forgetModel(tx, model.id));
  if (deps.trains) {
    queue.handle(
      createTrainingJob({
        database,
        events,
        admission,
        folders,
        log,
        trainer: { cacheDir, cc, engine },
        openRows: (run) => deps.openRows(run.datasetId).catch((error) => explain(error, run.datasetName)),
        finish: (work) => finish({ database, storage, models, evaluations, scorer }, work),
        discard: (tx, run) => models.removeFile(tx, run.tenantId, fileKeyOf(run)),
        ...(deps.retries && { retries: deps.retries }),
      }),
    );
  }
  const service = createTrainingService({
    database,
    events,
    admission,
    billing: deps.billing,
    findDataset: deps.findDataset,
    countModels: models.count,
  });
  return {
    ...service,
    follow: createFollow({ database, events }),
    async usesDataset(tx, datasetId) {
      const [run] = await store.runsOn(tx, datasetId);
      return (
        run && `The training run ${run.id} (${run.status}) needs this dataset. Stop it first, or wait until it ends.`
      );
    },
    async resume() {
      if (deps.trains) await folders.sweep((ids) => store.unsettledAmong(database, ids));
      await admission.admitNow();
    },
  };
}

/** What is wrong with a dataset will not go away by trying again. */
function explain(error: unknown, name: string): never {
  if (error instanceof HouseError && error.kind === 'not_found') {
    throw new Untrainable(`The dataset "${name}" was deleted before the training could read it.`);
  }
  if (error instanceof HouseError && error.kind === 'invalid') {
    throw new Untrainable(
      `The dataset "${name}" was unlocked before the training could read it. Validate it and start again.`,
    );
  }
  throw error;
}
