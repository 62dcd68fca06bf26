import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CompilerMissing, compile } from '../compiler.ts';
import { type InferenceMode, type InferenceProcess, startInference } from './inference-process.ts';
import { packModel } from './pack.ts';
import { plainInference } from './plain-inference.ts';
import { channelNames } from './scoring.ts';
import type { Model, QuantizedWeights } from './types.ts';

export type ScorerOptions = {
  model: Model;
  /** Score with INT8 weights, as a device would, instead of single precision. */
  quantized?: QuantizedWeights | null;
  /** Default: one per core, at most 8. */
  threads?: number;
  /** Where compiled programs are kept. */
  cacheDir: string;
  /** The value of SIGNALBOX_CC, if set. */
  cc?: string | undefined;
  /** Ends compiling, and scoring under way. */
  signal?: AbortSignal | undefined;
  /** `typescript` skips the compiler; by default it is what remains where there is none. */
  engine?: 'native' | 'typescript';
  /** Kernels by name (`avx512`, `avx2`, `sse2`, `neon`) instead of the best; for tests. */
  kernels?: string;
};

/** Consecutive rows of raw readings, [n × features] per piece, NaN where there is no reading. */
export type RowPieces = AsyncIterable<Float64Array> | Iterable<Float64Array>;

/** Scores of consecutive rows. `contributions` is [count × features]; a row's contributions sum to its score. */
export type ScoredRows = {
  count: number;
  scores: Float32Array;
  /** Scores from 0 to 1; ½ is the threshold. */
  display: Float32Array;
  anomalies: boolean[];
  contributions: Float32Array;
};

export type Engine = { readonly engine: 'native' | 'typescript'; close(): Promise<void> };

/** [count × channels], channels as `channelNames` has them: what calibration learns from. */
export type ResidualRows = { count: number; residuals: Float32Array; inputs: Float32Array };

/**
 * Each call of `score` is one sequence of rows in time order: a row is scored by the window of rows ending with it,
 * which before the first row repeats that row. Calls at the same time wait for each other. Answers come piece by
 * piece, and the next piece is asked for when the one before was taken.
 */
export type Scorer = Engine & { score(rows: RowPieces): AsyncGenerator<ScoredRows> };

/** Like a scorer, for a model that has no `scoring` yet. */
export type ResidualReader = Engine & { channels: string[]; read(rows: RowPieces): AsyncGenerator<ResidualRows> };

/** Bounds of one frame: rows, values, and multiplications, so that an answer and an abort come soon. */
const MOST_ROWS = 4096;
const MOST_VALUES = 1 << 20;
const MOST_WORK = 1e10;
const WINDOWS_AT_ONCE = 6;
const VERDICT_VALUES = 3;

/** Sources of the C inference library, relative to runtime/inference. */
export const INFERENCE_SOURCES = [
  'model.c',
  'score.c',
  'rows.c',
  'forward.c',
  'network.c',
  'panels.c',
  'payload.c',
  'kernels.c',
].map((name) => join(import.meta.dirname, '../inference', name));

const SCORER_SOURCES = ['scorer.c', 'batch.c'].map((name) => join(import.meta.dirname, '../inference', name));

/**
 * A scorer of one model, in a child process of C code compiled for this machine; plain TypeScript where there is no
 * compiler (`engine` says which).
 * @throws {CompileFailed} the compiler there is refused the sources
 */
export async function createScorer(options: ScorerOptions): Promise<Scorer> {
  const engine = await openEngine(options, 'scores');
  const { features } = options.model.shape;
  return {
    ...engine,
    async *score(rows) {
      for await (const values of engine.run(rows)) yield scoredRows(values, features);
    },
  };
}

/** @throws {CompileFailed} the compiler there is refused the sources */
export async function createResidualReader(options: ScorerOptions): Promise<ResidualReader> {
  const engine = await openEngine(options, 'residuals');
  const channels = channelNames(options.model);
  return {
    ...engine,
    channels,
    async *read(rows) {
      for await (const values of engine.run(rows)) {
        const count = values.length / (2 * channels.length);
        const [residuals, inputs] = [0, channels.length].map((offset) =>
          columns(values, count, offset, channels.length),
        );
        yield { count, residuals: residuals as Float32Array, inputs: inputs as Float32Array };
      }
    },
  };
}

