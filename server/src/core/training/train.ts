import {
  type DoneEvent,
  type EpochEvent,
  type StartedEvent,
  startTrainer,
  type TrainerHandle,
  type TrainingJob,
} from '@signalbox/runtime';
import type { Prepared } from './preparation/prepare.ts';
import type { EpochReport, TrainingRun } from './schema.ts';

export type TrainerSettings = {
  /** Where compiled trainers are kept. */
  cacheDir: string;
  /** C compiler to use instead of the one from npm. */
  cc?: string | undefined;
  engine?: 'auto' | 'native' | 'typescript' | undefined;
  threads: number;
};

export type Trained = { started: StartedEvent; done: DoneEvent; warnings: string[] };

export type TrainingWatch = {
  onStarted(started: StartedEvent, warnings: string[]): Promise<void>;
  onEpoch(report: EpochReport): void;
  /** Aborted: the trainer is killed at once, and its checkpoint stays. */
  signal: AbortSignal;
  /** Aborted: the trainer ends within a batch and keeps its best weights. */
  stop: AbortSignal;
};

/**
 * Trains in a process of its own until the end, `stop` or `signal`; goes on from the folder's checkpoint if there is one.
 *
 * @throws the reason of `signal`; {TrainingFailed}
 */
export async function train(
  run: TrainingRun,
  prepared: Prepared,
  folder: string,
  settings: TrainerSettings,
  watch: TrainingWatch,
): Promise<Trained> {
  const { seed, ...hyperparameters } = run.hyperparameters;
  const job: TrainingJob = {
    architecture: run.architecture,
    features: prepared.sensors.length,
    hyperparameters,
    seed,
    threads: settings.threads,
    train: prepared.fit.train,
    validation: prepared.fit.validation,
  };
  watch.signal.throwIfAborted();
  const { cacheDir, cc, engine } = settings;
  const trainer = startTrainer(job, { dir: folder, cacheDir, cc, engine });
  const kill = () => trainer.kill();
  const stop = () => trainer.stop();
  watch.signal.addEventListener('abort', kill, { once: true });
  watch.stop.addEventListener('abort', stop, { once: true });
  if (watch.stop.aborted) stop();
  try {
    return await follow(run, trainer, watch);
  } catch (error) {
    watch.signal.throwIfAborted();
    throw error;
  } finally {
    watch.signal.removeEventListener('abort', kill);
    watch.stop.removeEventListener('abort', stop);
    trainer.kill();
    await trainer.finished.catch(() => undefined);
  }
}

async function follow(run: TrainingRun, trainer: TrainerHandle, watch: TrainingWatch): Promise<Trained> {
  const warnings: string[] = [];
  let started: StartedEvent | undefined;
  for await (const event of trainer.events) {
    if (event.event === 'warning') warnings.push(event.message);
    if (event.event === 'started') {
      started = event;
      await watch.onStarted(event, warnings);
      // Epochs that reached the checkpoint but not the database before the last process died.
      for (const missed of missedEpochs(run, event)) watch.onEpoch(missed);
    }
    if (event.event === 'epoch') watch.onEpoch(reportOf(event));
  }
  const done = await trainer.finished;
  if (!started) throw new Error('The trainer ended without saying that it had started.');
  return { started, done, warnings };
}

function reportOf(event: EpochEvent): EpochReport {
  return {
    epoch: event.epoch,
    trainLoss: event.train_loss,
    valLoss: event.val_loss,
    bestValLoss: event.best_val_loss,
    bestEpoch: event.best_epoch,
    elapsedSeconds: event.elapsed_seconds,
  };
}

/** Their time is not in the checkpoint's history; the pace so far stands for it. */
function missedEpochs(run: TrainingRun, { history }: StartedEvent): EpochReport[] {
  const pace = run.currentEpoch === 0 ? 0 : run.elapsedSeconds / run.currentEpoch;
  let bestValLoss = Number.POSITIVE_INFINITY;
  let bestEpoch = 0;
  const reports = history.map(({ train_loss, val_loss }, i) => {
    if (val_loss < bestValLoss) [bestValLoss, bestEpoch] = [val_loss, i + 1];
    return {
      epoch: i + 1,
      trainLoss: train_loss,
      valLoss: val_loss,
      bestValLoss,
      bestEpoch,
      elapsedSeconds: run.elapsedSeconds + Math.max(0, i + 1 - run.currentEpoch) * pace,
    };
  });
  return reports.slice(run.currentEpoch);
}
