import { buffer } from 'node:stream/consumers';
import { createScorer, decodeModel, type ScorerOptions } from '@signalbox/runtime/model';
import type { Storage } from '../../platform/storage/types.ts';
import type { Model } from './schema.ts';

const WARM_UP = 20;
const ROWS = 200;
const MOST_MS = 5_000;

/**
 * Makes a function that measures how many milliseconds a model takes for one row when rows come one by one, as on a
 * device: the mean over up to 200 average rows after a few that do not count, on one thread. What is in the rows makes no
 * difference to the time.
 */
export function createMeasureLatency({
  storage,
  scorer: options,
}: {
  storage: Storage;
  scorer: Pick<ScorerOptions, 'cacheDir' | 'cc' | 'engine'>;
}): (model: Model, signal: AbortSignal) => Promise<number> {
  return async ({ fileKey }, signal) => {
    const { model } = decodeModel(await buffer(await storage.get(fileKey)));
    const scorer = await createScorer({ ...options, model, threads: 1, signal });
    try {
      const row = Float64Array.from(model.means);
      let scored = 0;
      let [begun, elapsed] = [0, 0];
      const rows = Array.from({ length: WARM_UP + ROWS }, () => row);
      for await (const { count } of scorer.score(rows)) {
        signal.throwIfAborted();
        scored += count;
        if (scored <= WARM_UP) begun = performance.now();
        else elapsed = performance.now() - begun;
        if (elapsed > MOST_MS) break;
      }
      return elapsed / Math.max(1, scored - WARM_UP);
    } finally {
      await scorer.close();
    }
  };
}
