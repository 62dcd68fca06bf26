import { dequantize, type Model, type QuantizedWeights } from '../model/index.ts';
import { forward } from '../oracle/index.ts';

/** Beyond this many multiplications the oracle would take seconds; such a program only compares its own kernels. */
const MOST_WORK = 5e7;

/**
 * What the network gives for the self-test's window (runtime/edge/check.c has the same one), computed in double
 * precision from the weights the program will carry: its reconstruction of the last row, or its outputs.
 */
export function selfTestOutputs(model: Model, quantized: QuantizedWeights | null): Float32Array {
  const { architecture, features } = model.shape;
  const steps = architecture === 'sentinel' ? 1 : model.steps;
  if (steps * model.weights.length > MOST_WORK) return new Float32Array(0);
  const weights = Float64Array.from(quantized ? dequantize(quantized) : model.weights);
  const window = Float64Array.from({ length: steps * features }, (_, i) => Math.fround(Math.sin(0.37 * i)));
  const { outputs } = forward(model.shape, weights, window, steps, 1);
  return Float32Array.from(architecture === 'lstm_autoencoder' ? outputs.subarray(-features) : outputs);
}
