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

const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);
const TextOrNull = Type.Union([Type.String(), Type.Null()]);

const GradientMetric = Type.Object({
  name: Type.String(),
  value: NumberOrNull,
  reason: Type.Union([Type.String(), Type.Null()], { description: 'Why there is no value' }),
  type: Type.String(),
  description: Type.String(),
  mark: Type.Union([Type.String(), Type.Null()], { description: 'What it has to reach' }),
  passed: Type.Union([Type.Boolean(), Type.Null()]),
});

const GradientView = Type.Object(
  {
    status: Type.Union([Type.Literal('running'), Type.Literal('completed'), Type.Literal('failed')]),
    provider: Type.Literal('local', { description: 'Computed by this server' }),
    started_at: Type.Optional(Type.String()),
    completed_at: Type.Optional(Type.String()),
    error: Type.Optional(Type.String()),
    pass: Type.Optional(Type.Boolean({ description: 'Precision, recall, F1 and AUC reach the benchmarks' })),
    score: Type.Optional(Type.Number({ description: 'Mean of those four' })),
    equipment_type: Type.Optional(Type.String()),
    benchmarks: Type.Optional(Type.Record(Type.String(), Type.Number())),
    metrics: Type.Optional(Type.Array(GradientMetric)),
    verdict: Type.Optional(
      Type.Union([Type.Object({ provider: Type.String(), model: TextOrNull, text: Type.String() }), Type.Null()]),
    ),
  },
  { description: 'The nineteen figures, once they were asked for' },
);

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
  gradient_evaluation: Type.Union([GradientView, Type.Null()]),
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
    // Written by this server in that very shape.
    gradient_evaluation: evaluation.gradientEvaluation as Static<typeof GradientView> | null,
  };
}
