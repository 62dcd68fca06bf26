import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { compile } from '../compiler.ts';
import { KERNEL_FLAGS, KERNEL_SOURCES } from '../engine.ts';
import {
  deriveKey,
  forward,
  initialWeights,
  lossAndGradient,
  optimizerState,
  outputsPerSample,
  PURPOSE,
  update,
} from '../oracle/index.ts';
import { testCache } from '../test/cache.ts';
import {
  LEARNING_RATE,
  largestDifference,
  type Reference,
  readReference,
  timeMajor,
  WEIGHT_DECAY,
} from '../test/reference.ts';
import {
  ARCHITECTURES,
  type Architecture,
  defaultHyperparameters,
  type Hyperparameters,
  LOSSES,
  planText,
  planTraining,
  readFloats,
  shapeOf,
  type TrainingJob,
} from '../training/index.ts';

type Probe = { outputs: Float32Array; gradient: Float32Array; losses: Float32Array; weights: Float32Array };

/** Vectors of 16, 8 and 4 lanes are different code; a host with wide ones can run them all. */
const builds = process.arch === 'x64' ? ['', '-mcpu=x86_64_v3', '-mcpu=x86_64'] : [''];

for (const cpu of builds)
  describe(`the C kernels ${cpu || "for the host's CPU"}`, () => {
    let program = '';
    let dir = '';
    before(async () => {
      dir = await mkdtemp(join(tmpdir(), 'signalbox-kernels-'));
      const cacheDir = testCache;
      program = (
        await compile({
          sources: KERNEL_SOURCES,
          target: 'host',
          flags: [...KERNEL_FLAGS, ...(cpu ? [cpu] : [])],
          cacheDir,
        })
      ).path;
    });
    after(() => rm(dir, { recursive: true, force: true }));

    /** Runs three updates on the first batch in the native engine. */
    async function probe(
      job: TrainingJob,
      rows: Float32Array,
      targets: Float32Array | undefined,
      weights: Float32Array,
    ): Promise<Probe> {
      const bytes = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const plan = planTraining(job, rows, targets);
      await writeFile(join(dir, 'rows.f32'), bytes(rows));
      await writeFile(join(dir, 'initial.f32'), bytes(weights));
      await writeFile(join(dir, 'plan.targets.f32'), bytes(plan.targets));
      await writeFile(join(dir, 'plan.txt'), planText(plan));
      execFileSync(program, ['probe', '3', dir]);
      const result = (await readFloats(join(dir, 'probe.f32'))) as Float32Array;
      const n = weights.length;
      const outputs = result.length - 2 * n - 3;
      return {
        outputs: result.subarray(0, outputs),
        gradient: result.subarray(outputs, outputs + n),
        losses: result.subarray(outputs + n, outputs + n + 3),
        weights: result.subarray(outputs + n + 3),
      };
    }

    function jobFor(
      architecture: Architecture,
      features: number,
      windows: number,
      hyperparameters: Partial<Hyperparameters>,
    ): TrainingJob {
      const hp = { ...defaultHyperparameters(architecture), batch_size: windows, ...hyperparameters };
      const steps = architecture === 'sentinel' ? 1 : hp.sequence_length;
      const train = Array.from({ length: windows }, (_, w) => ({ start: w * steps, count: steps }));
      return {
        architecture,
        features,
        hyperparameters: hp,
        seed: 5,
        threads: 2,
        train,
        validation: [],
        window_stride: 1,
        shuffle: false,
      };
    }

    for (const architecture of ARCHITECTURES) {
      it(`agree with PyTorch on a ${architecture}: outputs, gradients and three optimizer steps within 1e-4`, async () => {
        const ref: Reference = readReference(architecture);
        const { features, hidden, bottleneck, layers } = ref.shape;
        const job = jobFor(architecture, features, ref.rows, {
          hidden_dim: hidden,
          bottleneck_dim: bottleneck,
          num_layers: layers,
          sequence_length: ref.steps,
          dropout: 0,
          learning_rate: LEARNING_RATE,
          weight_decay: WEIGHT_DECAY,
        });
        // The predictor's targets belong to a window's last row.
        const width = ref.target.length / ref.rows;
        const targets = new Float32Array(ref.rows * ref.steps * width);
        for (let r = 0; r < ref.rows; r++)
          targets.set(ref.target.subarray(r * width, (r + 1) * width), ((r + 1) * ref.steps - 1) * width);
        const given = architecture === 'lstm_autoencoder' ? undefined : targets;
        const got = await probe(job, Float32Array.from(ref.input), given, Float32Array.from(ref.weights));
        assert.ok(largestDifference(got.outputs, ref.outputs) < 1e-5);
        assert.ok(largestDifference(got.gradient, ref.gradient) < 1e-5);
        assert.ok(largestDifference(got.losses, ref.losses) < 1e-5);
        // Adam divides by the gradient's own size, so where a gradient is nearly zero its rounding moves the weight.
        assert.ok(largestDifference(got.weights, ref.weightsAfter3Steps) < 1e-4);
      });

      // Sizes that fill no vector, no tile and no slice evenly, and a batch of several slices.
      const sizes = [
        { hidden_dim: 20, bottleneck_dim: 5, num_layers: 3, sequence_length: 13, features: 7, windows: 37 },
        { hidden_dim: 1, bottleneck_dim: 1, num_layers: 1, sequence_length: 1, features: 1, windows: 1 },
        { hidden_dim: 72, bottleneck_dim: 40, num_layers: 2, sequence_length: 9, features: 19, windows: 70 },
      ];
      for (const { features, windows, ...size } of sizes) {
        for (const loss of cpu ? LOSSES.slice(0, 1) : LOSSES) {
          it(`agree with the oracle on a ${architecture} of hidden size ${size.hidden_dim} under ${loss} with dropout`, async () => {
            const job = jobFor(architecture, features, windows, {
              ...size,
              loss,
              dropout: 0.25,
              optimizer: 'sgd',
              learning_rate: 0.05,
            });
            const steps = architecture === 'sentinel' ? 1 : size.sequence_length;
            const rows = Float32Array.from(
              { length: windows * steps * features },
              (_, i) => Math.sin(i * 12.9898) * 1.5,
            );
            const width = { lstm_autoencoder: 0, gru_predictor: 3, sentinel: 1 }[architecture];
            const labels = Float32Array.from({ length: windows * steps * width }, (_, i) =>
              Math.abs(Math.sin(i * 78.233)),
            );
            const start = initialWeights(shapeOf(job), job.seed).map((w, i) => w + 0.05 * Math.sin(i));
            const got = await probe(job, rows, width ? labels : undefined, start);
            const want = oracle(job, rows, labels, start, steps, windows);
            const scale = want.gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
            assert.equal(got.outputs.length, windows * outputsPerSample(shapeOf(job), steps));
            assert.ok(largestDifference(got.outputs, want.outputs) < 2e-5);
            assert.ok(largestDifference(got.gradient, want.gradient) < 2e-4 * scale);
            assert.ok(largestDifference(got.losses, want.losses) < 1e-5);
            assert.ok(largestDifference(got.weights, want.weights) < 1e-5);
          });
        }
      }
    }

    it('start from the same bits as the TypeScript engine', async () => {
      const job = jobFor('gru_predictor', 7, 4, {});
      await probe(job, new Float32Array(4 * 60 * 7), undefined, initialWeights(shapeOf(job), 0));
      await rm(join(dir, 'initial.f32'));
      execFileSync(program, ['probe', '0', dir]);
      const weights = initialWeights(shapeOf(job), job.seed);
      const own = (await readFloats(join(dir, 'probe.f32'))) as Float32Array;
      assert.ok(largestDifference(own.subarray(-weights.length), weights) === 0);
    });
  });

