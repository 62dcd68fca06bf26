import { buffer } from 'node:stream/consumers';
import { createScorer, decodeModel, type ScorerOptions } from '@signalbox/runtime/model';
import { unavailable } from '../../platform/errors.ts';
import type { Storage } from '../../platform/storage/types.ts';
import { requireRole } from '../identity/index.ts';
import type { Principal } from '../principal.ts';
import type { Model } from './schema.ts';
import { locateSensors, readTable, type TableInput } from './score-input.ts';

/** Rows of a dataset in the order of time, column by column, NaN where a reading is missing. */
export type DatasetRows = {
  columns: readonly { name: string; kind: string }[];
  chunks(): AsyncIterable<{ rows: number; cells: readonly (Float64Array | readonly string[])[] }>;
};

export type ScoreInput = { datasetId: string } | TableInput;

/** Scores of consecutive rows; a row's contributions sum to its score. */
export type ScoredRow = {
  row: number;
  /** How unusual, in units of the threshold: an anomaly from 1 on. */
  score: number;
  /** The same from 0 to below 1; one half at the threshold. */
  anomalyScore: number;
  anomaly: boolean;
  contributions: Record<string, number>;
};

export type Scores = {
  model: Model;
  /** Pieces of rows in order; the next is computed when the one before was taken. Ends the scoring when it is left. */
  pieces: AsyncGenerator<ScoredRow[]>;
};

export type Score = (principal: Principal, modelId: string, input: ScoreInput, signal: AbortSignal) => Promise<Scores>;

export type ScoreDeps = {
  getModel(principal: Principal, id: string): Promise<Model>;
  storage: Storage;
  /** @throws not_found, forbidden, invalid */
  openDataset(principal: Principal, id: string): Promise<DatasetRows>;
  scorer: Pick<ScorerOptions, 'cacheDir' | 'cc' | 'engine'>;
  /** Scorings at the same time in this process; more are refused for the moment. */
  atOnce: number;
};

/**
 * Scores rows with a model, each by the window of rows that ends with it; before the first row that row is repeated.
 * A missing reading repeats the last one, as in training. Memory stays flat however many rows there are.
 */
export function createScore(deps: ScoreDeps): Score {
  let active = 0;

  return async (principal, modelId, input, signal) => {
    requireRole(principal, 'operator');
    const model = await deps.getModel(principal, modelId);
    const table = 'datasetId' in input ? undefined : readTable(model.features, input);
    if (active >= deps.atOnce) {
      throw unavailable('All scorers are busy at the moment. Try again in a second.', {
        code: 'SCORERS_BUSY',
        retryAfterSeconds: 1,
      });
    }
    active++;
    const cleanup = new AsyncDisposableStack();
    cleanup.defer(() => void active--);
    try {
      const rows = table
        ? [table]
        : await datasetRows(deps, principal, model, (input as { datasetId: string }).datasetId);
      const file = decodeModel(await buffer(await deps.storage.get(model.fileKey)));
      const few = table !== undefined && table.length < 10_000;
      const scorer = await createScorer({ ...deps.scorer, ...(few && { threads: 1 }), model: file.model, signal });
      cleanup.defer(() => scorer.close());
      const pieces = scored(file.model.columns, scorer.score(rows), cleanup, signal);
      // A generator nobody ever read from does not run its `finally`.
      const end = () => void pieces.return([]).then(() => cleanup.disposeAsync());
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
      return { model, pieces };
    } catch (error) {
      await cleanup.disposeAsync();
      throw error;
    }
  };
}

async function datasetRows(
  deps: ScoreDeps,
  principal: Principal,
  model: Model,
  datasetId: string,
): Promise<AsyncGenerator<Float64Array>> {
  const source = await deps.openDataset(principal, datasetId);
  const numeric = new Map(source.columns.flatMap(({ name, kind }, i) => (kind === 'number' ? [[name, i]] : [])));
  const places = locateSensors(model.features, [...numeric.keys()]);
  const columns = [...numeric.values()];
  return readings(
    source,
    places.map((place) => columns[place] as number),
  );
}

async function* readings(source: DatasetRows, columns: readonly number[]): AsyncGenerator<Float64Array> {
  for await (const { rows, cells } of source.chunks()) {
    const values = new Float64Array(rows * columns.length);
    for (const [j, column] of columns.entries()) {
      const readings = cells[column] as Float64Array;
      for (let i = 0; i < rows; i++) values[i * columns.length + j] = readings[i] as number;
    }
    yield values;
  }
}

async function* scored(
  sensors: readonly string[],
  results: ReturnType<Awaited<ReturnType<typeof createScorer>>['score']>,
  cleanup: AsyncDisposableStack,
  signal: AbortSignal,
): AsyncGenerator<ScoredRow[]> {
  let first = 0;
  try {
    for await (const { count, scores, display, anomalies, contributions } of results) {
      signal.throwIfAborted();
      const start = first;
      yield Array.from({ length: count }, (_, i) => ({
        row: start + i,
        score: short(scores[i] as number),
        anomalyScore: short(display[i] as number),
        anomaly: anomalies[i] === true,
        contributions: Object.fromEntries(
          sensors.map((name, j) => [name, short(contributions[i * sensors.length + j] as number)]),
        ),
      }));
      first += count;
    }
  } finally {
    await cleanup.disposeAsync();
  }
}

/** Single precision has seven digits; the rest is noise that makes answers twice as long. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}
