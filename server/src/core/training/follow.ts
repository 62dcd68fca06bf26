import type { Database } from '../../platform/database/index.ts';
import type { Events, StoredEvent } from '../../platform/events/types.ts';
import { type EpochData, subjectOf } from './events.ts';
import type { Epoch, TrainingRun } from './schema.ts';
import { isFinal } from './states.ts';
import { findRun, listEpochs } from './store.ts';

/** What somebody who follows a run is told. `sequence` (null when its event is gone) is where to resume after. */
export type RunUpdate =
  | { kind: 'epoch'; runId: string; sequence: number | null; epoch: EpochData }
  | { kind: 'end'; run: TrainingRun; sequence: number | null; epochs: Epoch[] };

export type Follow = (
  run: Pick<TrainingRun, 'id' | 'tenantId'>,
  options: { after?: number | undefined },
  onUpdate: (update: RunUpdate) => void,
  onError: (error: unknown) => void,
) => Promise<() => Promise<void>>;

const TYPES = ['training.epoch', 'training.completed', 'training.failed', 'training.stopped'];

/**
 * Tells what happens to a run, in order, wherever it is trained: first its latest epoch (or, with `after`, everything
 * since that event), then each epoch as it ends, last how the run ended; after that nothing more comes. Returns a
 * function that stops telling.
 */
export function createFollow({ database, events }: { database: Database; events: Events }): Follow {
  return async ({ id, tenantId }, options, onUpdate, onError) => {
    const filter = { tenantId, subject: subjectOf(id), types: TYPES };
    let ended = false;

    async function tellEnd(sequence: number | null): Promise<void> {
      const run = await findRun(database, tenantId, id);
      if (ended || !run) return;
      ended = true;
      onUpdate({ kind: 'end', run, sequence, epochs: await listEpochs(database, id) });
    }

    async function tell(event: StoredEvent): Promise<void> {
      if (ended) return;
      if (event.type !== 'training.epoch') return await tellEnd(event.sequence);
      onUpdate({ kind: 'epoch', runId: id, sequence: event.sequence, epoch: event.data as EpochData });
    }

    async function tellLatest(): Promise<number> {
      const page = { ...filter, types: ['training.epoch'], newestFirst: true, limit: 1 };
      const [latest] = await events.read(page);
      if (latest) await tell(latest);
      return latest ? latest.sequence : await events.head();
    }

    const head = await events.head();
    const after = options.after === undefined ? await tellLatest() : Math.min(options.after, head);
    const run = await findRun(database, tenantId, id);
    // Of a run that ended long ago there may be no events any more.
    if (run && isFinal(run.status) && (await events.read({ ...filter, after, limit: 1 })).length === 0) {
      await tellEnd(null);
      return async () => {};
    }
    return await events.subscribe({ ...filter, after }, tell, onError);
  };
}
