import { encodeModel, type Model, quantize, quantizedBytes, type ScorerOptions } from '@signalbox/runtime/model';
import { openRows, type Prepared, readLabels } from '../preparation/prepare.ts';
import type { TrainingRun } from '../schema.ts';
import { type Assessment, assess } from './assess.ts';
import { modelOf, scoringOf } from './model.ts';
import { openNetwork } from './network.ts';

/** What a model is built from: best weights and prepared rows are in the folder. */
export type Plans = {
  run: Pick<TrainingRun, 'architecture' | 'hyperparameters' | 'modelId'>;
  prepared: Prepared;
  folder: string;
  /** Rows a window, as trained. */
  steps: number;
  name: string;
  scorer: Pick<ScorerOptions, 'cacheDir' | 'cc' | 'engine'>;
};

export type Built = Pick<Assessment, 'judgement' | 'errorThreshold'> & {
  /** The `.axonml` file. */
  file: Uint8Array<ArrayBuffer>;
  quantizedBytes: number;
  parameters: number;
  columns: string[];
};

/** Makes a model of a run's best weights: learns what is normal, judges it, rounds its weights, writes its file. */
export async function build(plans: Plans, signal: AbortSignal): Promise<Built> {
  const bare = await modelOf(plans);
  const { calibration, channels, judgement, errorThreshold } = await assessModel(plans, bare, signal);
  const scoring = calibration ? scoringOf(calibration, channels) : ({ version: 2, kind: 'label' } as const);
  const model: Model = { ...bare, scoring, threshold: 1 };
  const quantized = await quantize(model, signal);
  return {
    judgement,
    errorThreshold,
    file: new Uint8Array(encodeModel(model, quantized)),
    quantizedBytes: quantizedBytes(quantized),
    parameters: model.weights.length,
    columns: model.columns,
  };
}

async function assessModel({ run, prepared, folder, scorer }: Plans, bare: Model, signal: AbortSignal) {
  const network = await openNetwork(bare, prepared.fit.target, { ...scorer, signal });
  const rows = await openRows(folder, prepared.sensors.length);
  try {
    const labels = await readLabels(folder, prepared);
    const { seed } = run.hyperparameters;
    const work = { prepared, labels, network, read: rows.read, steps: bare.steps, seed, signal };
    return { ...(await assess(work)), channels: network.channels };
  } finally {
    await rows.close();
    await network.close();
  }
}
