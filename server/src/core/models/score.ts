import { buffer } from 'node:stream/consumers';
import { createScorer, decodeModel, type ScorerOptions } from '@signalbox/runtime/model';
import type { Storage } from '../../platform/storage/types.ts';
import { createTurns } from '../../platform/turns.ts';
import { requireRole } from '../identity/index.ts';
import type { Principal } from '../principal.ts';
import { type DatasetRows, spoolReadings } from './dataset-readings.ts';
import type { Model } from './schema.ts';
import { readTable, type TableInput } from './score-input.ts';

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
  /** Scorings at the same time in this process, half of them of one tenant; more wait, and too many are refused for the moment. */
  atOnce: number;
};

const MOST_WAITING = 64;

/**
 * Scores rows with a model, each by the window of rows that ends with it; before the first row that row is repeated.
 * A missing reading repeats the last one, as in training. Memory stays flat however many rows there are.
 */
export function createScore(deps: ScoreDeps): Score {
  const takeTurn = createTurns(deps.atOnce, MOST_WAITING);
  const tenants = new Map<string, ReturnType<typeof createTurns>>();

  /** A tenant's own line before that of the house: answers nobody reads keep half of the scorers at most. */
  function takeTenantsTurn(tenantId: string) {
    const take = tenants.get(tenantId) ?? createTurns(Math.ceil(deps.atOnce / 2), MOST_WAITING / 2);
    tenants.set(tenantId, take);
    return take();
  }

  async function spool(
    principal: Principal,
    model: Model,
    input: { datasetId: string },
    cleanup: AsyncDisposableStack,
  ) {
    const source = await deps.openDataset(principal, input.datasetId);
    const spooled = await spoolReadings(source, model.features, deps.storage);
    cleanup.defer(spooled.remove);
    return spooled;
  }

  return async (principal, modelId, input, signal) => {
    requireRole(principal, 'operator');
    const model = await deps.getModel(principal, modelId);
    const table = 'datasetId' in input ? undefined : readTable(model.features, input);
    const cleanup = new AsyncDisposableStack();
    cleanup.defer(await takeTenantsTurn(principal.tenantId));
    try {
      cleanup.defer(await takeTurn());
      const rows = table ? [table] : (await spool(principal, model, input as { datasetId: string }, cleanup)).pieces();
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
