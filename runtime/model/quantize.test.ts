import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testCache } from '../test/cache.ts';
import { ARCHITECTURES, parameterLayout } from '../training/model-shape.ts';
import { dequantize, quantizedBytes, quantizeNearest } from './int8.ts';
import { quantize } from './quantize.ts';
import { openOutputs } from './scorer.ts';
import { collect, testModel, testRows } from './test-model.ts';
import type { Model, QuantizedWeights } from './types.ts';

const cacheDir = testCache;

async function outputs(model: Model, quantized: QuantizedWeights | null): Promise<Float32Array> {
  const engine = await openOutputs({ model, quantized, cacheDir });
  const [found] = await collect(engine.run([testRows(model, 60)]));
  await engine.close();
  return found as Float32Array;
}

function rootMeanSquare(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, v, i) => sum + (v - (b[i] as number)) ** 2, 0) / a.length);
}

describe('INT8 weights', () => {
  it('have one byte a weight, one scale an output row, biases as they were, and are within half a step', () => {
    for (const architecture of ARCHITECTURES) {
      const model = testModel({ architecture });
      const quantized = quantizeNearest(model);
      const back = dequantize(quantized);
      const layout = parameterLayout(model.shape);
      assert.equal(quantized.length, layout.length);
      let bytes = 0;
      layout.forEach(({ shape: [rows, cols], offset, size }, i) => {
        const tensor = quantized[i];
        assert.equal(tensor?.values.length, size);
        bytes += cols === undefined ? 4 * rows : size + 4 * rows;
        for (let k = 0; k < size; k++) {
          const step: number = tensor?.kind === 'matrix' ? (tensor.scales[Math.floor(k / tensor.cols)] as number) : 0;
          assert.ok(Math.abs((back[offset + k] as number) - (model.weights[offset + k] as number)) <= step / 2 + 1e-7);
        }
      });
      assert.equal(quantizedBytes(quantized), bytes);
    }
  });

  it('take rows of zeros, and rows of which one weight is all', () => {
    const model = testModel();
    model.weights.fill(0);
    model.weights[5] = -3;
    assert.deepEqual(dequantize(quantizeNearest(model)), model.weights);
  });

  for (const architecture of ARCHITECTURES) {
    it(`rounded together keep the outputs of a ${architecture} better than rounded one by one`, async () => {
      const model = testModel({ architecture, features: 5, hidden: 24, bottleneck: 8 }, { steps: 20 });
      const exact = await outputs(model, null);
      const nearest = rootMeanSquare(exact, await outputs(model, quantizeNearest(model)));
      const quantized = await quantize(model);
      const together = rootMeanSquare(exact, await outputs(model, quantized));
      assert.ok(together < nearest / 1.5, `${together} against ${nearest}`);
      assert.deepEqual(await quantize(model), quantized, 'the same at every call');
    });
  }

  it('of a wide network are rounded one by one, because together would take minutes', async () => {
    const model = testModel({ hidden: 260, layers: 1 }, { steps: 4 });
    assert.deepEqual(await quantize(model), quantizeNearest(model));
  });

  it('can be given up while they are rounded', async () => {
    const abort = new AbortController();
    const work = quantize(testModel({ hidden: 64 }, { steps: 60 }), abort.signal);
    setImmediate(() => abort.abort(new Error('the deployment was cancelled')));
    await assert.rejects(work, /the deployment was cancelled/);
  });
});
