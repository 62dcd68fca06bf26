import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../platform/database/index.ts';
import { HouseError } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { RunningJob } from '../../platform/queue/types.ts';
import { epochData, runEvent } from './events.ts';
import type { EpochReport, TrainingRun } from './schema.ts';
import { lockRun, saveEpochs } from './store.ts';

const PATIENCE_MS = 60_000;

export type EpochSaver = {
  /** Hands over an epoch; returns at once. */
  add(report: EpochReport): void;
  /** Resolves when everything handed over is stored. @throws what kept it from being stored */
  settle(): Promise<void>;
};

/**
 * Stores epochs while training goes on. Each transaction writes whatever ended meanwhile: the epochs, the run and their
 * events, fenced. A database that is away for less than a minute is waited for.
 */
export function createEpochSaver(deps: {
  database: Database;
  events: Events;
  job: Pick<RunningJob, 'fence' | 'signal'>;
  run: TrainingRun;
  /** Called when storing failed for good. */
  onFailure: () => void;
}): EpochSaver {
  const { database, events, job, run } = deps;
  const waiting: EpochReport[] = [];
  let working: Promise<void> | undefined;
  let failure: { error: unknown } | undefined;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const reports = waiting.splice(0);
      await patiently(() =>
        database.transaction(async (tx) => {
          await job.fence(tx);
          const present = await lockRun(tx, run.id);
          await saveEpochs(tx, run.id, reports);
          // Whoever stopped the run was told how far it came; nothing is told after that.
          if (present?.status !== 'running') return;
          await events.append(
            tx,
            ...reports.map((report) => runEvent('training.epoch', run, { ...epochData(run, report) })),
          );
        }),
      );
    }
  }

  async function patiently(store: () => Promise<void>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await store();
      } catch (error) {
        const away = error instanceof HouseError && error.kind === 'unavailable';
        if (!away || job.signal.aborted || Date.now() > deadline) throw error;
        await sleep(500, undefined, { signal: job.signal });
      }
    }
  }

  return {
    add(report) {
      waiting.push(report);
      working ??= work()
        .catch((error) => {
          failure = { error };
          waiting.length = 0;
          deps.onFailure();
        })
        .finally(() => {
          working = undefined;
        });
    },
    async settle() {
      await working;
      if (failure) throw failure.error;
    },
  };
}
