import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { endless, quick, startHouse } from '../../../test/support/training-house.ts';
import type { RunUpdate } from './follow.ts';

const house = await startHouse({ after }, { capacity: 1 });
const { training } = house;
const start = (me: Parameters<typeof training.start>[0], hyperparameters: object = endless) =>
  training.start(me, { datasetId: 'ds_1', hyperparameters });

test('runs beyond the capacity wait in line, first in, first out', async () => {
  const me = await house.principal();
  const runs = [await start(me), await start(me), await start(me)];
  assert.deepEqual(
    runs.map(({ status }) => status),
    ['running', 'queued', 'queued'],
  );
  assert.deepEqual(await training.queueStatus(), { active: 1, capacity: 1, queued: 2 });
  const [first, second, third] = runs as [(typeof runs)[0], (typeof runs)[0], (typeof runs)[0]];
  await training.stop(me, first.id);
  assert.equal((await training.get(me, second.id)).status, 'running');
  assert.equal((await training.get(me, third.id)).status, 'queued');
  await training.stop(me, second.id);
  await house.until(third, me, 'running');
  await training.stop(me, third.id);
  for (const run of runs) await house.until(run, me, 'stopped');
  assert.deepEqual(await training.queueStatus(), { active: 0, capacity: 1, queued: 0 });
});

test('hazard: stopped while in line, a run leaves the line, and never starts', async () => {
  const me = await house.principal();
  const running = await start(me);
  const waiting = await start(me, quick);
  const stopped = await training.stop(me, waiting.id);
  assert.deepEqual([stopped.status, stopped.currentEpoch], ['stopped', 0]);
  await training.stop(me, running.id);
  await house.until(running, me, 'stopped');
  const after = await training.get(me, waiting.id);
  assert.deepEqual([after.status, after.settled, after.modelId], ['stopped', true, null]);
  assert.equal(after.startedAt, null);
});

test('runs that start at once never exceed the capacity, and each is told the truth', async () => {
  const me = await house.principal();
  const runs = await Promise.all([start(me), start(me), start(me), start(me)]);
  assert.deepEqual(runs.map(({ status }) => status).sort(), ['queued', 'queued', 'queued', 'running']);
  // The line first: stopping the one that runs lets the next one in.
  for (const run of runs.filter(({ status }) => status === 'queued')) await training.stop(me, run.id);
  for (const run of runs) await training.stop(me, run.id);
  for (const run of runs) await house.until(run, me, 'stopped');
});

test('a larger capacity lets the line in at the next start', async () => {
  const me = await house.principal();
  const [running, waiting] = [await start(me), await start(me)];
  assert.equal(waiting.status, 'queued');
  await house.another({ capacity: 2 });
  await house.until(waiting, me, 'running');
  for (const run of [running, waiting]) await training.stop(me, run.id);
  for (const run of [running, waiting]) await house.until(run, me, 'stopped');
});

test('a dataset that a run needs is in use, and one that none needs is not', async () => {
  const me = await house.principal();
  const run = await start(me);
  const using = () => house.database.transaction((tx) => training.usesDataset(tx, 'ds_1'));
  assert.match((await using()) ?? '', new RegExp(`${run.id} \\(running\\) needs this dataset`));
  await training.stop(me, run.id);
  assert.equal(await using(), undefined);
  await house.until(run, me, 'stopped');
});

test('a follower is told of a run that another process trains', async (t) => {
  const asker = await startHouse(t, { trains: false });
  const me = await asker.principal();
  const run = await asker.training.start(me, { datasetId: 'ds_1', hyperparameters: quick });
  const told: string[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    const tell = (update: RunUpdate) => {
      told.push(update.kind === 'epoch' ? `epoch ${update.epoch.current_epoch}` : update.run.status);
      if (update.kind === 'end') resolve();
    };
    void asker.training.follow(run, {}, tell, reject);
  });
  await asker.another({ trains: true });
  await ended;
  assert.deepEqual(told, ['epoch 1', 'epoch 2', 'epoch 3', 'completed']);
});

test('clearing removes one’s own finished runs, and leaves models and the runs of others', async () => {
  const me = await house.principal();
  const colleague = await house.principal('operator', me.tenantId);
  for (const who of [me, colleague]) await house.until(await start(who, quick), who, 'completed');
  assert.equal(await training.clear(me), 1);
  assert.deepEqual(await training.list(me), []);
  assert.equal((await house.models.list(me)).length, 1);
  assert.equal((await training.list(colleague)).length, 1);
});
