import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { defaultHyperparameters, JOB_FILES, startTrainer, writeTrainingInput } from '../index.ts';
import { createResidualReader, createScorer, type Model, type QuantizedWeights, quantize } from '../model/index.ts';
import { collect, testModel, testScoring } from '../model/test-model.ts';
import { findQemuArm, lines, NATIVE_TARGET, runEdge, TEST_CACHE } from './edge-program.ts';
import { buildEdgeBinary, type EdgeBinary, type EdgeTarget } from './index.ts';

const FEATURES = 7;
const FIT = 900;
const ROWS = 180;

/** An air handler of sorts: a slow cycle that the sensors follow each in its way, and noise. */
function readings(from: number, rows: number): Float64Array {
  return Float64Array.from({ length: rows * FEATURES }, (_, i) => {
    const [t, f] = [from + Math.floor(i / FEATURES), i % FEATURES];
    const cycle = Math.sin(t / 40 + f / 2) + 0.4 * Math.sin(t / 9) * (f % 3);
    return cycle + 0.15 * Math.sin(t * 12.9898 + f * 78.233) * Math.cos(t * 4.1414 + f);
  });
}

/** Single precision to 1e-4, INT8 to 2 %, of the score or, below it, of the threshold. */
const TOLERANCE = { float: 1e-4, int8: 0.02 };

describe('a default autoencoder on a device', () => {
  let dir = '';
  let model: Model;
  let int8: QuantizedWeights;
  let server: Float32Array;
  let input = '';
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'signalbox-agreement-'));
    const hyperparameters = {
      ...defaultHyperparameters('lstm_autoencoder'),
      epochs: 15,
      dropout: 0,
      learning_rate: 0.003,
    };
    await writeTrainingInput(dir, { rows: Float32Array.from(readings(0, FIT)) });
    const segment = { start: 0, count: FIT };
    const job = {
      architecture: 'lstm_autoencoder' as const,
      features: FEATURES,
      seed: 1,
      threads: 2,
      train: [segment],
      validation: [],
    };
    await startTrainer({ ...job, hyperparameters }, { dir, cacheDir: TEST_CACHE }).finished;
    const weights = await readFile(join(dir, JOB_FILES.best));
    const shape = {
      architecture: 'lstm_autoencoder' as const,
      features: FEATURES,
      hidden: 64,
      bottleneck: 32,
      layers: 2,
    };
    model = testModel(shape, {
      steps: 60,
      weights: new Float32Array(weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length)),
      means: Array(FEATURES).fill(0),
      stds: Array(FEATURES).fill(1),
    });
    await calibrate(model);
    int8 = await quantize(model);
    const rows = readings(FIT, ROWS);
    for (let t = 100; t < 110; t++) rows[t * FEATURES + 2] = (rows[t * FEATURES + 2] as number) + 6;
    input = Array.from({ length: ROWS }, (_, t) =>
      JSON.stringify([...rows.subarray(t * FEATURES, (t + 1) * FEATURES)]),
    ).join('\n');
    server = await serverScores(rows, null);
    assert.ok(
      server.some((score) => score >= 1) && server.some((score) => score < 0.5),
      'there are faults and normal rows',
    );
    const quantized = await serverScores(rows, int8);
    agrees(quantized, TOLERANCE.int8);
  });
  after(() => rm(dir, { recursive: true, force: true }));

  async function serverScores(rows: Float64Array, quantized: QuantizedWeights | null): Promise<Float32Array> {
    const scorer = await createScorer({ model, quantized, cacheDir: TEST_CACHE });
    const [scored] = await collect(scorer.score([rows]));
    await scorer.close();
    assert.ok(scored);
    return scored.scores;
  }

  function agrees(scores: ArrayLike<number>, tolerance: number) {
    assert.equal(scores.length, ROWS);
    for (let t = 0; t < ROWS; t++) {
      const [found, wanted] = [scores[t] as number, server[t] as number];
      assert.ok(Math.abs(found - wanted) <= tolerance * Math.max(1, wanted), `row ${t}: ${found} against ${wanted}`);
    }
  }

  const build = (target: EdgeTarget, quantized: QuantizedWeights | null): Promise<EdgeBinary> =>
    buildEdgeBinary({
      model,
      quantized,
      target,
      cacheDir: TEST_CACHE,
      output: join(dir, `${target}-${quantized ? 8 : 32}`),
    });

  async function scoresOf(command: string[]): Promise<number[]> {
    const run = await runEdge([...command, '--stdin'], input);
    assert.equal(run.status, 0, run.stderr);
    return lines(run).map((line) => line.score as number);
  }

  it('scores as the server does: single precision within 1e-4, INT8 within 2 %', async () => {
    const [float, eight] = [await build(NATIVE_TARGET, null), await build(NATIVE_TARGET, int8)];
    agrees(await scoresOf([float.path]), TOLERANCE.float);
    agrees(await scoresOf([eight.path]), TOLERANCE.int8);
    assert.equal(JSON.parse((await runEdge([eight.path, '--self-test'])).stdout).passed, true);
  });

  it('fits into 400 KB on armv7, and builds to the same bytes again', async () => {
    const one = await build('armv7', int8);
    assert.ok(one.bytes <= 400 * 1024, `${one.bytes} bytes`);
    assert.equal((await stat(one.path)).size, one.bytes);
    assert.equal((await build('armv7', int8)).sha256, one.sha256);
  });

  it('scores on armv7 as the server does', async (t) => {
    const qemu = await findQemuArm();
    if (!qemu) return t.skip('qemu-arm not installed');
    const [float, eight] = [await build('armv7', null), await build('armv7', int8)];
    agrees(await scoresOf([qemu, float.path]), TOLERANCE.float);
    agrees(await scoresOf([qemu, eight.path]), TOLERANCE.int8);
    assert.equal(JSON.parse((await runEdge([qemu, eight.path, '--self-test'])).stdout).passed, true);
  });
});

const stray = (now: number, before: number, scale: number) => Math.sqrt(Math.abs(now - before) / scale + 0.01);

/** Charts from the residuals of the rows it was fitted on: means and variances, without the finer points. */
async function calibrate(model: Model): Promise<void> {
  const reader = await createResidualReader({ model, cacheDir: TEST_CACHE });
  const [record] = await collect(reader.read([readings(0, FIT)]));
  await reader.close();
  const scoring = testScoring(model.columns);
  for (let j = 0; j < FEATURES; j++) {
    const column = (values: Float32Array | undefined) =>
      Float64Array.from({ length: FIT }, (_, t) => values?.[t * FEATURES + j] as number);
    const r = column(record?.residuals);
    const z = column(record?.inputs);
    const mean = r.reduce((sum, v) => sum + v, 0) / FIT;
    const variance = r.reduce((sum, v) => sum + (v - mean) ** 2, 0) / FIT;
    const step = z.reduce((sum, v, t) => sum + (t === 0 ? 0 : (v - (z[t - 1] as number)) ** 2), 0) / (FIT - 1);
    scoring.mean[j] = mean;
    scoring.step_scale[j] = Math.sqrt(step);
    scoring.spread_mean[j] = z.reduce((sum, v, t) => sum + stray(v, z[t - 1] ?? v, Math.sqrt(step)), 0) / FIT;
    scoring.level.variance[j] = variance / 2;
    scoring.jump.variance[j] = variance;
  }
  model.scoring = scoring;
  model.threshold = 1;
}
