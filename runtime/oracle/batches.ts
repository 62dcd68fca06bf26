import { type Plan, strideOffset, windowStarts } from '../training/index.ts';
import { deriveKey, PURPOSE, shuffle } from './random.ts';

/** First rows of the windows of an epoch (0 is the first), in the order in which they are learned. */
export function epochWindows(plan: Plan, epoch: number): Uint32Array {
  const all = windowStarts(plan.train, plan.steps);
  const offset = strideOffset(epoch, plan.stride);
  const chosen = all.filter((_, i) => i % plan.stride === offset);
  if (plan.shuffle) shuffle(chosen, deriveKey(plan.job.seed, PURPOSE.shuffle, epoch));
  return chosen;
}

export function validationWindows(plan: Plan): Uint32Array {
  return windowStarts(plan.validation, plan.steps).filter((_, i) => i % plan.validationStride === 0);
}

/** Copies windows into a time-major batch [steps, windows, features]. */
export function gather(plan: Plan, rows: Float32Array, starts: Uint32Array): Float64Array {
  const { features } = plan.job;
  const batch = new Float64Array(plan.steps * starts.length * features);
  for (let t = 0, at = 0; t < plan.steps; t++) {
    for (const start of starts) {
      const row = (start + t) * features;
      for (let f = 0; f < features; f++) batch[at++] = rows[row + f] as number;
    }
  }
  return batch;
}

/** What a batch should give: the windows themselves for an autoencoder, else the targets of their last rows. */
export function gatherTargets(plan: Plan, batch: Float64Array, starts: Uint32Array): Float64Array {
  if (plan.targetWidth === 0) return batch;
  const targets = new Float64Array(starts.length * plan.targetWidth);
  starts.forEach((start, w) => {
    const row = (start + plan.steps - 1) * plan.targetWidth;
    for (let k = 0; k < plan.targetWidth; k++) targets[w * plan.targetWidth + k] = plan.targets[row + k] as number;
  });
  return targets;
}
