import type { Loss } from '../training/index.ts';
import { sigmoid } from './activations.ts';

/** PyTorch clamps the logarithms of BCE at −100 so that a confident error stays finite; so do we. */
const LOG_FLOOR = -100;

/**
 * Mean loss over all elements and its gradient at the outputs.
 * @param squash the outputs are unbounded (an autoencoder's). Cross-entropy then compares both sides after a sigmoid,
 *   which is smallest where output equals target; the plain form is undefined there.
 */
export function lossAndGradient(loss: Loss, y: Float64Array, target: Float64Array, squash: boolean) {
  const n = y.length;
  const gradient = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const a = y[i] as number;
    const b = target[i] as number;
    if (loss === 'mse') {
      sum += (a - b) * (a - b);
      gradient[i] = (2 * (a - b)) / n;
    } else if (loss === 'mae') {
      sum += Math.abs(a - b);
      gradient[i] = Math.sign(a - b) / n;
    } else if (squash) {
      sum += Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))) - sigmoid(b) * a;
      gradient[i] = (sigmoid(a) - sigmoid(b)) / n;
    } else {
      sum -= b * Math.max(Math.log(a), LOG_FLOOR) + (1 - b) * Math.max(Math.log1p(-a), LOG_FLOOR);
      gradient[i] = (a - b) / Math.max(a * (1 - a), 1e-12) / n;
    }
  }
  return { loss: sum / n, gradient };
}
