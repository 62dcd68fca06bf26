import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LEARNING_RATE, largestDifference, readReference, timeMajor, WEIGHT_DECAY } from '../test/reference.ts';
import { ARCHITECTURES, LOSSES, type ModelShape, parameterCount } from '../training/index.ts';
import { deriveKey, forward, initialWeights, lossAndGradient, optimizerState, PURPOSE, update } from './index.ts';

for (const architecture of ARCHITECTURES) {
  describe(`${architecture} in plain TypeScript`, () => {
    it('agrees with PyTorch on outputs, loss, gradients and three optimizer steps', () => {
      const ref = readReference(architecture);
      const { shape, steps, rows } = ref;
      const sequence = architecture === 'lstm_autoencoder';
      const x = timeMajor(ref.input, rows, steps);
      const target = sequence ? timeMajor(ref.target, rows, steps) : ref.target;
      const weights = ref.weights.slice();
      const state = optimizerState(weights.length);
      const options = { optimizer: ref.optimizer, learningRate: LEARNING_RATE, weightDecay: WEIGHT_DECAY };
      for (let step = 0; step < 3; step++) {
        const run = forward(shape, weights, x, steps, rows);
        const { loss, gradient: dy } = lossAndGradient(ref.loss, run.outputs, target, sequence);
        const gradient = new Float64Array(weights.length);
        run.backward(dy, gradient);
        if (step === 0) {
          const outputs = sequence ? timeMajor(run.outputs, steps, rows) : run.outputs;
          assert.ok(largestDifference(outputs, ref.outputs) < 1e-8);
          assert.ok(largestDifference(gradient, ref.gradient) < 1e-8);
        }
        assert.ok(Math.abs(loss - (ref.losses[step] as number)) < 1e-8);
        update(weights, gradient, state, options);
      }
      assert.ok(largestDifference(weights, ref.weightsAfter3Steps) < 1e-6);
    });

    for (const loss of LOSSES) {
      it(`has the gradients of finite differences under ${loss} with dropout`, () => {
        const shape: ModelShape = { architecture, features: 2, hidden: 4, bottleneck: 3, layers: 3 };
        const [steps, rows] = architecture === 'sentinel' ? [1, 3] : [4, 3];
        const noise = (n: number, key: number) =>
          Float64Array.from({ length: n }, (_, i) => Math.sin(i * 12.9898 + key * 78.233) * 1.3);
        const weights = Float64Array.from(initialWeights(shape, 7), (w, i) => w + 0.1 * Math.sin(i));
        const x = noise(steps * rows * 2, 1);
        const sequence = architecture === 'lstm_autoencoder';
        const d = { rate: 0.3, key: (site: number) => deriveKey(3, PURPOSE.dropout, 0, 0, site) };
        const evaluate = (w: Float64Array) => {
          const run = forward(shape, w, x, steps, rows, d);
          const target = noise(run.outputs.length, 2).map((v) => (sequence ? v : Math.abs(v) / 2));
          return { run, ...lossAndGradient(loss, run.outputs, target, sequence) };
        };
        const { run, gradient: dy } = evaluate(weights);
        const gradient = new Float64Array(weights.length);
        run.backward(dy, gradient);
        assert.ok(gradient.some((g) => g !== 0));
        const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
        for (let i = 0; i < weights.length; i += Math.ceil(weights.length / 400)) {
          const nudged = (by: number) => evaluate(weights.with(i, (weights[i] as number) + by)).loss;
          const h = 1e-6;
          const numeric = (nudged(h) - nudged(-h)) / (2 * h);
          const error = Math.abs(numeric - (gradient[i] as number));
          assert.ok(
            error <= 1e-3 * Math.max(Math.abs(numeric), 1e-3 * largest),
            `weight ${i}: ${gradient[i]} against ${numeric}`,
          );
        }
      });
    }
  });
}

describe('the shapes of models', () => {
  const count = (architecture: ModelShape['architecture'], features: number, hidden = 64, bottleneck = 32) =>
    parameterCount({ architecture, features, hidden, bottleneck, layers: 2 });

  it('have the published parameter counts', () => {
    assert.deepEqual([count('lstm_autoencoder', 7), count('lstm_autoencoder', 8)], [123_175, 123_496]);
    assert.deepEqual([count('gru_predictor', 7), count('gru_predictor', 8)], [43_331, 43_523]);
    assert.deepEqual([count('sentinel', 7), count('sentinel', 10)], [9_345, 9_729]);
    assert.equal(count('lstm_autoencoder', 5, 16, 8), 8_365);
    assert.equal(count('gru_predictor', 20, 32), 12_675);
  });

  it('start from weights that depend on the seed alone, uniform within the documented bounds', () => {
    const shape: ModelShape = { architecture: 'lstm_autoencoder', features: 7, hidden: 64, bottleneck: 32, layers: 2 };
    const weights = initialWeights(shape, 1);
    assert.deepEqual(weights, initialWeights(shape, 1));
    assert.ok(largestDifference(weights, initialWeights(shape, 2)) > 0.1);
    const wih = weights.subarray(0, 256 * 7);
    const bound = Math.sqrt(6 / (256 + 7));
    assert.ok(wih.every((w) => Math.abs(w) <= bound));
    assert.ok(Math.abs(wih.reduce((sum, w) => sum + w, 0) / wih.length) < bound / 20);
    const variance = wih.reduce((sum, w) => sum + w * w, 0) / wih.length;
    assert.ok(Math.abs(variance - (bound * bound) / 3) < bound * bound * 0.03);
    assert.ok(weights.subarray(256 * 7 + 256 * 64, 256 * 7 + 256 * 64 + 512).every((bias) => bias === 0));
  });
});