/** Outputs of the network itself, for tests. */
export async function openOutputs(
  options: ScorerOptions,
): Promise<Engine & { run(rows: RowPieces): AsyncGenerator<Float32Array> }> {
  return openEngine(options, 'outputs');
}

async function openEngine(options: ScorerOptions, mode: InferenceMode) {
  const { model, quantized = null } = options;
  const { features } = model.shape;
  const program = options.engine === 'typescript' ? undefined : await compileScorer(options);
  const packed = program ? packModel(model, quantized) : undefined;
  const threads = options.threads ?? Math.min(8, availableParallelism());
  const most = rowsPerFrame(model, threads);
  let process: InferenceProcess | undefined;
  let turn = Promise.resolve();

  const start = (): Promise<InferenceProcess> | InferenceProcess => {
    const { kernels, signal } = options;
    signal?.throwIfAborted();
    if (!program || !packed) return plainInference(model, quantized, mode, signal);
    return startInference(program, packed, { mode, threads, features, kernels, signal });
  };

  async function* run(rows: RowPieces): AsyncGenerator<Float32Array> {
    const before = turn;
    let release = () => {};
    turn = new Promise((done) => {
      release = done;
    });
    await before;
    try {
      process ??= await start();
      process.newSequence();
      for await (const piece of rows) {
        for (const frame of frames(piece, features, most)) yield await process.run(frame);
      }
    } catch (failure) {
      // A program that ended is started anew for the next sequence.
      const broken = process;
      process = undefined;
      await broken?.close().catch(() => undefined);
      throw failure;
    } finally {
      release();
    }
  }

  return {
    engine: program ? ('native' as const) : ('typescript' as const),
    run,
    async close() {
      await turn;
      await process?.close();
      process = undefined;
    },
  };
}

async function compileScorer({ cacheDir, cc, signal }: ScorerOptions): Promise<string | undefined> {
  try {
    const sources = [...SCORER_SOURCES, ...INFERENCE_SOURCES];
    return (await compile({ sources, target: 'host', flags: ['-lm', '-lpthread'], cacheDir, cc, signal })).path;
  } catch (failure) {
    if (failure instanceof CompilerMissing) return undefined;
    throw failure;
  }
}

/** At least one register block of windows for each thread, however long that takes. */
function rowsPerFrame({ shape, steps, weights }: Model, threads: number): number {
  const work = weights.length * (shape.architecture === 'sentinel' ? 1 : steps);
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / shape.features)));
  return Math.min(most, Math.max(WINDOWS_AT_ONCE * threads, Math.floor(MOST_WORK / work)));
}

function* frames(piece: Float64Array, features: number, rows: number): Generator<Float64Array> {
  if (piece.length % features !== 0)
    throw new Error(`Rows of ${features} readings cannot be made of ${piece.length} numbers`);
  for (let at = 0; at < piece.length; at += rows * features) yield piece.subarray(at, at + rows * features);
}

/** Columns `offset` … `offset + width − 1` of an answer, by themselves. */
function columns(values: Float32Array, count: number, offset: number, width: number): Float32Array {
  const all = values.length / count;
  const out = new Float32Array(count * width);
  for (let i = 0; i < count; i++) out.set(values.subarray(i * all + offset, i * all + offset + width), i * width);
  return out;
}

function scoredRows(values: Float32Array, features: number): ScoredRows {
  const count = values.length / (VERDICT_VALUES + features);
  return {
    count,
    scores: columns(values, count, 0, 1),
    display: columns(values, count, 1, 1),
    anomalies: Array.from(columns(values, count, 2, 1), (flag) => flag === 1),
    contributions: columns(values, count, VERDICT_VALUES, features),
  };
}
