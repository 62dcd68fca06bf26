import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createScorer, dequantize, type Model, type QuantizedWeights } from '../model/index.ts';
import { quantizeNearest } from '../model/int8.ts';
import { openOutputs } from '../model/scorer.ts';
import { collect, testModel, testRows } from '../model/test-model.ts';
import { forward } from '../oracle/index.ts';
import { testCache } from '../test/cache.ts';
import { largestDifference, readReference, timeMajor } from '../test/reference.ts';
import { ARCHITECTURES, type ModelShape } from '../training/model-shape.ts';

/** Sizes around the widths of vectors and register blocks, odd ones among them. */
const SHAPES: ModelShape[] = [
  { architecture: 'lstm_autoencoder', features: 7, hidden: 64, bottleneck: 32, layers: 2 },
  { architecture: 'lstm_autoencoder', features: 1, hidden: 1, bottleneck: 1, layers: 1 },
  { architecture: 'lstm_autoencoder', features: 19, hidden: 37, bottleneck: 5, layers: 3 },
  { architecture: 'gru_predictor', features: 5, hidden: 70, bottleneck: 1, layers: 2 },
  { architecture: 'gru_predictor', features: 2, hidden: 3, bottleneck: 1, layers: 4 },
  { architecture: 'sentinel', features: 33, hidden: 1, bottleneck: 1, layers: 1 },
];

const cacheDir = testCache;

describe('inference in C', () => {
  const kernels: string[] = [];
  before(async () => {
    for (const name of ['avx512', 'avx2', 'sse2', 'neon', 'portable'])
      if (await outputs(testModel(), null, new Float64Array(3), name).catch(() => undefined)) kernels.push(name);
  });

  /** Outputs of the windows ending at each row of one sequence. */
  async function outputs(
    model: Model,
    quantized: QuantizedWeights | null,
    rows: Float64Array,
    name?: string,
    threads = 1,
  ) {
    const engine = await openOutputs({ model, quantized, cacheDir, threads, ...(name ? { kernels: name } : {}) });
    assert.equal(engine.engine, 'native');
    try {
      const [all, ...more] = await collect(engine.run([rows]));
      assert.ok(all && more.length === 0);
      return all;
    } finally {
      await engine.close();
    }
  }

  for (const architecture of ARCHITECTURES) {
    it(`agrees with PyTorch on a ${architecture}, on every set of instructions`, async () => {
      const ref = readReference(architecture);
      const { features } = ref.shape;
      const plain = { means: Array(features).fill(0), stds: Array(features).fill(1) };
      const model = testModel(ref.shape, { ...plain, steps: ref.steps, weights: Float32Array.from(ref.weights) });
      assert.ok(kernels.length > 0);
      for (const name of kernels) {
        for (let w = 0; w < ref.rows; w++) {
          const window = ref.input.subarray(w * ref.steps * features, (w + 1) * ref.steps * features);
          const all = await outputs(model, null, window, name);
          const size = all.length / ref.steps;
          const wanted = ref.outputs.subarray(w * size, (w + 1) * size);
          assert.ok(largestDifference(all.subarray(-size), wanted) <= 1e-5, `${name}, window ${w}`);
        }
      }
    });
  }

  it('agrees with the oracle on other sizes, in single precision and INT8, one window or many, one thread or two', async () => {
    for (const shape of SHAPES) {
      const steps = shape.architecture === 'sentinel' ? 1 : 9;
      const model = testModel(shape, { steps });
      const rows = testRows(model, 41);
      for (const quantized of [null, quantizeNearest(model)]) {
        const wanted = oracleOutputs(model, quantized, rows, steps);
        for (const name of kernels) {
          const all = await outputs(model, quantized, rows, name, 2);
          assert.ok(largestDifference(all, wanted) <= 1e-4, `${JSON.stringify(shape)} ${name}`);
          const one = await outputs(model, quantized, rows.subarray(0, shape.features), name);
          assert.ok(largestDifference(one, all.subarray(0, one.length)) <= 1e-6);
        }
      }
    }
  });

  it('refuses a model it cannot hold, and says why', async () => {
    const broken = testModel();
    broken.means[0] = Number.NaN;
    const scorer = await createScorer({ model: broken, cacheDir });
    await assert.rejects(collect(scorer.score([new Float64Array(3)])), /normalisation is not usable/);
    await scorer.close();
  });
});

function oracleOutputs(
  model: Model,
  quantized: QuantizedWeights | null,
  rows: Float64Array,
  steps: number,
): Float64Array {
  const { features } = model.shape;
  const weights = Float64Array.from(quantized ? dequantize(quantized) : model.weights);
  const z = rows.map((x, i) => (x - (model.means[i % features] as number)) / (model.stds[i % features] as number));
  const count = rows.length / features;
  const windows = Float64Array.from({ length: count * steps * features }, (_, i) => {
    const [w, t, f] = [Math.floor(i / (steps * features)), Math.floor(i / features) % steps, i % features];
    return z[Math.max(0, w - steps + 1 + t) * features + f] as number;
  });
  const all = forward(model.shape, weights, timeMajor(windows, count, steps), steps, count).outputs;
  return model.shape.architecture === 'lstm_autoencoder' ? timeMajor(all, steps, count) : all;
}
