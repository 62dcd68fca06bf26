import {
  type Checkpoint,
  type DoneEvent,
  type EpochLoss,
  type Plan,
  shapeOf,
  type TrainerEvent,
} from '../training/index.ts';
import { epochWindows, gather, gatherTargets, validationWindows } from './batches.ts';
import type { Dropout } from './dropout.ts';
import { lossAndGradient } from './losses.ts';
import { forward, NO_DROPOUT } from './model.ts';
import { type OptimizerState, update } from './optimizers.ts';
import { deriveKey, PURPOSE } from './random.ts';

/** Windows computed between two looks at the outside world: 8 default windows take about 0.3 s. */
const SLICE = 8;
/** A loss this many times the first one will not come back. */
const DIVERGED = 1e6;

export class Diverged extends Error {
  override name = 'Diverged';
}

export type LoopOptions = {
  plan: Plan;
  rows: Float32Array;
  /** Where to go on from; fresh weights and zeros for a new training. Changed in place. */
  state: Checkpoint;
  emit: (event: TrainerEvent) => void;
  /** Called after every epoch, before its event, with whether the weights are the best so far. */
  save: (state: Checkpoint, improved: boolean) => Promise<void>;
  stopping: () => boolean;
  now: () => number;
};

/** Trains to the end, an early stop or `stopping`. @throws {Diverged} */
export async function trainingLoop(o: LoopOptions): Promise<DoneEvent> {
  const { plan, state, emit } = o;
  const { epochs, early_stopping_patience: patience, learning_rate } = plan.job.hyperparameters;
  const startedAt = o.now() - state.elapsedSeconds * 1000;
  const done = (reason: DoneEvent['reason']): DoneEvent => ({
    event: 'done',
    reason,
    epochs: state.epoch,
    best_epoch: state.bestEpoch,
    best_val_loss: state.epoch ? state.bestLoss : null,
    elapsed_seconds: (o.now() - startedAt) / 1000,
  });
  for (;;) {
    if (patience > 0 && state.epoch > 0 && state.sinceBest >= patience) return done('early_stopped');
    if (state.epoch >= epochs) return done('completed');
    const began = o.now();
    const trained = await trainEpoch(o);
    const losses = trained && (await epochLosses(o, trained.loss));
    if (!losses) return done('stopped');
    const improved = state.epoch === 0 || losses.val_loss < state.bestLoss;
    state.epoch++;
    state.history.push(losses);
    state.elapsedSeconds = (o.now() - startedAt) / 1000;
    state.sinceBest = improved ? 0 : state.sinceBest + 1;
    if (improved) {
      state.bestLoss = losses.val_loss;
      state.bestEpoch = state.epoch;
      state.best.set(state.average);
    }
    await o.save(state, improved);
    emit({
      event: 'epoch',
      epoch: state.epoch,
      ...losses,
      best_val_loss: state.bestLoss,
      best_epoch: state.bestEpoch,
      learning_rate,
      elapsed_seconds: state.elapsedSeconds,
      windows_per_second: trained.windows / ((o.now() - began) / 1000),
    });
  }
}

