import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type Architecture,
  defaultHyperparameters,
  type EpochEvent,
  type Hyperparameters,
  parameterCount,
  shapeOf,
  startTrainer,
  type TrainerEvent,
  type TrainingFailed,
  type TrainingJob,
  writeTrainingInput,
} from './index.ts';
import { testCache } from './test/cache.ts';
import { largestDifference } from './test/reference.ts';

const FEATURES = 3;
const ROWS = 240;

/** Two sine waves with a phase between them and a slow drift: something a small autoencoder learns in few epochs. */
function signals(rows = ROWS): Float32Array {
  return Float32Array.from({ length: rows * FEATURES }, (_, i) => {
    const t = Math.floor(i / FEATURES);
    return Math.sin(t / (4 + (i % FEATURES)) + i) + 0.1 * Math.sin(t * 12.9898 + i * 78.233);
  });
}

type Changes = Partial<Omit<TrainingJob, 'hyperparameters'>> & { hyperparameters?: Partial<Hyperparameters> };

function jobFor(architecture: Architecture, changes: Changes = {}): TrainingJob {
  return {
    architecture,
    features: FEATURES,
    seed: 11,
    threads: 2,
    train: [
      { start: 0, count: 90 },
      { start: 95, count: 75 },
    ],
    validation: [{ start: 170, count: 50 }],
    ...changes,
    hyperparameters: {
      ...defaultHyperparameters(architecture),
      hidden_dim: 8,
      bottleneck_dim: 4,
      sequence_length: 6,
      batch_size: 16,
      epochs: 4,
      learning_rate: 0.01,
      ...changes.hyperparameters,
    },
  };
}

