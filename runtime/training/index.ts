export { type Checkpoint, decodeCheckpoint, encodeCheckpoint, readCheckpoint, replaceFile } from './checkpoint.ts';
export {
  checkJob,
  defaultHyperparameters,
  HYPERPARAMETER_RANGES,
  type Hyperparameters,
  hyperparameterProblems,
  JobInvalid,
  LOSSES,
  type Loss,
  OPTIMIZERS,
  type Optimizer,
  type Segment,
  shapeOf,
  type TrainingJob,
} from './job.ts';
export {
  ARCHITECTURES,
  type Architecture,
  type ModelShape,
  PREDICTOR_OUTPUTS,
  parameterCount,
  parameterLayout,
  SENTINEL_WIDTHS,
  type Tensor,
} from './model-shape.ts';
export { type Plan, planTraining } from './plan.ts';
export { planText, readFloats, readPlan } from './plan-file.ts';
export * from './protocol.ts';
export {
  autoStride,
  countWindows,
  fitSequenceLength,
  strideOffset,
  windowStarts,
  windowsPerUpdate,
} from './windows.ts';
