/* Hazards between two steps: the files of a dataset and its row cannot change in one transaction. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test, { after, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { identifier, sql } from '../../platform/database/index.ts';
import { createDuckDB } from '../../platform/duckdb/index.ts';
import { openEvents } from '../../platform/events/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { openQueue, type Queue } from '../../platform/queue/index.ts';
import { createFolderStorage, type Storage } from '../../platform/storage/index.ts';
import { createBilling } from '../billing/index.ts';
import type { Principal } from '../principal.ts';
import { createDatasets, type Dataset, type Datasets, type DatasetsOptions } from './index.ts';

type House = {
  storage: Storage;
  queue: Queue;
  datasets: Datasets;
  ada: Principal;
  /** Called instead of `storage.adopt` when set; `real` is the way it was. */
  interfere: { adopt?: (real: () => Promise<{ bytes: number }>) => Promise<{ bytes: number }> };
  make(csv?: string): Promise<Dataset>;
  files(): Promise<string[]>;
  /** Keys of the files that datasets and the list of leftovers name. */
  named(): Promise<{ used: string[]; leftover: string[] }>;
};

const { database } = await testDatabase({ after });

async function house(t: TestContext, options: Partial<DatasetsOptions> = {}): Promise<House> {
  // What an earlier test left half-done on purpose is of its own storage.
  for (const table of ['queue_jobs', 'datasets', 'dataset_leftovers'])
    await database.run(sql`delete from ${identifier(table)}`);
  const folder = await mkdtemp(join(tmpdir(), 'datasets-'));
  const real = await createFolderStorage({ folder, alone: true });
  const interfere: House['interfere'] = {};
  const storage: Storage = {
    ...real,
    adopt: (key, path) => (interfere.adopt ? interfere.adopt(() => real.adopt(key, path)) : real.adopt(key, path)),
  };
  const events = openEvents({ database, log: silentLog });
  t.after(() => events.close());
  const queue = openQueue({ database, log: silentLog });
  t.after(async () => {
    await queue.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const billing = createBilling({ database });
  const duckdb = createDuckDB({ spillFolder: () => storage.temporaryFolder('duckdb') });
  const datasets = createDatasets({ database, storage, duckdb, events, queue, billing, log: silentLog, ...options });
  const ada = await database.transaction(async (tx) => {
    const row = await tx.one<{ id: string }>(sql`insert into tenants (name) values ('t') returning id`);
    await billing.open(tx, row?.id as string, 'pro');
    return { kind: 'user', id: 'ada', name: 'ada', tenantId: row?.id, role: 'operator' } as Principal;
  });
  return {
    storage,
    queue,
    datasets,
    ada,
    interfere,
    async make(csv = `a,b\n${'1,2\n'.repeat(5000)}`) {
      await using file = await datasets.receive(ada, Readable.from([Buffer.from(csv)]));
      return await datasets.create(ada, file, { name: 'Readings', equipmentType: 'pump' });
    },
    files: async () =>
      (await readdir(join(folder, 'files'), { recursive: true })).filter((name) => name.includes('.')).sort(),
    async named() {
      const used = await database.query<{ key: string }>(
        sql`select unnest(array[record_key, values_key]) as key from datasets order by 1`,
      );
      const leftover = await database.query<{ key: string }>(sql`select key from dataset_leftovers order by 1`);
      return { used: used.map(({ key }) => key), leftover: leftover.map(({ key }) => key) };
    },
  };
}

const never = () => new Promise<never>(() => {});

test('a crash after the first of two files was stored: both are announced, and swept when their time has come', async (t) => {
  const { interfere, make, files, named, datasets } = await house(t);
  const crashed = Promise.withResolvers<void>();
  interfere.adopt = async (real) => {
    await real();
    crashed.resolve();
    return await never();
  };
  void make();
  await crashed.promise;
  assert.equal((await files()).length, 1);
  assert.equal((await named()).leftover.length, 2);
  assert.equal(await datasets.sweep(), 0, 'it may still be going on');
  await database.run(sql`update dataset_leftovers set due_at = now()`);
  assert.equal(await datasets.sweep(), 2);
  assert.deepEqual(await files(), []);
  assert.deepEqual(await named(), { used: [], leftover: [] });
});

test('an upload that took so long that its files were swept fails instead of becoming a dataset without files', async (t) => {
  const { interfere, make, named, files, datasets, ada } = await house(t);
  let adopted = 0;
  interfere.adopt = async (real) => {
    const result = await real();
    if (++adopted === 2) {
      await database.run(sql`update dataset_leftovers set due_at = now()`);
      await datasets.sweep();
    }
    return result;
  };
  await assert.rejects(make(), { kind: 'unavailable', code: 'TOO_SLOW' });
  assert.deepEqual(await datasets.list(ada), []);
  assert.deepEqual([await files(), await named()], [[], { used: [], leftover: [] }]);
});

test('an upload whose transaction fails leaves no file', async (t) => {
  const { datasets, ada, files, named } = await house(t);
  await using file = await datasets.receive(ada, Readable.from([Buffer.from('a\n1\n')]));
  const failing = datasets.create(ada, file, { name: 'x', equipmentType: 'pump' }, async () => {
    throw new Error('the answer could not be kept');
  });
  await assert.rejects(failing, /could not be kept/);
  assert.deepEqual([await files(), await named()], [[], { used: [], leftover: [] }]);
});

test('a crash while a dataset is packed: there is one record at all times, and the next attempt finishes', async (t) => {
  const { interfere, make, queue, datasets, ada, files, named } = await house(t);
  const { id } = await make();
  const page = () => datasets.preview(ada, id, { page: 3, pageSize: 10 });
  const before = await page();
  await datasets.validate(ada, id);
  let attempts = 0;
  interfere.adopt = async (real) => {
    const result = await real();
    if (++attempts === 1) throw new Error('killed after the packed file was stored');
    return result;
  };
  await queue.start();
  await eventually(async () => (await named()).used.some((key) => key.endsWith('.zst')), 'it is packed');
  assert.equal(attempts, 2);
  assert.deepEqual(await page(), before);
  await eventually(async () => (await named()).leftover.length === 0, 'the plain file is removed');
  assert.deepEqual(await files(), (await named()).used);
});

test('an unlock while the file is being packed wins', async (t) => {
  const { interfere, make, queue, datasets, ada, files, named } = await house(t);
  const { id, recordKey } = await make();
  await datasets.validate(ada, id);
  const unlocked = Promise.withResolvers<void>();
  interfere.adopt = async (real) => {
    const result = await real();
    await datasets.unlock(ada, id);
    unlocked.resolve();
    return result;
  };
  await queue.start();
  await unlocked.promise;
  await eventually(
    async () => (await queue.counts()).every(({ waiting, running }) => waiting + running === 0),
    'all jobs are done',
  );
  const { used, leftover } = await named();
  assert.ok(used.includes(recordKey), 'the plain record was never replaced');
  assert.deepEqual([leftover, await files()], [[], used]);
});

test('a dataset deleted while its file is being packed leaves nothing', async (t) => {
  const { interfere, make, queue, datasets, ada, files, named } = await house(t);
  const { id } = await make();
  await datasets.validate(ada, id);
  interfere.adopt = async (real) => {
    const result = await real();
    await datasets.remove(ada, id);
    return result;
  };
  await queue.start();
  await eventually(async () => (await files()).length === 0, 'all files are gone');
  await eventually(async () => (await named()).leftover.length === 0, 'and nothing is left to sweep');
});

test('previews go on while the record changes hands', async (t) => {
  const { make, queue, datasets, ada } = await house(t);
  const { id } = await make();
  const expected = await datasets.preview(ada, id, { page: 1, pageSize: 3 });
  await queue.start();
  let over = false;
  const looking = (async () => {
    while (!over) {
      assert.deepEqual(await datasets.preview(ada, id, { page: 1, pageSize: 3 }), expected);
      await sleep(2);
    }
  })();
  for (let i = 0; i < 5; i++) {
    await datasets.validate(ada, id);
    await datasets.unlock(ada, id);
  }
  over = true;
  await looking;
});

test('a dataset in use is not deleted, and says what uses it', async (t) => {
  let user: string | undefined = 'the training run tr_1 reads it. Stop it first.';
  const { make, datasets, ada } = await house(t, { inUse: async () => user });
  const { id } = await make();
  await assert.rejects(datasets.remove(ada, id), {
    kind: 'conflict',
    message: "Dataset 'Readings' cannot be deleted now: the training run tr_1 reads it. Stop it first.",
  });
  user = undefined;
  await datasets.remove(ada, id);
});

test('only a validated dataset is opened for training', async (t) => {
  const { make, datasets, ada } = await house(t);
  const { id } = await make('timestamp,x\n2,20\n1,10\n');
  await assert.rejects(datasets.openForTraining('ds_00000000'), { kind: 'not_found' });
  await assert.rejects(datasets.openForTraining(id), { kind: 'invalid', code: 'DATASET_NOT_VALIDATED' });
  await datasets.validate(ada, id);
  const rows = await datasets.openForTraining(id);
  const xs: number[] = [];
  for await (const chunk of rows.chunks()) xs.push(...(chunk.cells[1] as Float64Array));
  assert.deepEqual([rows.rowCount, xs], [2, [10, 20]]);
});
