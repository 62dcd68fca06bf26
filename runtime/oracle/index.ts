export { initialWeights } from './initialize.ts';
export { lossAndGradient } from './losses.ts';
export { type Differentiable, forward, NO_DROPOUT, outputsPerSample } from './model.ts';
export { type OptimizerState, optimizerState, update } from './optimizers.ts';
export { deriveKey, PURPOSE, shuffle, wordAt } from './random.ts';
