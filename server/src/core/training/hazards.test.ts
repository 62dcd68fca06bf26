import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryDisk } from '../../../test/support/disk.ts';
import { eventually, processesMentioning } from '../../../test/support/processes.ts';
import { endless, type House, quick, startHouse, wave } from '../../../test/support/training-house.ts';
import { sql } from '../../platform/database/index.ts';
import { createFolderStorage } from '../../platform/storage/index.ts';
import type { Principal } from '../principal.ts';

/** Long enough to be interrupted: some seconds. */
const long = { ...quick, epochs: 150, early_stopping_patience: 0, hidden_dim: 48, sequence_length: 20 };

async function fixture(t: TestContext, options: Parameters<typeof startHouse>[1] = {}) {
  const house = await startHouse(t, options);
  const me = await house.principal();
  const start = (hyperparameters: object, datasetId = 'ds_1') =>
    house.training.start(me, { datasetId, hyperparameters });
  return { house, me, start };
}

const reaches = (house: House, me: Principal, id: string, epoch: number) =>
  eventually(async () => (await house.training.get(me, id)).currentEpoch >= epoch, `epoch ${epoch}`, 60);

/** The run is complete, once, with every epoch once, and nothing is left behind. */
async function assertWhole(house: House, me: Principal, id: string, epochs: number) {
  const run = await house.until({ id }, me, 'completed');
  const stored = (await house.training.epochs(me, id)).map(({ epoch }) => epoch);
  assert.deepEqual(
    stored,
    Array.from({ length: epochs }, (_, i) => i + 1),
  );
  const models = await house.models.list(me);
  assert.deepEqual(
    models.map((model) => model.id),
    [run.modelId],
  );
  assert.equal((await house.evaluations.list(me)).length, 1);
  assert.equal(await house.storage.size(models[0]?.fileKey as string), models[0]?.fileSizeBytes);
  await eventually(async () => (await readdir(join(house.folder, 'training'))).length === 0, 'the folder is gone');
}

/** Processes this one started whose command mentions `text`. */
async function ownChildren(text: string) {
  const found = await processesMentioning(text);
  const parents = await Promise.all(
    found.map(({ pid }) =>
      readFile(`/proc/${pid}/stat`, 'utf8').then(
        (stat) => stat.split(' ')[3],
        () => undefined,
      ),
    ),
  );
  return found.filter((_, i) => parents[i] === String(process.pid));
}

async function trainerPid(house: House): Promise<number> {
  const [trainer] = await eventually(async () => {
    const found = await processesMentioning(join(house.folder, 'training'));
    return found.length > 0 && found;
  }, 'a trainer runs');
  return (trainer as { pid: number }).pid;
}

test('hazard: the trainer process is killed, and the run goes on from its checkpoint', async (t) => {
  const { house, me, start } = await fixture(t);
  const run = await start(long);
  await reaches(house, me, run.id, 5);
  process.kill(await trainerPid(house), 'SIGKILL');
  await assertWhole(house, me, run.id, long.epochs);
});

test('hazard: a trainer that dies each time fails the run in words and frees its place', async (t) => {
  const { house, me, start } = await fixture(t, { capacity: 1 });
  const run = await start(endless);
  const next = await start(quick);
  let killing = true;
  const killer = (async () => {
    while (killing) {
      for (const { pid } of await processesMentioning(join(house.folder, 'training', run.id))) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It ended by itself in the meantime.
        }
      }
      await sleep(5);
    }
  })();
  const failed = await house.until(run, me, 'failed').finally(() => {
    killing = false;
  });
  await killer;
  assert.match(failed.error ?? '', /trainer ended without a result/i);
  assert.equal(failed.modelId, null);
  await house.until(next, me, 'completed');
});

test('hazard: the server stops in the middle, and another goes on where it was', async (t) => {
  const { house, me, start } = await fixture(t);
  const run = await start(long);
  await reaches(house, me, run.id, 5);
  await house.queue.stop();
  assert.deepEqual(await processesMentioning(join(house.folder, 'training')), [], 'no trainer is left');
  const before = (await house.training.get(me, run.id)).currentEpoch;
  assert.ok(before < long.epochs);
  const other = await house.another();
  await assertWhole(other, me, run.id, long.epochs);
});