for (const engine of ['typescript', 'native'] as const) {
  describe(`the ${engine} trainer`, () => {
    let root = '';
    let folders = 0;
    before(async () => {
      root = await mkdtemp(join(tmpdir(), 'signalbox-trainer-'));
    });
    after(() => rm(root, { recursive: true, force: true }));

    const folder = async (targets?: Float32Array, rows = signals()) => {
      const dir = join(root, String(folders++));
      await writeTrainingInput(dir, { rows, ...(targets && { targets }) });
      return dir;
    };
    const start = (dir: string, job: TrainingJob) => startTrainer(job, { dir, cacheDir: testCache, engine });
    const train = async (dir: string, job: TrainingJob) => {
      const handle = start(dir, job);
      const events = await Array.fromAsync(handle.events);
      const done = await handle.finished;
      return { events, done, best: await readFile(join(dir, 'best.f32')), epochs: epochsOf(events) };
    };
    const epochsOf = (events: TrainerEvent[]) => events.filter((e): e is EpochEvent => e.event === 'epoch');

    for (const architecture of ['lstm_autoencoder', 'gru_predictor', 'sentinel'] as const) {
      it(`learns a ${architecture}, and learns the same one from the same seed whatever the threads`, async () => {
        const job = jobFor(architecture);
        const first = await train(await folder(), job);
        assert.equal(first.events[0]?.event, 'started');
        assert.deepEqual(
          first.epochs.map((e) => e.epoch),
          [1, 2, 3, 4],
        );
        assert.ok((first.epochs[3] as EpochEvent).train_loss < (first.epochs[0] as EpochEvent).train_loss);
        assert.equal(first.best.length, parameterCount(shapeOf(job)) * 4);
        assert.equal(first.done.reason, 'completed');

        const second = await train(await folder(), { ...job, threads: 1 });
        assert.ok(first.best.equals(second.best));
        const other = await train(await folder(), { ...job, seed: 12 });
        assert.ok(!first.best.equals(other.best));
      });
    }

    it('hazard: killed with SIGKILL in the middle, it resumes and arrives at the bits of an uninterrupted run', async () => {
      const job = jobFor('lstm_autoencoder', { hyperparameters: { epochs: 8 } });
      const whole = await train(await folder(), job);
      const dir = await folder();
      const interrupted = start(dir, job);
      for await (const event of interrupted.events)
        if (event.event === 'epoch' && event.epoch === 3) interrupted.kill();
      await assert.rejects(interrupted.finished, (error: TrainingFailed) => error.code === 'crashed');

      const resumed = await train(dir, job);
      const [started] = resumed.events;
      assert.ok(started?.event === 'started' && started.resumed_epochs >= 3 && started.resumed_epochs < 8);
      assert.ok(resumed.best.equals(whole.best));
      const losses = (e: { train_loss: number; val_loss: number }) => [e.train_loss, e.val_loss];
      assert.deepEqual([...started.history, ...resumed.epochs].map(losses), whole.epochs.map(losses));
    });

    it('stops within a batch when asked to, keeping the best weights', async () => {
      const dir = await folder();
      const handle = start(
        dir,
        jobFor('lstm_autoencoder', { hyperparameters: { epochs: 10_000, early_stopping_patience: 0 } }),
      );
      for await (const event of handle.events) if (event.event === 'epoch' && event.epoch === 2) handle.stop();
      const done = await handle.finished;
      assert.equal(done.reason, 'stopped');
      assert.ok(done.epochs >= 2 && done.epochs < 10_000 && done.best_epoch > 0);
      assert.equal((await stat(join(dir, 'best.f32'))).size, parameterCount(shapeOf(jobFor('lstm_autoencoder'))) * 4);
    });

    it('stops early after `patience` epochs without improvement, and never with patience 0', async () => {
      // With a learning rate this small nothing improves in single precision after the first epoch.
      const hyperparameters = { learning_rate: 1e-30, epochs: 6, dropout: 0 };
      const impatient = jobFor('sentinel', { hyperparameters: { ...hyperparameters, early_stopping_patience: 2 } });
      const { done } = await train(await folder(), impatient);
      assert.deepEqual([done.reason, done.epochs, done.best_epoch], ['early_stopped', 3, 1]);
      const patient = jobFor('sentinel', { hyperparameters: { ...hyperparameters, early_stopping_patience: 0 } });
      assert.equal((await train(await folder(), patient)).done.epochs, 6);
    });

    it('names the learning rate when the loss explodes', async () => {
      const job = jobFor('lstm_autoencoder', { hyperparameters: { learning_rate: 1 } });
      const dir = await folder();
      await writeTrainingInput(dir, {
        rows: signals(),
        initial: new Float32Array(parameterCount(shapeOf(job))).fill(1e30),
      });
      const handle = start(dir, job);
      await assert.rejects(handle.finished, (error: TrainingFailed) => {
        assert.equal(error.code, 'diverged');
        assert.match(error.message, /learning rate 1 is too high/);
        return true;
      });
    });

    it('hazard: a weight that is no number is noticed although the gates are bounded', async () => {
      const job = jobFor('lstm_autoencoder');
      const initial = new Float32Array(parameterCount(shapeOf(job))).fill(0.01);
      initial[8 * 4 * FEATURES] = Number.NaN; // in W_hh of the first layer
      const dir = await folder();
      await writeTrainingInput(dir, { rows: signals(), initial });
      await assert.rejects(start(dir, job).finished, (error: TrainingFailed) => error.code === 'diverged');
    });

    it('shrinks the sequence to data too short for it, and needs neither labels nor validation rows', async () => {
      const tiny = {
        train: [{ start: 0, count: 7 }],
        validation: [{ start: 7, count: 2 }],
        hyperparameters: { sequence_length: 60 },
      };
      for (const architecture of ['lstm_autoencoder', 'gru_predictor', 'sentinel'] as const) {
        const { events, done } = await train(await folder(), jobFor(architecture, tiny));
        const [started] = events;
        assert.ok(started?.event === 'started');
        assert.equal(started.sequence_length, { lstm_autoencoder: 2, gru_predictor: 1, sentinel: 1 }[architecture]);
        assert.equal(done.epochs, 4);
      }
      const { epochs } = await train(await folder(), jobFor('lstm_autoencoder', { validation: [] }));
      assert.ok(epochs.every((e) => e.val_loss === e.train_loss));
    });

    it('never lets a window reach across a gap', async () => {
      const rows = signals();
      rows.fill(Number.NaN, 90 * FEATURES, 95 * FEATURES);
      const { done } = await train(await folder(undefined, rows), jobFor('lstm_autoencoder'));
      assert.ok(Number.isFinite(done.best_val_loss));
    });

    it('learns labels where there are some', async () => {
      const rows = signals();
      const labels = Float32Array.from({ length: ROWS }, (_, row) => ((rows[row * FEATURES] as number) > 0 ? 1 : 0));
      for (const architecture of ['gru_predictor', 'sentinel'] as const) {
        const job = jobFor(architecture, { hyperparameters: { epochs: 30 } });
        const { done } = await train(await folder(labels), job);
        assert.ok((done.best_val_loss as number) < 0.35, `${architecture}: ${done.best_val_loss}`);
      }
    });

    it('hazard: a damaged checkpoint is said and training starts from the beginning', async () => {
      const dir = await folder();
      const job = jobFor('sentinel');
      const whole = await train(dir, job);
      await truncate(join(dir, 'checkpoint.bin'), 1000);
      const again = await train(dir, job);
      assert.ok(again.events.some((e) => e.event === 'warning' && /damaged/.test(e.message)));
      assert.ok(again.best.equals(whole.best));
    });

    it('refuses the checkpoint of another training, and goes on from its own when more epochs are wanted', async () => {
      const dir = await folder();
      await train(dir, jobFor('sentinel', { hyperparameters: { epochs: 2 } }));
      await assert.rejects(start(dir, jobFor('sentinel', { seed: 99 })).finished, /another training/);
      const more = await train(dir, jobFor('sentinel', { hyperparameters: { epochs: 4 } }));
      assert.ok(more.best.equals((await train(await folder(), jobFor('sentinel'))).best));
    });

    it('starts from the weights of another model when they are given', async () => {
      const dir = await folder();
      const { best, done } = await train(dir, jobFor('lstm_autoencoder', { hyperparameters: { epochs: 12 } }));
      const next = await folder();
      const initial = new Float32Array(new Uint8Array(best).buffer);
      await writeTrainingInput(next, { rows: signals(), initial });
      const { epochs } = await train(
        next,
        jobFor('lstm_autoencoder', { hyperparameters: { epochs: 1, learning_rate: 1e-9 } }),
      );
      assert.ok(Math.abs((epochs[0] as EpochEvent).val_loss - (done.best_val_loss as number)) < 1e-6);
    });

    it('says what is wrong with a job that cannot be trained', async () => {
      const wrong = jobFor('lstm_autoencoder', { features: 4, train: [{ start: 0, count: 100_000 }] });
      await assert.rejects(
        start(await folder(), wrong).finished,
        /train segment of 100000 rows from 0 lies outside the 180 rows/,
      );
      const rows = signals();
      rows[14] = Number.NaN;
      await assert.rejects(
        start(await folder(undefined, rows), jobFor('sentinel')).finished,
        /row 4 .* not a finite number/,
      );
      const empty = jobFor('lstm_autoencoder', { train: [] });
      await assert.rejects(start(await folder(), empty).finished, /no window to learn from/);
    });

    it('hazard: it does not survive the process that started it', async () => {
      const dir = await folder();
      const job = jobFor('lstm_autoencoder', { hyperparameters: { epochs: 10_000, early_stopping_patience: 0 } });
      const script = join(dir, 'parent.mjs');
      await writeFile(
        script,
        `import { startTrainer } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
         const handle = startTrainer(${JSON.stringify(job)}, ${JSON.stringify({ dir, cacheDir: testCache, engine })});
         for await (const event of handle.events) console.log(JSON.stringify(event));`,
      );
      const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const { pid } = JSON.parse(line.toString().split('\n', 1)[0] as string) as { pid: number };
      assert.ok(alive(pid));
      parent.kill('SIGKILL');
      await once(parent, 'close');
      while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    });
  });
}

describe('the two engines', () => {
  it('learn the same model but for rounding, and go on from each other’s checkpoints', async () => {
    const root = await mkdtemp(join(tmpdir(), 'signalbox-engines-'));
    try {
      const learn = async (name: string, ...runs: ['native' | 'typescript', number][]) => {
        const dir = join(root, name);
        await writeTrainingInput(dir, { rows: signals() });
        for (const [engine, epochs] of runs) {
          const job = jobFor('lstm_autoencoder', { window_stride: 3, hyperparameters: { epochs, batch_size: 24 } });
          await startTrainer(job, { dir, cacheDir: testCache, engine }).finished;
        }
        const bytes = await readFile(join(dir, 'best.f32'));
        return new Float32Array(new Uint8Array(bytes).buffer);
      };
      const native = await learn('native', ['native', 4]);
      assert.ok(largestDifference(native, await learn('typescript', ['typescript', 4])) < 1e-4);
      assert.ok(largestDifference(native, await learn('both', ['native', 1], ['typescript', 3], ['native', 4])) < 1e-4);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});

/** A zombie waiting for its reaper still has a pid but no life. */
function alive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  try {
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
