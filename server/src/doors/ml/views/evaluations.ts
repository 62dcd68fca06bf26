import { type Static, Type } from 'typebox';
import type { Evaluation } from '../../../core/evaluations/index.ts';

const Rate = Type.Number({ minimum: 0, maximum: 1 });
const Numbers = Type.Array(Type.Number());

const summary = {
  id: Type.String(),
  model_id: Type.String(),
  training_run_id: Type.String(),
  label_source: Type.Union([Type.Literal('dataset'), Type.Literal('synthetic')], {
    description: 'Where the truth came from: labels in the dataset, or faults planted with a seed',
  }),
  metrics: Type.Object({
    accuracy: Rate,
    precision: Rate,
    recall: Rate,
    f1: Rate,
    auc_roc: Rate,
    auc_pr: Rate,
    val_loss: Type.Number(),
    reconstruction_error_threshold: Type.Number({ description: 'Found from training data alone' }),
  }),
  created_at: Type.String(),
};

export const EvaluationSummary = Type.Object(summary);

export const EvaluationDetail = Type.Object({
  ...summary,
  confusion_matrix: Type.Object({
    true_positive: Type.Integer(),
    false_positive: Type.Integer(),
    true_negative: Type.Integer(),
    false_negative: Type.Integer(),
  }),
  training_curves: Type.Object({ epochs: Type.Array(Type.Integer()), train_loss: Numbers, val_loss: Numbers }),
  roc_curve: Type.Object({
    false_positive_rate: Numbers,
    true_positive_rate: Numbers,
    threshold: Type.Array(Type.Number(), { description: 'Rows that score at least this count as anomalies' }),
  }),
  pr_curve: Type.Object({ recall: Numbers, precision: Numbers, threshold: Numbers }),
  details: Type.Record(Type.String(), Type.Unknown(), { description: 'How the evaluation was done' }),
  gradient_evaluation: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
});

export function evaluationSummary(evaluation: Evaluation): Static<typeof EvaluationSummary> {
  return {
    id: evaluation.id,
    model_id: evaluation.modelId,
    training_run_id: evaluation.trainingRunId,
    label_source: evaluation.labelSource,
    metrics: evaluation.metrics,
    created_at: evaluation.createdAt.toISOString(),
  };
}

export function evaluationDetail(evaluation: Evaluation): Static<typeof EvaluationDetail> {
  const { roc, pr } = evaluation.curves;
  return {
    ...evaluationSummary(evaluation),
    confusion_matrix: evaluation.confusionMatrix,
    training_curves: evaluation.trainingCurves,
    roc_curve: { false_positive_rate: roc.x, true_positive_rate: roc.y, threshold: roc.threshold },
    pr_curve: { recall: pr.x, precision: pr.y, threshold: pr.threshold },
    details: evaluation.details,
    gradient_evaluation: evaluation.gradientEvaluation,
  };
}
