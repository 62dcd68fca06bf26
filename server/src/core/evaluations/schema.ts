import type { ConfusionMatrix, Curve, Rates } from './metrics.ts';

/** Where the truth came from: labels in the dataset, or faults planted with a seed in copies of normal rows. */
export type LabelSource = 'dataset' | 'synthetic';

export type EvaluationMetrics = Rates & {
  auc_roc: number;
  auc_pr: number;
  val_loss: number;
  reconstruction_error_threshold: number;
};

/** How well a model tells anomalies from normal rows that it did not learn from. */
export type Evaluation = {
  id: string;
  tenantId: string;
  ownerId: string;
  modelId: string;
  trainingRunId: string;
  labelSource: LabelSource;
  metrics: EvaluationMetrics;
  confusionMatrix: ConfusionMatrix;
  trainingCurves: { epochs: number[]; train_loss: number[]; val_loss: number[] };
  curves: { roc: Curve; pr: Curve };
  /** How it was done: rows, seeds, kinds of planted faults and how many of each were found. */
  details: Record<string, unknown>;
  gradientEvaluation: Record<string, unknown> | null;
  createdAt: Date;
};

export type NewEvaluation = Omit<Evaluation, 'createdAt' | 'gradientEvaluation'>;
