import type { Architecture, Segment } from '@signalbox/runtime';
import type { Hyperparameters } from '../hyperparameters.ts';
import { normalStretches, type Split, windowsIn } from './split.ts';

/** Which rows the weights are fitted on, and towards what. */
export type FitPlan = {
  train: Segment[];
  validation: Segment[];
  /** `label`: the network learns to tell the label itself. `residual`: it learns what is normal. */
  target: 'residual' | 'label';
  /** Anomalous rows are kept out of what is normal. */
  withoutAnomalies: boolean;
  notes: string[];
};

/**
 * An autoencoder learns from normal rows alone: faults it has seen are faults it can reconstruct. A predictor or a
 * sentinel learns the label where the train rows have both kinds.
 */
export function planFit(
  architecture: Architecture,
  { batch_size, sequence_length }: Hyperparameters,
  split: Split,
  labels: Uint8Array | undefined,
): FitPlan {
  const everything = { train: [split.train], validation: [split.validation], notes: [] };
  if (!labels) return { ...everything, target: 'residual', withoutAnomalies: false };
  if (architecture !== 'lstm_autoencoder') {
    const { start, count } = split.train;
    const kinds = new Set(labels.subarray(start, start + count));
    if (kinds.size === 2) return { ...everything, target: 'label', withoutAnomalies: false };
    const notes = ['The labels of the rows to learn from are all the same, so the model learns without them.'];
    return { ...everything, target: 'residual', withoutAnomalies: true, notes };
  }
  const train = normalStretches(split.train, labels);
  const validation = normalStretches(split.validation, labels);
  const steps = Math.min(sequence_length, split.train.count, split.validation.count);
  if (windowsIn(train, steps) < Math.min(batch_size, windowsIn([split.train], steps))) {
    const notes = ['Too few windows are free of labelled anomalies, so the model learns from all of them.'];
    return { ...everything, target: 'residual', withoutAnomalies: true, notes };
  }
  return { train, validation, target: 'residual', withoutAnomalies: true, notes: [] };
}