/** The same three updates in double precision. */
function oracle(
  job: TrainingJob,
  rows: Float32Array,
  labels: Float32Array,
  start: Float32Array,
  steps: number,
  windows: number,
) {
  const hp = job.hyperparameters;
  const shape = shapeOf(job);
  const sequence = job.architecture === 'lstm_autoencoder';
  const x = timeMajor(Float64Array.from(rows), windows, steps);
  const width = labels.length / (windows * steps);
  const target = sequence
    ? x
    : Float64Array.from(
        { length: windows * width },
        (_, i) => labels[(Math.floor(i / width) * steps + steps - 1) * width + (i % width)] as number,
      );
  const weights = Float64Array.from(start);
  const state = optimizerState(weights.length);
  const losses: number[] = [];
  let first: { outputs: Float64Array; gradient: Float64Array } | undefined;
  for (let batch = 0; batch < 3; batch++) {
    const d = { rate: hp.dropout, key: (site: number) => deriveKey(job.seed, PURPOSE.dropout, 0, batch, site) };
    const run = forward(shape, weights, x, steps, windows, d);
    const { loss, gradient: dy } = lossAndGradient(hp.loss, run.outputs, target, sequence);
    const gradient = new Float64Array(weights.length);
    run.backward(dy, gradient);
    losses.push(loss);
    first ??= { outputs: sequence ? timeMajor(run.outputs, steps, windows) : run.outputs, gradient };
    update(weights, gradient, state, {
      optimizer: hp.optimizer,
      learningRate: hp.learning_rate,
      weightDecay: hp.weight_decay,
    });
  }
  return { outputs: new Float64Array(0), gradient: new Float64Array(0), ...first, losses, weights };
}
