export { decodeModel, encodeModel, type ModelFile } from './axonml.ts';
export { dequantize, quantizedBytes } from './int8.ts';
export { packModel } from './pack.ts';
export { quantize } from './quantize.ts';
export { openRowScorer, type RowScorer, type Verdict } from './score.ts';
export {
  createResidualReader,
  createScorer,
  INFERENCE_SOURCES,
  type ResidualReader,
  type ResidualRows,
  type RowPieces,
  type ScoredRows,
  type Scorer,
  type ScorerOptions,
} from './scorer.ts';
export {
  type ChartParameters,
  channelNames,
  chartOf,
  type LabelScoring,
  type ResidualScoring,
  ROW_CHANNEL,
  type Scoring,
} from './scoring.ts';
export { ARCHITECTURE_TITLES, shapeOf } from './shape.ts';
export { type Hyperparameters, type Model, ModelFileInvalid, type QuantizedWeights } from './types.ts';
