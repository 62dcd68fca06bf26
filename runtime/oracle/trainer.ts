import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Checkpoint,
  encodeCheckpoint,
  JOB_FILES,
  parameterCount,
  readCheckpoint,
  readFloats,
  readPlan,
  replaceFile,
  shapeOf,
  type TrainerEvent,
  type TrainingJob,
} from '../training/index.ts';
import { epochWindows, validationWindows } from './batches.ts';
import { initialWeights } from './initialize.ts';
import { Diverged, trainingLoop } from './loop.ts';

/**
 * The trainer program in plain TypeScript: `node trainer.ts <job folder>`, for machines without a C compiler. Speaks
 * the same protocol as the native one, about 200 times slower.
 */
async function main(dir: string): Promise<number> {
  const emit = (event: TrainerEvent) => process.stdout.write(`${JSON.stringify(event)}\n`);
  let stopping = false;
  process.on('SIGTERM', () => {
    stopping = true;
  });
  // The parent holds the other end. When it dies, so do we: nobody would read the result.
  process.stdin.on('end', () => process.exit(3)).resume();
  try {
    const { plan, rows } = await readPlan(dir);
    const state = await readState(dir, plan.job, plan.fingerprint, emit);
    emit({
      event: 'started',
      engine: 'typescript',
      compiler: null,
      pid: process.pid,
      parameters: state.weights.length,
      sequence_length: plan.steps,
      window_stride: plan.stride,
      train_windows: plan.trainWindows,
      validation_windows: validationWindows(plan).length,
      windows_per_epoch: epochWindows(plan, 0).length,
      windows_per_update: plan.batch,
      threads: 1,
      resumed_epochs: state.epoch,
      history: state.history,
    });
    const save = async (saved: Checkpoint, improved: boolean) => {
      if (improved) await writeBest(dir, saved);
      await replaceFile(join(dir, JOB_FILES.checkpoint), encodeCheckpoint(saved));
    };
    const done = await trainingLoop({
      plan,
      rows,
      state,
      emit,
      save,
      stopping: () => stopping,
      now: () => performance.now(),
    });
    await writeBest(dir, state);
    emit(done);
    return 0;
  } catch (error) {
    const code = error instanceof Diverged ? 'diverged' : 'failed';
    emit({ event: 'error', code, message: error instanceof Error ? error.message : String(error) });
    return 1;
  }
}

async function readState(
  dir: string,
  job: TrainingJob,
  fingerprint: string,
  emit: (event: TrainerEvent) => void,
): Promise<Checkpoint> {
  const path = join(dir, JOB_FILES.checkpoint);
  const found = await readCheckpoint(path);
  if (found && found.fingerprint !== fingerprint) {
    throw new Error(
      `${path} belongs to another training (other data, architecture or hyperparameters); remove it to start anew`,
    );
  }
  if (found) return found;
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) {
    emit({ event: 'warning', message: `${path} is damaged; training starts from the beginning` });
  }
  const parameters = parameterCount(shapeOf(job));
  const initial = await readFloats(join(dir, JOB_FILES.initial));
  if (initial && initial.length !== parameters) {
    throw new Error(
      `${JOB_FILES.initial} holds ${initial.length} weights, but this model has ${parameters} parameters`,
    );
  }
  const weights = initial ?? initialWeights(shapeOf(job), job.seed);
  return {
    fingerprint,
    epoch: 0,
    step: 0,
    bestEpoch: 0,
    sinceBest: 0,
    bestLoss: Number.MAX_VALUE,
    elapsedSeconds: 0,
    weights,
    m: new Float32Array(parameters),
    v: new Float32Array(parameters),
    average: weights.slice(),
    best: weights.slice(),
    history: [],
  };
}

function writeBest(dir: string, state: Checkpoint): Promise<void> {
  return replaceFile(
    join(dir, JOB_FILES.best),
    new Uint8Array(state.best.buffer, state.best.byteOffset, state.best.byteLength),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await main(process.argv[2] ?? '.');
  process.stdin.destroy();
}
