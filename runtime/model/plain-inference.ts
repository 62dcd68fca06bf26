import { setImmediate as breathe } from 'node:timers/promises';
import { forward } from '../oracle/index.ts';
import { PREDICTOR_OUTPUTS } from '../training/model-shape.ts';
import type { InferenceMode, InferenceProcess } from './inference-process.ts';
import { dequantize } from './int8.ts';
import { openRowReader } from './rows.ts';
import { openRowScorer } from './score.ts';
import { channelNames } from './scoring.ts';
import type { Model, QuantizedWeights } from './types.ts';

/**
 * The scorer program in plain TypeScript, for machines without a C compiler. About a thousand times slower: a window
 * of the default autoencoder takes 20 ms and more.
 */
export function plainInference(
  model: Model,
  quantized: QuantizedWeights | null,
  mode: InferenceMode,
  signal?: AbortSignal,
): InferenceProcess {
  const weights = Float64Array.from(quantized ? dequantize(quantized) : model.weights);
  const { architecture, features } = model.shape;
  const steps = architecture === 'sentinel' ? 1 : model.steps;
  const autoencoder = architecture === 'lstm_autoencoder';
  const outputs = autoencoder ? steps * features : architecture === 'sentinel' ? 1 : PREDICTOR_OUTPUTS;
  const width = { scores: 3 + features, residuals: 2 * channelNames(model).length, outputs }[mode];
  let read = openRowReader(model);
  let scorer = openRowScorer(model);
  let window: Float64Array | undefined;

  const answer = (raw: Float64Array): ArrayLike<number> => {
    const z = read(raw);
    if (window) window.set(window.subarray(features));
    else {
      window = new Float64Array(steps * features);
      for (let t = 0; t < steps; t++) window.set(z, t * features);
    }
    window.set(z, (steps - 1) * features);
    const all = forward(model.shape, weights, window, steps, 1).outputs;
    if (mode === 'outputs') return all;
    const output = autoencoder ? all.subarray((steps - 1) * features) : all;
    if (mode === 'residuals') {
      const row = scorer.residuals(z, output);
      return [...row.residuals, ...row.inputs];
    }
    const verdict = scorer.next(z, output);
    return [verdict.score, verdict.display, verdict.anomaly ? 1 : 0, ...verdict.contributions];
  };

  return {
    width,
    newSequence() {
      read = openRowReader(model);
      scorer = openRowScorer(model);
      window = undefined;
    },
    async run(rows) {
      const count = rows.length / features;
      const out = new Float32Array(count * width);
      for (let i = 0; i < count; i++) {
        out.set(answer(rows.subarray(i * features, (i + 1) * features)), i * width);
        await breathe();
        signal?.throwIfAborted();
      }
      return out;
    },
    close: async () => undefined,
  };
}
