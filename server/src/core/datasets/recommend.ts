import type { Dataset } from './schema.ts';

export type Recommendation = {
  architecture: 'lstm_autoencoder' | 'gru_predictor' | 'sentinel';
  /** 0 to 1. */
  matchScore: number;
  useCase: string;
  description: string;
  inputs: string;
  outputs: string;
  inferenceResult: string;
  hyperparameters: Record<string, number | string>;
};

const labelNames = new Set([
  ...['label', 'class', 'target', 'category', 'outcome', 'diagnosis', 'result', 'status', 'type'],
  ...['anomaly', 'fault', 'outlier'],
]);
const annotationNames = new Set([...labelNames, 'changepoint', 'is_anomaly', 'is_fault', 'is_outlier']);

/** A deviation above this counts as a reading that varies. */
const VARYING = 0.1;
/** At least this part of the rows must remain for windows of validation and test. */
const LONGEST_SEQUENCE_SHARE = 0.15;

/**
 * Rates all three architectures for a dataset by its shape, best first. Fixed rules (specs of the ML contract), no model
 * is asked: the same dataset always gets the same answer.
 */
export function recommend({ columns, rowCount }: Dataset): Recommendation[] {
  const sensors = columns.filter(({ name, stats }) => stats && !annotationNames.has(name.toLowerCase()));
  const count = sensors.length;
  const varying = sensors.filter(({ stats }) => (stats?.std ?? 0) > VARYING).length;
  const isTemporal = columns.some(({ name }) => /time|date/i.test(name) || /^(ts|epoch)$/i.test(name));
  const hasLabel = columns.some(({ name }) => labelNames.has(name.toLowerCase()));
  const sequence = Math.max(1, Math.min(60, Math.floor(LONGEST_SEQUENCE_SHARE * rowCount)));
  const shared = {
    learning_rate: 0.001,
    batch_size: 64,
    epochs: 100,
    hidden_dim: 64,
    bottleneck_dim: 32,
    num_layers: 2,
    sequence_length: sequence,
    dropout: 0.1,
  };
  const sequences = `${count} sensor columns, ${sequence}-step sequences`;
  const all: Recommendation[] = [
    {
      architecture: 'lstm_autoencoder',
      matchScore: isTemporal && count > 2 ? (varying > 3 ? 0.95 : 0.8) : 0.5,
      useCase: 'Anomaly Detection',
      description: 'Learns normal patterns of all sensors together and detects deviations from them; needs no labels.',
      inputs: sequences,
      outputs: 'Reconstruction error score (0.0-1.0)',
      inferenceResult: 'Real-time anomaly alerts when score exceeds threshold',
      hyperparameters: { ...shared, optimizer: 'adam', loss: 'mse' },
    },
    {
      architecture: 'gru_predictor',
      matchScore: isTemporal && count > 1 ? (hasLabel ? 0.7 : 0.85) : 0.45,
      useCase: 'Forecasting',
      description:
        'Learns how readings lead up to what comes next and predicts the probability of failure ahead of time.',
      inputs: sequences,
      outputs: 'Failure probability at 5, 15 and 30 minutes (0.0-1.0 each)',
      inferenceResult: 'Early warnings before a fault develops',
      hyperparameters: { ...shared, optimizer: 'adamw', loss: 'bce' },
    },
    {
      architecture: 'sentinel',
      matchScore: count > 6 ? (count > 12 ? 0.92 : 0.75) : 0.4,
      useCase: 'Point Anomaly Screening',
      description: 'A small network that judges each reading by itself; quick to train and the cheapest on a device.',
      inputs: `${count} sensor columns, single readings`,
      outputs: 'Anomaly probability (0.0-1.0)',
      inferenceResult: 'Instant verdict on every single reading',
      hyperparameters: { ...shared, optimizer: 'adam', loss: 'bce' },
    },
  ];
  return all.sort((a, b) => b.matchScore - a.matchScore);
}
