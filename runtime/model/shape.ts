import { ARCHITECTURES, type Architecture, type ModelShape } from '../training/model-shape.ts';
import { type Hyperparameters, ModelFileInvalid } from './types.ts';

/** The architectures' names in the header of a model file. */
export const ARCHITECTURE_TITLES: Record<Architecture, string> = {
  lstm_autoencoder: 'LSTM Autoencoder',
  gru_predictor: 'GRU Predictor',
  sentinel: 'Sentinel',
};

export function isArchitecture(value: unknown): value is Architecture {
  return ARCHITECTURES.includes(value as Architecture);
}

/**
 * The shape hyperparameters describe. A sentinel has fixed widths, so what it does not use may be missing.
 * @throws {ModelFileInvalid} a dimension is missing or not a number a model can have
 */
export function shapeOf(
  architecture: Architecture,
  features: number,
  hyperparameters: Hyperparameters,
): { shape: ModelShape; steps: number } {
  const fallback = architecture === 'sentinel' ? 1 : undefined;
  const read = (name: string, most: number, otherwise = fallback) => {
    const value = hyperparameters[name] ?? otherwise;
    if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > most)
      throw new ModelFileInvalid(`The model's ${name} must be a whole number from 1 to ${most}, not ${String(value)}`);
    return value as number;
  };
  if (!Number.isInteger(features) || features < 1 || features > 4096)
    throw new ModelFileInvalid(`The model's input_features must be a whole number from 1 to 4096, not ${features}`);
  const hidden = read('hidden_dim', 4096);
  const bottleneck = read('bottleneck_dim', 4096, Math.max(1, Math.floor(hidden / 2)));
  return {
    shape: { architecture, features, hidden, bottleneck, layers: read('num_layers', 64) },
    steps: read('sequence_length', 100_000),
  };
}
