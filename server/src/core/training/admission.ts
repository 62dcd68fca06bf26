import type { Database, Transaction } from '../../platform/database/types.ts';
import type { Events, NewEvent } from '../../platform/events/types.ts';
import type { Queue } from '../../platform/queue/types.ts';
import { runEvent } from './events.ts';
import type { TrainingRun } from './schema.ts';
import { admitRuns, lockAdmission } from './store.ts';

/*
 * Capacity is the house's: at most so many runs are `running`, whichever process trains them. A start puts a run at the
 * end of the line; whoever frees or adds capacity lets the front of the line in, in the same transaction, which is also
 * what adds its job to the queue. So a run is `running` exactly when it has a job, and no order can be lost in a crash.
 */
export const TRAINING_JOB = 'training.run';

export type Admission = {
  /** How many runs may be `running` at once. */
  capacity: number;
  /** Lets the runs waiting longest in; append the events it returns last. Takes the admission lock. */
  admit(tx: Transaction): Promise<{ admitted: TrainingRun[]; events: NewEvent[] }>;
  /** Admits what a raised capacity allows; at the start of a process. */
  admitNow(): Promise<void>;
};

export function createAdmission(deps: {
  database: Database;
  events: Events;
  queue: Pick<Queue, 'add'>;
  capacity: number;
}): Admission {
  const { database, queue, capacity } = deps;

  async function admit(tx: Transaction) {
    await lockAdmission(tx);
    const admitted = await admitRuns(tx, capacity);
    const jobs = admitted.map((run) => ({
      kind: TRAINING_JOB,
      key: run.id,
      tenantId: run.tenantId,
      payload: { runId: run.id },
    }));
    if (jobs.length > 0) await queue.add(tx, ...jobs);
    return { admitted, events: admitted.map((run) => runEvent('training.started', run)) };
  }

  return {
    capacity,
    admit,
    async admitNow() {
      await database.transaction(async (tx) => {
        const { events } = await admit(tx);
        if (events.length > 0) await deps.events.append(tx, ...events);
      });
    },
  };
}