/** One pass over the epoch's windows; undefined when told to stop. */
async function trainEpoch(o: LoopOptions): Promise<{ loss: number; windows: number } | undefined> {
  const { plan, state } = o;
  const hp = plan.job.hyperparameters;
  const shape = shapeOf(plan.job);
  const windows = epochWindows(plan, state.epoch);
  const weights = Float64Array.from(state.weights);
  const average = Float64Array.from(state.average);
  const optimizer: OptimizerState = { step: state.step, m: Float64Array.from(state.m), v: Float64Array.from(state.v) };
  const settings = { optimizer: hp.optimizer, learningRate: hp.learning_rate, weightDecay: hp.weight_decay };
  const began = o.now();
  let reported = began;
  let sum = 0;
  for (let batch = 0, at = 0; at < windows.length; batch++, at += plan.batch) {
    const size = Math.min(plan.batch, windows.length - at);
    const gradient = new Float64Array(weights.length);
    let batchLoss = 0;
    for (let row = 0; row < size; row += SLICE) {
      if (await interrupted(o)) return undefined;
      const starts = windows.subarray(at + row, at + Math.min(row + SLICE, size));
      const key = (site: number) => deriveKey(plan.job.seed, PURPOSE.dropout, state.epoch, batch, site);
      const d: Dropout = { rate: hp.dropout, firstRow: row, key };
      const x = gather(plan, o.rows, starts);
      const run = forward(shape, weights, x, plan.steps, starts.length, d);
      const target = gatherTargets(plan, x, starts);
      const { loss, gradient: dy } = lossAndGradient(hp.loss, run.outputs, target, plan.targetWidth === 0);
      const share = starts.length / size;
      run.backward(
        dy.map((value) => value * share),
        gradient,
      );
      batchLoss += loss * share;
    }
    checkLoss(batchLoss, state.history[0]?.train_loss, state.epoch + 1, hp.learning_rate);
    update(weights, gradient, optimizer, settings);
    addToAverage(average, weights, optimizer.step);
    roundToSingle(weights, average, optimizer.m, optimizer.v);
    sum += batchLoss * size;
    if (o.now() - reported > 250) {
      reported = o.now();
      const done = at + size;
      o.emit({
        event: 'progress',
        epoch: state.epoch + 1,
        windows_done: done,
        windows_total: windows.length,
        train_loss: sum / done,
        windows_per_second: done / ((reported - began) / 1000),
      });
    }
  }
  state.weights.set(weights);
  state.average.set(average);
  state.m.set(optimizer.m);
  state.v.set(optimizer.v);
  state.step = optimizer.step;
  return { loss: sum / windows.length, windows: windows.length };
}

async function epochLosses(o: LoopOptions, trainLoss: number): Promise<EpochLoss | undefined> {
  const { plan, state } = o;
  const windows = validationWindows(plan);
  if (windows.length === 0) return { train_loss: trainLoss, val_loss: trainLoss };
  const weights = Float64Array.from(state.average);
  let sum = 0;
  for (let at = 0; at < windows.length; at += SLICE) {
    if (await interrupted(o)) return undefined;
    const starts = windows.subarray(at, at + SLICE);
    const x = gather(plan, o.rows, starts);
    const { outputs } = forward(shapeOf(plan.job), weights, x, plan.steps, starts.length, NO_DROPOUT);
    const target = gatherTargets(plan, x, starts);
    sum += lossAndGradient(plan.job.hyperparameters.loss, outputs, target, plan.targetWidth === 0).loss * starts.length;
  }
  const loss = sum / windows.length;
  checkLoss(loss, state.history[0]?.val_loss, state.epoch + 1, plan.job.hyperparameters.learning_rate);
  return { train_loss: trainLoss, val_loss: loss };
}

/** Lets signals and a closed standard input be noticed. */
async function interrupted(o: LoopOptions): Promise<boolean> {
  await new Promise((resume) => setImmediate(resume));
  return o.stopping();
}

function checkLoss(loss: number, first: number | undefined, epoch: number, rate: number): void {
  const finite = Number.isFinite(Math.fround(loss)); // in single precision, like the native engine
  if (finite && !(first !== undefined && loss > DIVERGED * Math.max(first, 1e-3))) return;
  const what = finite ? `grew to ${loss.toPrecision(3)}` : 'is not a number any more';
  throw new Diverged(
    `Training diverged in epoch ${epoch}: the loss ${what}. The learning rate ${rate} is too high for this data; try a tenth of it.`,
  );
}

/**
 * The model is the average of the weights over about the last tenth of all updates: the noise of single updates cancels
 * out, at no cost (docs/decisions/window-stride.md).
 */
function addToAverage(average: Float64Array, weights: Float64Array, step: number): void {
  const share = 10 / (9 + step);
  for (let i = 0; i < average.length; i++)
    average[i] = (average[i] as number) + share * ((weights[i] as number) - (average[i] as number));
}

/** What is kept between epochs is single precision; rounding at every step makes a resumed run the same run. */
function roundToSingle(...lists: Float64Array[]): void {
  for (const list of lists) for (let i = 0; i < list.length; i++) list[i] = Math.fround(list[i] as number);
}
