import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { defaultHyperparameters, startTrainer, type TrainingJob, writeTrainingInput } from '../runtime/index.ts';
import { airHandler, normalize } from './data/air-handler.ts';
import type { BenchResult } from './types.ts';

const FEATURES = 7;
const THREADS = 2;
const BATCHES = 150;
const ROUNDS = 8;
/** What PyTorch 2.13 did on the machine on which the target was set; only for machines without it. */
const RECORDED_PYTORCH = 2280;

/**
 * Windows a second while training the default autoencoder, ours and PyTorch's in turns. Each contestant's best round
 * counts: what disturbs a round only ever slows it. Set SIGNALBOX_BENCH_PYTHON to a Python that has torch.
 */
export async function run(): Promise<BenchResult> {
  const load = loadavg()[0] as number;
  const dir = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  const cacheDir = join(import.meta.dirname, '..', '.cache', 'runtime');
  const hyperparameters = { ...defaultHyperparameters('lstm_autoencoder'), epochs: 2, early_stopping_patience: 0 };
  const windows = BATCHES * hyperparameters.batch_size;
  const count = windows + hyperparameters.sequence_length - 1;
  const rows = normalize(airHandler(count), FEATURES, count);
  const job: TrainingJob = {
    architecture: 'lstm_autoencoder',
    features: FEATURES,
    hyperparameters,
    seed: 1,
    threads: THREADS,
    train: [{ start: 0, count }],
    validation: [],
    window_stride: 1,
  };
  await writeTrainingInput(dir, { rows });
  const python = process.env.SIGNALBOX_BENCH_PYTHON;
  const peer = python ? await startPeer(python, join(dir, 'rows.f32')) : undefined;
  const ours: number[] = [];
  const theirs: number[] = [];
  let compiler = '';
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const trainer = startTrainer(job, { dir, cacheDir, engine: 'native' });
      for await (const event of trainer.events) {
        if (event.event === 'started') compiler = event.compiler ?? '';
        // The first epoch warms the caches and the CPU's clock.
        if (event.event === 'epoch' && event.epoch === 2) ours.push(event.windows_per_second);
      }
      await trainer.finished;
      await rm(join(dir, 'checkpoint.bin'));
      if (peer) theirs.push(await peer.round());
    }
  } finally {
    await peer?.end();
    await rm(dir, { recursive: true, force: true });
  }
  const best = Math.max(...ours);
  const baseline = theirs.length ? Math.max(...theirs) : RECORDED_PYTORCH;
  const ratio = best / baseline;
  return {
    name: 'Training the default LSTM autoencoder',
    conditions: {
      CPU: cpus()[0]?.model ?? 'unknown',
      'load at the start': load.toFixed(1),
      threads: THREADS,
      model: `${FEATURES} features, 60 steps, hidden 64, bottleneck 32, 2 layers, dropout 0.1, batch 64, float32`,
      compiler,
      rounds: ROUNDS,
      baseline: peer
        ? `PyTorch ${peer.version}, ${peer.threads} threads`
        : 'recorded elsewhere; set SIGNALBOX_BENCH_PYTHON to measure',
    },
    figures: [
      { name: 'Signalbox, best round', value: best, unit: 'windows/s' },
      { name: 'Signalbox, median', value: median(ours), unit: 'windows/s' },
      { name: peer ? 'PyTorch, best round' : 'PyTorch, recorded', value: baseline, unit: 'windows/s' },
      ...(theirs.length ? [{ name: 'PyTorch, median', value: median(theirs), unit: 'windows/s' }] : []),
      { name: 'ratio', value: ratio, unit: '×', target: '≥ 2 × (goal 3 ×)', met: ratio >= 2 },
    ],
  };
}

async function startPeer(python: string, rows: string) {
  const script = fileURLToPath(new URL('peers/pytorch_training.py', import.meta.url));
  const child: ChildProcess = spawn(python, [script, rows, String(THREADS), '2'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout as Readable })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`${python} ended early; does it have torch and numpy?`);
    return JSON.parse(line.value) as { version: string; threads: number; windows_per_second: number };
  };
  const { version, threads } = await next();
  return {
    version,
    threads,
    async round() {
      child.stdin?.write('\n');
      return (await next()).windows_per_second;
    },
    async end() {
      child.stdin?.end();
      await closed;
    },
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

if (import.meta.main) console.log(JSON.stringify(await run(), null, 2));
