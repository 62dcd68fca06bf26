import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JOB_FILES } from '@signalbox/runtime';
import type { Model, ResidualScoring } from '@signalbox/runtime/model';
import { type Calibration, LAMBDA, SOFT } from '../../evaluations/index.ts';
import type { Plans } from './build.ts';

/** The model of a run with its best weights, not calibrated yet. */
export async function modelOf({ run, prepared, folder, steps, name }: Plans): Promise<Model> {
  const bytes = await readFile(join(folder, JOB_FILES.best));
  const hyperparameters = { ...run.hyperparameters, sequence_length: steps };
  const { sensors } = prepared;
  return {
    shape: {
      architecture: run.architecture,
      features: sensors.length,
      hidden: hyperparameters.hidden_dim,
      bottleneck: hyperparameters.bottleneck_dim,
      layers: hyperparameters.num_layers,
    },
    steps,
    hyperparameters,
    weights: new Float32Array(new Uint8Array(bytes).buffer),
    means: sensors.map(({ mean }) => mean),
    stds: sensors.map(({ std }) => std),
    monitored: sensors.map(({ monitored }) => monitored),
    columns: sensors.map((sensor) => sensor.name),
    scoring: null,
    threshold: null,
    name,
    version: '1',
    id: run.modelId ?? '',
  };
}

/** A calibration as a model file holds it. */
export function scoringOf({ channels, limit }: Calibration, names: string[]): ResidualScoring {
  const chart = (name: 'level' | 'jump' | 'spread') => ({
    variance: channels.map((channel) => channel[name].variance),
    dof: channels.map((channel) => channel[name].dof),
    guard: channels.map((channel) => channel[name].guard),
  });
  return {
    version: 2,
    kind: 'residual',
    lambda: LAMBDA,
    soft: SOFT,
    limit,
    monitored: channels.map(({ monitored }) => monitored),
    mean: channels.map(({ mean }) => mean),
    step_scale: channels.map(({ stepScale }) => stepScale),
    spread_mean: channels.map(({ spreadMean }) => spreadMean),
    level: chart('level'),
    jump: chart('jump'),
    spread: chart('spread'),
    channels: names,
  };
}
