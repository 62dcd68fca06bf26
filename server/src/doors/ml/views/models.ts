import { type Static, Type } from 'typebox';
import type { Comparison, Model } from '../../../core/models/index.ts';

const summary = {
  id: Type.String(),
  name: Type.String(),
  architecture: Type.String(),
  equipment_type: Type.String(),
  parameters: Type.Integer(),
  metrics: Type.Object({ f1: Type.Number(), val_loss: Type.Number() }),
  file_size_bytes: Type.Integer(),
  quantized: Type.Boolean({ description: 'The file carries INT8 weights beside the full ones' }),
  status: Type.Literal('ready'),
  created_at: Type.String(),
  created_by: Type.String(),
};

export const ModelSummary = Type.Object(summary);

export const ModelDetail = Type.Object({
  ...summary,
  dataset_id: Type.String(),
  input_features: Type.Integer(),
  features: Type.Array(Type.String(), { description: 'The sensors it reads, in the order of a row' }),
  hidden_dim: Type.Integer(),
  bottleneck_dim: Type.Integer(),
  num_layers: Type.Integer(),
  sequence_length: Type.Integer(),
  hyperparameters: Type.Record(Type.String(), Type.Unknown()),
  training_run_id: Type.String(),
  metrics: Type.Object({
    reconstruction_error_threshold: Type.Number(),
    val_loss: Type.Number(),
    precision: Type.Number(),
    recall: Type.Number(),
    f1: Type.Number(),
  }),
  file_path: Type.String(),
  quantized_size_bytes: Type.Integer(),
  sha256: Type.String(),
});

const Compared = Type.Object({
  id: Type.String(),
  name: Type.String(),
  architecture: Type.String(),
  metrics: Type.Object({
    f1: Type.Number(),
    val_loss: Type.Number(),
    precision: Type.Number(),
    recall: Type.Number(),
  }),
});

export const ComparisonView = Type.Object({
  models: Type.Array(Compared, { minItems: 2, maxItems: 2 }),
  winner: Type.String({ description: 'Id of the model with the higher f1; at equal f1 the lower val_loss' }),
  advantage: Type.Object({ f1: Type.Number(), val_loss: Type.Number() }, { description: 'Winner minus loser' }),
});

export function modelSummary(model: Model): Static<typeof ModelSummary> {
  return {
    id: model.id,
    name: model.name,
    architecture: model.architecture,
    equipment_type: model.equipmentType,
    parameters: model.parameters,
    metrics: { f1: model.metrics.f1, val_loss: model.metrics.val_loss },
    file_size_bytes: model.fileSizeBytes,
    quantized: true,
    status: 'ready',
    created_at: model.createdAt.toISOString(),
    created_by: model.ownerName,
  };
}

export function modelDetail(model: Model): Static<typeof ModelDetail> {
  const { reconstruction_error_threshold, val_loss, precision, recall, f1 } = model.metrics;
  const whole = (name: string) => Number(model.hyperparameters[name]);
  return {
    ...modelSummary(model),
    dataset_id: model.datasetId,
    input_features: model.features.length,
    features: model.features,
    hidden_dim: whole('hidden_dim'),
    bottleneck_dim: whole('bottleneck_dim'),
    num_layers: whole('num_layers'),
    sequence_length: model.sequenceLength,
    hyperparameters: model.hyperparameters,
    training_run_id: model.trainingRunId,
    metrics: { reconstruction_error_threshold, val_loss, precision, recall, f1 },
    file_path: `/data/${model.fileKey}`,
    quantized_size_bytes: model.quantizedSizeBytes,
    sha256: model.sha256,
  };
}

export function comparisonView({ models, winner, advantage }: Comparison): Static<typeof ComparisonView> {
  return {
    models: models.map(({ id, name, architecture, metrics: { f1, val_loss, precision, recall } }) => ({
      id,
      name,
      architecture,
      metrics: { f1, val_loss, precision, recall },
    })),
    winner: winner.id,
    advantage,
  };
}
