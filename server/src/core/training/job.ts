import { availableParallelism } from 'node:os';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { JobHandler, RunningJob } from '../../platform/queue/types.ts';
import { type Admission, TRAINING_JOB } from './admission.ts';
import { createEpochSaver } from './epochs.ts';
import { runEvent, subjectOf } from './events.ts';
import { isFinalFailure, reasonOf } from './failures.ts';
import type { Finished } from './finishing/finish.ts';
import type { Product } from './finishing/product.ts';
import type { RunFolders } from './folder.ts';
import { prepare } from './preparation/prepare.ts';
import type { RowSource } from './preparation/source.ts';
import type { TrainingRun } from './schema.ts';
import * as store from './store.ts';
import { type TrainerSettings, train } from './train.ts';

/** How often a run is tried before it fails, and the seconds before attempt n+1. */
export type Retries = { attempts: number; backoffSeconds: (attempt: number) => number };

export type TrainingJobDeps = {
  database: Database;
  events: Events;
  admission: Admission;
  folders: RunFolders;
  log: Log;
  trainer: Omit<TrainerSettings, 'threads'>;
  /** The rows of a run's dataset. @throws {Untrainable} it is gone, or was unlocked */
  openRows(run: TrainingRun): Promise<RowSource>;
  /** Calibrates, judges and stores the model of a trained run. */
  finish(work: Finished): Promise<Product>;
  /** Has what `finish` may have stored of a run that failed after all removed, when the transaction commits. */
  discard(tx: Transaction, run: TrainingRun): Promise<void>;
  retries?: Retries;
};

const LEASE_SECONDS = 15;
/** A killed server costs an attempt too, so there are more than a passing failure needs. */
const usualRetries: Retries = { attempts: 10, backoffSeconds: (attempt) => Math.min(60, 2 ** (attempt - 1)) };

/**
 * The job that trains one run. It can be interrupted anywhere, and its next attempt goes on: prepared rows and the
 * trainer's checkpoint are in the run's folder, epochs in the database, and what it makes becomes visible in one fenced
 * transaction. A run that was stopped comes here too, to make a model of its best weights.
 */
export function createTrainingJob(deps: TrainingJobDeps): JobHandler {
  const { database, events, admission, folders, retries = usualRetries } = deps;
  let active = 0;

  async function run(job: RunningJob): Promise<void> {
    const id = String(job.payload.runId);
    const found = await database.transaction((tx) => store.lockRun(tx, id));
    if (!found || found.settled) return await folders.remove(id);
    active++;
    try {
      await work(job, found);
    } catch (error) {
      if (job.signal.aborted) throw error;
      if (!isFinalFailure(error)) {
        deps.log.warn({ error, run: id, attempt: job.attempt }, 'a training run was interrupted and will be resumed');
        throw new Error(reasonOf(error), { cause: error });
      }
      await database.transaction(async (tx) => {
        await job.fence(tx);
        await end(tx, id, reasonOf(error));
      });
    } finally {
      active--;
    }
    await folders.remove(id);
  }

  async function work(job: RunningJob, run: TrainingRun): Promise<void> {
    const stopped = new AbortController();
    const broken = new AbortController();
    const signal = AbortSignal.any([job.signal, broken.signal]);
    const unsubscribe = await events.subscribe(
      { tenantId: run.tenantId, subject: subjectOf(run.id), types: ['training.stopped'] },
      () => stopped.abort(),
    );
    try {
      // Looked at after subscribing, so that no stop falls in between.
      const present = await store.findRun(database, run.tenantId, run.id);
      if (!present) return;
      if (present.status === 'stopped') {
        stopped.abort();
        if (present.currentEpoch === 0) return await settleWithout(job, run);
      }
      const folder = await folders.of(run.id);
      const prepared = await prepare(folder, run, () => deps.openRows(run), signal);
      signal.throwIfAborted();
      const saver = createEpochSaver({ database, events, job, run: present, onFailure: () => broken.abort() });
      const threads = Math.max(1, Math.floor(availableParallelism() / active));
      const trained = await train(
        present,
        prepared,
        folder,
        { ...deps.trainer, threads },
        {
          signal,
          stop: stopped.signal,
          onEpoch: saver.add,
          onStarted: async (started, warnings) => {
            await database.transaction(async (tx) => {
              await job.fence(tx);
              await store.saveEngine(tx, run.id, started.engine, [...prepared.fit.notes, ...warnings]);
            });
          },
        },
      ).catch(async (error) => {
        await saver.settle();
        throw error;
      });
      await saver.settle();
      if (trained.done.epochs === 0) return await settleWithout(job, run);
      const product = await deps.finish({ run: present, prepared, trained, folder, signal });
      await publish(job, run.id, product);
    } finally {
      await unsubscribe();
    }
  }

  /** The one transaction that makes a run's result visible. */
  async function publish(job: RunningJob, id: string, product: Product): Promise<void> {
    await database.transaction(async (tx) => {
      await job.fence(tx);
      await product.publish(tx);
      const completed = await store.takeStep(tx, id, 'complete');
      await store.settleRun(tx, id, product.modelId);
      const { events: started } = await admission.admit(tx);
      const run = completed ?? (await store.lockRun(tx, id));
      if (!run) throw new Error(`The training run ${id} vanished while it was being finished.`);
      const created = runEvent('model.created', run);
      await events.append(tx, created, ...(completed ? [runEvent('training.completed', run)] : []), ...started);
    });
  }

  /** Stopped before its first epoch ended: there is nothing to make a model of. */
  async function settleWithout(job: RunningJob, run: TrainingRun): Promise<void> {
    await database.transaction(async (tx) => {
      await job.fence(tx);
      await store.settleRun(tx, run.id, null);
    });
  }

  /** Fails a run, or settles a stopped one without a model. */
  async function end(tx: Transaction, id: string, reason: string): Promise<void> {
    const run = await store.lockRun(tx, id);
    if (!run || run.settled) return;
    const failed = await store.takeStep(tx, id, 'fail', reason);
    await store.settleRun(tx, id, null);
    await deps.discard(tx, run);
    const { events: started } = await admission.admit(tx);
    const told = failed ? [runEvent('training.failed', { ...failed, modelId: null }, { error: reason })] : [];
    await events.append(tx, ...told, ...started);
  }

  return {
    kind: TRAINING_JOB,
    concurrency: () => admission.capacity,
    leaseSeconds: LEASE_SECONDS,
    maxAttempts: retries.attempts,
    backoffSeconds: retries.backoffSeconds,
    run,
    onDead: (tx, { payload, error }) => end(tx, String(payload.runId), error),
  };
}
