import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import test, { after } from 'node:test';
import { decodeModel } from '@signalbox/runtime/model';
import { eventually } from '../../../test/support/processes.ts';
import { endless, quick, startHouse, wave } from '../../../test/support/training-house.ts';

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
  await eventually(async () => (await readdir(join(house.folder, 'training'))).length === 0, 'its folder is gone');
});

for (const architecture of ['gru_predictor', 'sentinel'] as const) {
  test(`${architecture} learns what is normal, and with labels of both kinds the label itself`, async () => {
    const me = await house.principal();
    const plain = await training.start(me, { datasetId: 'ds_1', architecture, hyperparameters: quick });
    await house.until(plain, me, 'completed');
    assert.equal((await evaluations.list(me))[0]?.labelSource, 'synthetic');

    // `a` jumps whenever the row is labelled, which is easy to learn.
    const rows = wave(200).map(([a = 0, b = 0], i) => (i % 10 < 3 ? [a + 5, b, 1] : [a, b, 0]));
    house.datasets.set('ds_labelled', rows);
    house.columns.set('ds_labelled', ['a', 'b', 'anomaly']);
    const hyperparameters = {
      ...quick,
      sequence_length: 1,
      epochs: 40,
      learning_rate: 0.02,
      early_stopping_patience: 0,
    };
    const labelled = await training.start(me, { datasetId: 'ds_labelled', architecture, hyperparameters });
    const { modelId } = await house.until(labelled, me, 'completed');
    const evaluation = (await evaluations.list(me)).find((found) => found.modelId === modelId);
    assert.equal(evaluation?.labelSource, 'dataset');
    assert.equal(evaluation?.details.label_column, 'anomaly');
    assert.ok((evaluation?.metrics.f1 ?? 0) > 0.9, `f1 ${evaluation?.metrics.f1}`);
    const { content } = await models.open(me, modelId as string);
    const { model } = decodeModel(await buffer(content));
    assert.equal(model.scoring?.kind, 'label');
    assert.deepEqual(model.columns, ['a', 'b']);
  });
}

for (const architecture of ['lstm_autoencoder', 'gru_predictor', 'sentinel'] as const) {
  test(`${architecture} learns from as little as four rows, or ten with the default window`, async () => {
    const me = await house.principal();
    for (const rows of [4, 10]) {
      house.datasets.set('ds_few', wave(rows));
      const hyperparameters = { epochs: 2, hidden_dim: 4 };
      const run = await training.start(me, { datasetId: 'ds_few', architecture, hyperparameters });
      const { modelId } = await house.until(run, me, 'completed');
      const { metrics } = await models.get(me, modelId as string);
      assert.ok(Object.values(metrics).every(Number.isFinite), JSON.stringify(metrics));
    }
  });
}

test('the same seed gives the same losses and weights, another seed others', async () => {
  const me = await house.principal();
  const learned = [];
  for (const seed of [1, 1, 2]) {
    const hyperparameters = { ...quick, dropout: 0.2, num_layers: 2, seed };
    const run = await training.start(me, { datasetId: 'ds_1', hyperparameters });
    const { modelId } = await house.until(run, me, 'completed');
    const { content } = await models.open(me, modelId as string);
    const { model } = decodeModel(await buffer(content));
    learned.push({ weights: model.weights, scoring: model.scoring, epochs: await training.epochs(me, run.id) });
  }
  assert.deepEqual(learned[1], learned[0]);
  assert.notDeepEqual(learned[2]?.weights, learned[0]?.weights);
});

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
