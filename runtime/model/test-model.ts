import { initialWeights } from '../oracle/index.ts';
import type { ModelShape } from '../training/model-shape.ts';
import type { ResidualScoring } from './scoring.ts';
import type { Model } from './types.ts';

/** A small model with untrained weights for tests; every part can be changed. */
export function testModel(shape: Partial<ModelShape> = {}, changes: Partial<Model> = {}): Model {
  const full: ModelShape = {
    architecture: 'lstm_autoencoder',
    features: 3,
    hidden: 6,
    bottleneck: 3,
    layers: 2,
    ...shape,
  };
  const steps = changes.steps ?? 5;
  const features = Array.from({ length: full.features }, (_, f) => f);
  return {
    shape: full,
    hyperparameters: {
      hidden_dim: full.hidden,
      bottleneck_dim: full.bottleneck,
      num_layers: full.layers,
      sequence_length: steps,
      optimizer: 'adam',
    },
    weights: initialWeights(full, 7).map((w, i) => w + Math.fround(0.05 * Math.sin(i))),
    means: features.map((f) => 20 + 3 * f),
    stds: features.map((f) => 1 + f / 2),
    monitored: features.map(() => true),
    columns: features.map((f) => `sensor_${f + 1}`),
    scoring: null,
    threshold: null,
    name: 'Pump 3',
    version: 'v2',
    id: 'mdl_0a1b2c3d',
    ...changes,
    steps,
  };
}

/** Charts for residuals of about unit variance. */
export function testScoring(channels: string[]): ResidualScoring {
  const each = (value: number) => channels.map((_, j) => value * (1 + j / 10));
  const chart = (variance: number) => ({ variance: each(variance), dof: each(80), guard: channels.map(() => 1) });
  return {
    version: 2,
    kind: 'residual',
    lambda: 0.1,
    soft: 0.01,
    limit: 23,
    channels,
    monitored: channels.map(() => true),
    mean: each(0.05),
    step_scale: each(1),
    spread_mean: each(0.8),
    level: chart(0.06),
    jump: chart(0.95),
    spread: chart(0.008),
  };
}

/** Raw readings around a model's means: two waves and some noise, the same at every call. [rows × features] */
export function testRows(model: Model, rows: number): Float64Array {
  const { features } = model.shape;
  return Float64Array.from({ length: rows * features }, (_, i) => {
    const [t, f] = [Math.floor(i / features), i % features];
    const z = Math.sin(t / (4 + f)) + 0.3 * Math.sin(t * 12.9898 + f * 78.233);
    return (model.means[f] as number) + (model.stds[f] as number) * z;
  });
}

export async function collect<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
