import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import test, { after } from 'node:test';
import { decodeModel } from '@signalbox/runtime/model';
import { endless, quick, startHouse } from '../../../test/support/training-house.ts';

const house = await startHouse({ after });
const { training, models, evaluations } = house;

test('a run learns, and ends with exactly one model and one evaluation', async () => {
  const me = await house.principal();
  const run = await training.start(me, { datasetId: 'ds_1', hyperparameters: quick });
  assert.equal(run.status, 'running');
  const done = await house.until(run, me, 'completed');
  assert.equal(done.currentEpoch, 3);
  assert.equal((await training.epochs(me, run.id)).length, 3);
  assert.ok((done.bestValLoss as number) > 0);

  const [model, ...others] = await models.list(me);
  assert.equal(others.length, 0);
  assert.equal(model?.id, done.modelId);
  assert.deepEqual(model?.features, ['a', 'b', 'c']);
  const { content, fileName } = await models.open(me, model?.id as string);
  assert.match(fileName, /^test-aether-[0-9a-f]+\.axonml$/);
  const file = decodeModel(await buffer(content));
  assert.equal(file.model.scoring?.kind, 'residual');
  assert.deepEqual(file.model.monitored, [true, true, false]);
  assert.ok(file.quantized);

  const [evaluation, ...more] = await evaluations.list(me);
  assert.equal(more.length, 0);
  assert.equal(evaluation?.modelId, model?.id);
  assert.equal(evaluation?.labelSource, 'synthetic');
  assert.deepEqual(evaluation?.trainingCurves.epochs, [1, 2, 3]);
  assert.deepEqual(evaluation?.details.unmonitored_columns, ['c']);
  assert.deepEqual(await readdir(join(house.folder, 'training')), []);
});

for (const architecture of ['gru_predictor', 'sentinel'] as const) {
  test(`${architecture} learns too, without labels and with them`, async () => {
    const me = await house.principal();
    const plain = await training.start(me, { datasetId: 'ds_1', architecture, hyperparameters: quick });
    await house.until(plain, me, 'completed');
    assert.equal((await evaluations.list(me))[0]?.labelSource, 'synthetic');
  });
}

test('a stopped run keeps its best weights as a model', async () => {
  const me = await house.principal();
  const run = await training.start(me, { datasetId: 'ds_1', hyperparameters: endless });
  while ((await training.get(me, run.id)).currentEpoch < 2) await new Promise((r) => setTimeout(r, 20));
  const [first, second] = await Promise.all([training.stop(me, run.id), training.stop(me, run.id)]);
  assert.deepEqual([first?.status, second?.status], ['stopped', 'stopped']);
  const settled = await house.until(run, me, 'stopped');
  assert.equal((await models.get(me, settled.modelId as string)).trainingRunId, run.id);
  assert.equal((await training.stop(me, run.id)).status, 'stopped');
});
