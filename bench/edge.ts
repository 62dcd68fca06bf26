import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { runEdge, serveEdge } from '../runtime/edge/edge-program.ts';
import { buildEdgeBinary, type EdgeTarget } from '../runtime/edge/index.ts';
import { createScorer, type Model, quantize } from '../runtime/model/index.ts';
import { testModel, testScoring } from '../runtime/model/test-model.ts';
import { airHandler } from './data/air-handler.ts';
import type { BenchResult, Figure } from './types.ts';

const FEATURES = 7;
const ROUNDS = 6;
const WINDOWS = 10_000;
const STDIN_ROWS = 20_000;
const SCORER_ROWS = 30_000;
/** What PyTorch 2.13 did on the machine on which the target was set; only for machines without it. */
const RECORDED_PYTORCH = 730;

/**
 * One window of the default autoencoder scored by the x86_64 edge program, and PyTorch's in turns; each contestant's
 * best round counts, because what disturbs a round only ever slows it. Also the size of the armv7 program, the memory
 * of the x86_64 one while it serves, and the server's scorer. Weights are untrained, which changes none of these.
 * Set SIGNALBOX_BENCH_PYTHON to a Python that has torch.
 */
export async function run(): Promise<BenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  const cacheDir = join(import.meta.dirname, '..', '.cache', 'runtime');
  const model = defaultModel();
  const int8 = await quantize(model);
  const build = (target: EdgeTarget, quantized: typeof int8 | null) =>
    buildEdgeBinary({ model, quantized, target, cacheDir, output: join(dir, `${target}-${quantized ? 8 : 32}`) });
  const python = process.env.SIGNALBOX_BENCH_PYTHON;
  const peer = python ? await startPeer(python) : undefined;
  try {
    const [small, float, armv7] = [
      await build('x86_64', int8),
      await build('x86_64', null),
      await build('armv7', int8),
    ];
    const ours: Measured[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await measure(small.path));
      if (peer) theirs.push(await peer.round());
    }
    const best = Math.min(...ours.map(({ us_median }) => us_median));
    const baseline = theirs.length > 0 ? Math.min(...theirs) : RECORDED_PYTORCH;
    const others: Figure[] = [];
    for (const kernels of ['avx512', 'avx2', 'sse2']) {
      if (kernels === ours[0]?.kernels) continue;
      const value = (await measure(small.path, kernels).catch(() => undefined))?.us_median;
      if (value !== undefined) others.push({ name: `the same with ${kernels} kernels`, value, unit: 'µs' });
    }
    const stdin = await throughStdin(small.path);
    const resident = await residentMegabytes(small.path);
    const kilobytes = armv7.bytes / 1024;
    return {
      name: 'Scoring on a device',
      conditions: {
        CPU: cpus()[0]?.model ?? 'unknown',
        threads: 1,
        model: `${FEATURES} features, 60 steps, hidden 64, bottleneck 32, 2 layers`,
        kernels: ours[0]?.kernels ?? 'unknown',
        compiler: small.compiler,
        rounds: `${ROUNDS} of ${WINDOWS} windows`,
        baseline: peer
          ? `PyTorch ${peer.version}, 1 thread`
          : 'recorded elsewhere; set SIGNALBOX_BENCH_PYTHON to measure',
        memory:
          'of the x86_64 program, after 2,000 requests (that of an emulated armv7 one cannot be told from its emulator)',
      },
      figures: [
        { name: 'one window, INT8, best round', value: best, unit: 'µs', target: '≤ 120 µs', met: best <= 120 },
        {
          name: 'one window, INT8, slowest 1 % of the best round',
          value: Math.min(...ours.map((m) => m.us_p99)),
          unit: 'µs',
        },
        ...others,
        { name: 'one window, float32', value: (await measure(float.path)).us_median, unit: 'µs' },
        { name: 'one row of CSV through standard input', value: stdin, unit: 'µs' },
        { name: peer ? 'PyTorch, one window, best round' : 'PyTorch, recorded', value: baseline, unit: 'µs' },
        { name: 'ratio', value: baseline / best, unit: '×' },
        {
          name: 'armv7 program with INT8 weights',
          value: kilobytes,
          unit: 'KB',
          target: '≤ 400 KB',
          met: kilobytes <= 400,
        },
        ...(resident === undefined
          ? []
          : [{ name: 'resident memory at most', value: resident, unit: 'MB', target: '≤ 4 MB', met: resident <= 4 }]),
        { name: "the server's scorer, float32, all cores", value: await scorerRate(model, cacheDir), unit: 'rows/s' },
      ],
    };
  } finally {
    await peer?.end();
    await rm(dir, { recursive: true, force: true });
  }
}

function defaultModel(): Model {
  const shape = { features: FEATURES, hidden: 64, bottleneck: 32, layers: 2 };
  const model = testModel(shape, { steps: 60 });
  return { ...model, scoring: testScoring(model.columns) };
}

type Measured = { us_median: number; us_p99: number; kernels: string };

async function measure(program: string, kernels?: string): Promise<Measured> {
  const run = await runEdge([program, '--bench', String(WINDOWS), ...(kernels ? ['--kernels', kernels] : [])]);
  if (run.status !== 0) throw new Error(`${program} ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

/** Microseconds a row from the first byte in to the last one out, parsing and printing included. */
async function throughStdin(program: string): Promise<number> {
  const cells = airHandler(STDIN_ROWS);
  const width = cells.length / STDIN_ROWS;
  const lines = Array.from({ length: STDIN_ROWS }, (_, t) => cells.slice(t * width, t * width + FEATURES).join(','));
  const input = `${defaultModel().columns.join(',')}\n${lines.join('\n')}\n`;
  const start = performance.now();
  const run = await runEdge([program, '--stdin'], input);
  if (run.status !== 0) throw new Error(run.stderr);
  return ((performance.now() - start) * 1000) / STDIN_ROWS;
}

async function residentMegabytes(program: string): Promise<number | undefined> {
  const edge = await serveEdge(program);
  for (let i = 0; i < 2000; i++) {
    const body = JSON.stringify(Array.from({ length: FEATURES }, (_, f) => 20 + f + Math.sin(i)));
    await (await fetch(`${edge.url}/predict`, { method: 'POST', body })).arrayBuffer();
  }
  const status = await readFile(`/proc/${edge.pid}/status`, 'utf8').catch(() => '');
  await edge.stop();
  const kilobytes = /VmHWM:\s*(\d+)/.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

async function scorerRate(model: Model, cacheDir: string): Promise<number> {
  const scorer = await createScorer({ model, cacheDir });
  const rows = new Float64Array(SCORER_ROWS * FEATURES).map((_, i) => 20 + (i % FEATURES) + Math.sin(i / 50));
  for await (const _ of scorer.score([rows.subarray(0, 2000 * FEATURES)]));
  const start = performance.now();
  for await (const _ of scorer.score([rows]));
  const seconds = (performance.now() - start) / 1000;
  await scorer.close();
  return SCORER_ROWS / seconds;
}

async function startPeer(python: string) {
  const script = fileURLToPath(new URL('peers/pytorch_inference.py', import.meta.url));
  const child: ChildProcess = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const lines = createInterface({ input: child.stdout as Readable })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`${python} ended early; does it have torch?`);
    return JSON.parse(line.value) as { version: string; us_median: number };
  };
  const { version } = await next();
  return {
    version,
    async round() {
      child.stdin?.write('\n');
      return (await next()).us_median;
    },
    async end() {
      child.stdin?.end();
      await closed;
    },
  };
}

if (import.meta.main) console.log(JSON.stringify(await run(), null, 2));