test('hazard: a worker whose lease was taken over writes nothing more', async (t) => {
  const { house, me, start } = await fixture(t);
  const run = await start(long);
  await reaches(house, me, run.id, 3);
  await house.database.run(sql`
    update queue_jobs set token = token + 1, lease_until = null, worker = null where kind = 'training.run'`);
  await assertWhole(house, me, run.id, long.epochs);
});

test('hazard: a crash between storing the model and publishing it leaves exactly one model', async (t) => {
  let crashes = 2;
  const { house, me, start } = await fixture(t, {
    wrapStorage: (storage) => ({
      ...storage,
      async put(key, content, options) {
        const stored = await storage.put(key, content, options);
        if (key.startsWith('models/') && crashes-- > 0) throw new Error('power failure');
        return stored;
      },
    }),
  });
  const run = await start(quick);
  await assertWhole(house, me, run.id, quick.epochs);
});

test('hazard: the server stops while a model is being built, leaves no process, and the next one builds it', async (t) => {
  const { house, me, start } = await fixture(t);
  house.datasets.set('ds_long', wave(8_000));
  const run = await start({ ...quick, epochs: 1, hidden_dim: 64, num_layers: 2, sequence_length: 40 }, 'ds_long');
  await reaches(house, me, run.id, 1);
  await eventually(async () => (await ownChildren('programs/')).length > 0, 'a scorer works');
  await house.queue.stop();
  await eventually(async () => (await ownChildren('programs/')).length === 0, 'no scorer is left');
  assert.equal((await house.training.get(me, run.id)).status, 'running');
  const other = await house.another();
  await assertWhole(other, me, run.id, 1);
});

test('hazard: a disk too full for the model fails the run in words, and nothing half-made is visible', async (t) => {
  const disk = await temporaryDisk(t, '4k');
  if (disk === undefined) return;
  const full = await createFolderStorage({ folder: disk, alone: true });
  const { house, me, start } = await fixture(t, { wrapStorage: () => full });
  const run = await start(quick);
  const failed = await house.until(run, me, 'failed');
  assert.match(failed.error ?? '', /disk is full/);
  assert.deepEqual([await house.models.list(me), await house.evaluations.list(me)], [[], []]);
  assert.deepEqual(await readdir(join(disk, 'tmp')), []);
});

test('hazard: a dataset deleted while the run was in line fails it in words', async (t) => {
  const { house, me, start } = await fixture(t, { capacity: 1 });
  house.datasets.set('ds_2', house.datasets.get('ds_1') as number[][]);
  const running = await start(endless);
  const waiting = await start(quick, 'ds_2');
  house.datasets.delete('ds_2');
  await house.training.stop(me, running.id);
  const failed = await house.until(waiting, me, 'failed');
  assert.equal(failed.error, 'The dataset "Test" was deleted before the training could read it.');
});

test('a dataset that nothing can be learned from fails the run at once, in words', async (t) => {
  const { house, me, start } = await fixture(t);
  house.datasets.set(
    'ds_still',
    Array.from({ length: 50 }, () => [7, 7]),
  );
  const run = await start(quick, 'ds_still');
  const failed = await house.until(run, me, 'failed');
  assert.match(failed.error ?? '', /No sensor ever changes/);
  await eventually(async () => (await readdir(join(house.folder, 'training'))).length === 0, 'the folder is gone');
});

test('hazard: stopped before anybody took it up, a run ends without a model', async (t) => {
  const { house, me, start } = await fixture(t, { trains: false });
  const run = await start(endless);
  assert.equal(run.status, 'running');
  await house.training.stop(me, run.id);
  const trainer = await house.another({ trains: true });
  const settled = await trainer.until(run, me, 'stopped');
  assert.equal(settled.modelId, null);
});

test('hazard: the server dies after a stop, and the next one still keeps the best weights', async (t) => {
  const { house, me, start } = await fixture(t);
  const run = await start(long);
  await reaches(house, me, run.id, 3);
  await house.queue.stop();
  await house.training.stop(me, run.id);
  const other = await house.another();
  const settled = await other.until(run, me, 'stopped');
  assert.equal((await other.models.get(me, settled.modelId as string)).trainingRunId, run.id);
});

test('folders of runs that are over are swept at the next start', async (t) => {
  const { house, me, start } = await fixture(t);
  const run = await start(quick);
  await assertWhole(house, me, run.id, quick.epochs);
  await mkdir(join(house.folder, 'training', run.id), { recursive: true });
  await house.another();
  assert.deepEqual(await readdir(join(house.folder, 'training')), []);
});
