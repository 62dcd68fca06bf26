export { type Calibration, calibrate, quantile, type Trace } from './calibration/calibrate.ts';
export { type ChannelParameters, type ChartParameters, LAMBDA, SOFT } from './calibration/charts.ts';
export { labelSession, type Session, startSession } from './calibration/session.ts';
export type { SensorScale } from './faults.ts';
export { createGradient, type Gradient, type GradientVerdict } from './gradient/index.ts';
export { type Judgement, judge, type Rows, type Subject, THRESHOLD } from './judge.ts';
export type { ConfusionMatrix, Curve, Rates } from './metrics.ts';
export type { Evaluation, EvaluationMetrics, LabelSource, NewEvaluation } from './schema.ts';
export { createEvaluationService, type EvaluationService } from './service.ts';
