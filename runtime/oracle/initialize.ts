import { type ModelShape, parameterLayout } from '../training/index.ts';
import { deriveKey, PURPOSE, wordAt } from './random.ts';

/**
 * The weights a training starts from: linear layers Kaiming uniform (bound √(6 / inputs)), recurrent matrices Xavier
 * uniform on the whole stacked matrix (bound √(6 / (rows + columns))), all biases zero. The same seed gives the same
 * bits here and in the C kernels: 24 random bits, scaled in double precision, rounded once to single.
 */
export function initialWeights(shape: ModelShape, seed: number): Float32Array {
  const tensors = parameterLayout(shape);
  const last = tensors.at(-1);
  const weights = new Float32Array(last ? last.offset + last.size : 0);
  tensors.forEach((tensor, index) => {
    const [rows, columns] = tensor.shape;
    if (columns === undefined) return;
    const bound = tensor.name.includes('_l') ? Math.sqrt(6 / (rows + columns)) : Math.sqrt(6 / columns);
    const key = deriveKey(seed, PURPOSE.weights, index);
    for (let i = 0; i < tensor.size; i++) {
      weights[tensor.offset + i] = ((wordAt(key, i) >>> 8) / 8388608 - 1) * bound;
    }
  });
  return weights;
}
