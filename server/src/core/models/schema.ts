import type { Architecture } from '@signalbox/runtime';

/** How well a model did on data it did not learn from; see core/evaluations for how it is found out. */
export type ModelMetrics = {
  f1: number;
  precision: number;
  recall: number;
  val_loss: number;
  /** A row that scores above it is an anomaly. From training data only. */
  reconstruction_error_threshold: number;
};

/** What training learned: a file of weights, and everything needed to score rows with it. */
export type Model = {
  id: string;
  tenantId: string;
  ownerId: string;
  ownerName: string;
  name: string;
  architecture: Architecture;
  equipmentType: string;
  datasetId: string;
  trainingRunId: string;
  /** The sensors it reads, in the order of a row. */
  features: string[];
  hyperparameters: Record<string, unknown>;
  /** Rows a window, as trained. */
  sequenceLength: number;
  parameters: number;
  metrics: ModelMetrics;
  /** Storage key of the `.axonml` file. */
  fileKey: string;
  fileSizeBytes: number;
  quantizedSizeBytes: number;
  sha256: string;
  createdAt: Date;
};

export type NewModel = Omit<Model, 'createdAt'>;
