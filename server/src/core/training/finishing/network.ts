import { createResidualReader, createScorer, type Model, type ScorerOptions } from '@signalbox/runtime/model';
import type { Trace } from '../../evaluations/index.ts';

/** What a trained network finds in rows of its own record. */
export type Network = {
  /** What it has a residual for; one that learned the label has a score instead. */
  channels: string[];
  /** Looks at consecutive normalized rows as one sequence, [n × sensors] a piece. */
  trace(pieces: AsyncIterable<Float32Array> | Iterable<Float32Array>, rows: number): Promise<Trace>;
  close(): Promise<void>;
};

type Options = Omit<ScorerOptions, 'model'>;

/**
 * Opens a network for the rows it was trained on, which are normalized already. Sensors that are not monitored are 0 in
 * them, and nothing is missing.
 */
export async function openNetwork(trained: Model, target: 'residual' | 'label', options: Options): Promise<Network> {
  const model = { ...trained, means: trained.columns.map(() => 0), stds: trained.columns.map(() => 1) };
  return target === 'residual' ? await openResiduals(model, options) : await openLabels(model, options);
}

async function openResiduals(model: Model, options: Options): Promise<Network> {
  const reader = await createResidualReader({ ...options, model: { ...model, scoring: null } });
  const { channels, close } = reader;
  return {
    channels,
    close,
    async trace(pieces, rows) {
      const residuals = new Float32Array(rows * channels.length);
      const inputs = new Float32Array(rows * channels.length);
      let at = 0;
      for await (const piece of reader.read(doubles(pieces))) {
        residuals.set(piece.residuals, at);
        inputs.set(piece.inputs, at);
        at += piece.residuals.length;
      }
      requireAll(at, residuals.length);
      return { residuals, inputs, channels: channels.length };
    },
  };
}

async function openLabels(model: Model, options: Options): Promise<Network> {
  const scorer = await createScorer({ ...options, model: { ...model, scoring: { version: 2, kind: 'label' } } });
  return {
    channels: ['label'],
    close: scorer.close,
    async trace(pieces, rows) {
      const scores = new Float32Array(rows);
      let at = 0;
      for await (const piece of scorer.score(doubles(pieces))) {
        scores.set(piece.scores, at);
        at += piece.count;
      }
      requireAll(at, rows);
      return { residuals: scores, inputs: new Float32Array(0), channels: 1 };
    },
  };
}

async function* doubles(pieces: AsyncIterable<Float32Array> | Iterable<Float32Array>): AsyncGenerator<Float64Array> {
  for await (const piece of pieces) yield Float64Array.from(piece);
}

function requireAll(got: number, expected: number): void {
  if (got !== expected) throw new Error(`The network answered ${got} values instead of ${expected}.`);
}
