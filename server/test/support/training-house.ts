import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCache } from '../../../runtime/test/cache.ts';
import { createBilling } from '../../src/core/billing/index.ts';
import { createEvaluationService, type EvaluationService } from '../../src/core/evaluations/index.ts';
import { createModelService, type ModelService } from '../../src/core/models/index.ts';
import type { Principal, Role } from '../../src/core/principal.ts';
import { createTraining, type RowSource, type Training, type TrainingRun } from '../../src/core/training/index.ts';
import { type Database, openDatabase, sql } from '../../src/platform/database/index.ts';
import { notFound } from '../../src/platform/errors.ts';
import { type Events, openEvents } from '../../src/platform/events/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { openQueue, type Queue } from '../../src/platform/queue/index.ts';
import { createFolderStorage, type Storage } from '../../src/platform/storage/index.ts';
import { testDatabase } from './database.ts';
import { type CleansUp, defer } from './defer.ts';
import { eventually } from './processes.ts';

export { endless, quick } from './training-data.ts';

/** Compiled once for all tests on this machine. */
export const cacheDir = testCache;

export type TestRow = readonly number[];

export type House = {
  database: Database;
  url: string;
  events: Events;
  queue: Queue;
  storage: Storage;
  models: ModelService;
  evaluations: EvaluationService;
  training: Training;
  folder: string;
  /** Data sets by id; more may be added, and taken away. */
  datasets: Map<string, TestRow[]>;
  /** Names of the columns of a data set, where they are not `a`, `b` … */
  columns: Map<string, string[]>;
  principal(role?: Role, tenantId?: string): Promise<Principal>;
  /** Resolves when the run is in the state, or in any final one. */
  until(run: Pick<TrainingRun, 'id'>, principal: Principal, status: TrainingRun['status']): Promise<TrainingRun>;
  /** Another process in all but name: on the same database and folder. */
  another(changes?: HouseOptions): Promise<House>;
  stop(): Promise<void>;
};

export type HouseOptions = {
  capacity?: number;
  url?: string;
  folder?: string;
  trains?: boolean;
  /** Puts something between training and its storage. */
  wrapStorage?: (storage: Storage) => Storage;
};

/** Training with everything it stands on, except that datasets are rows in memory. */
export async function startHouse(t: CleansUp, options: HouseOptions = {}): Promise<House> {
  const { url, database } = options.url
    ? { url: options.url, database: openDatabase({ url: options.url, log: silentLog }) }
    : await testDatabase(t);
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'training-')));
  const events = openEvents({ database, log: silentLog });
  const queue = openQueue({ database, log: silentLog, pollSeconds: 0.1, reapSeconds: 0.5 });
  const onDisk = await createFolderStorage({ folder, alone: options.folder === undefined });
  const storage = options.wrapStorage?.(onDisk) ?? onDisk;
  const billing = createBilling({ database });
  const models = createModelService({ database, events, queue, storage });
  const evaluations = createEvaluationService({ database });
  const datasets = new Map<string, TestRow[]>([['ds_1', wave(120)]]);
  const columns = new Map<string, string[]>();
  const training = createTraining({
    database,
    events,
    queue,
    storage,
    billing,
    models,
    evaluations,
    log: silentLog,
    findDataset: async (_principal, id) => {
      if (!datasets.has(id)) throw notFound('Dataset not found', { details: id });
      return { id, name: 'Test', equipmentType: 'pump', isValidated: id !== 'ds_raw' };
    },
    openRows: async (id) => sourceOf(datasets.get(id), columns.get(id)),
    folder,
    cacheDir,
    cc: undefined,
    capacity: options.capacity ?? 2,
    trains: options.trains ?? true,
    retries: { attempts: 4, backoffSeconds: () => 0.05 },
  });
  await training.resume();
  await queue.start();
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      await queue.stop();
      await events.close();
      if (options.url) await database.close();
    })();
    return stopped;
  };
  defer(t, async () => {
    await stop();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  });

  return {
    database,
    url,
    events,
    queue,
    storage,
    models,
    evaluations,
    training,
    folder,
    datasets,
    columns,
    async principal(role = 'operator', tenantId) {
      const id = randomUUID();
      if (tenantId) return { kind: 'user', id, name: `user-${id.slice(0, 4)}`, tenantId, role };
      return await database.transaction(async (tx) => {
        const tenant = await tx.one<{ id: string }>(sql`insert into tenants (name) values ('test') returning id`);
        await billing.open(tx, (tenant as { id: string }).id, 'pro');
        return {
          kind: 'user' as const,
          id,
          name: `user-${id.slice(0, 4)}`,
          tenantId: (tenant as { id: string }).id,
          role,
        };
      });
    },
    until: (run, principal, status) =>
      eventually(
        async () => {
          const present = await training.get(principal, run.id);
          const over = present.settled && ['completed', 'failed', 'stopped'].includes(present.status);
          if (present.status === status && (over || status === 'running' || status === 'queued')) return present;
          if (over) throw new Error(`The run ${present.status} instead of ${status}: ${present.error}`);
          return undefined;
        },
        `the run is ${status}`,
        60,
      ),
    another: (changes = {}) => startHouse(t, { ...options, ...changes, url, folder }),
    stop,
  };
}

/** Two sensors that swing and one that stands still. */
export function wave(rows: number): TestRow[] {
  return Array.from({ length: rows }, (_, i) => [
    Math.sin(i / 3) + (((i * 7919) % 101) / 101) * 0.2,
    Math.cos(i / 5) * 4 + 20,
    7,
  ]);
}

function sourceOf(rows: TestRow[] | undefined, names: string[] = ['a', 'b', 'c', 'd']): RowSource {
  if (!rows) throw notFound('Dataset not found');
  const width = rows[0]?.length ?? 0;
  return {
    columns: names.slice(0, width).map((name) => ({ name, kind: 'number' as const })),
    rowCount: rows.length,
    async *chunks() {
      for (let at = 0; at < rows.length; at += 50) {
        const part = rows.slice(at, at + 50);
        const column = (j: number) => Float64Array.from(part, (row) => row[j] as number);
        yield { rows: part.length, cells: Array.from({ length: width }, (_, j) => column(j)) };
      }
    },
  };
}
