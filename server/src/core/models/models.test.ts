import assert from 'node:assert/strict';
import test from 'node:test';
import { compareModels } from './compare.ts';
import { modelFileName, modelName } from './naming.ts';
import type { Model } from './schema.ts';

test('a model is named after its architecture and its dataset', () => {
  assert.equal(modelName('lstm_autoencoder', 'Warren AHU-1'), 'Aether -- Warren AHU-1 Anomaly Detector');
  assert.equal([...modelName('sentinel', '🌡'.repeat(1000))].length, 200);
});

test('a file name is safe in a header and on every disk', () => {
  const name = (dataset: string) => modelFileName('gru_predictor', dataset, 'mdl_0a1b2c3d');
  assert.equal(name('Warren AHU-1'), 'warren-ahu-1-chronos-0a1b2c3d.axonml');
  for (const dataset of ['../../etc/passwd', 'a"\r\nX: y', '温度センサー', '', 'CON', 'é'.repeat(500)]) {
    assert.match(name(dataset), /^[a-z0-9-]{1,100}\.axonml$/, dataset);
  }
});

const model = (id: string, f1: number, val_loss: number) => ({ id, metrics: { f1, val_loss } }) as Model;

test('the higher f1 wins, and the advantage is winner minus loser', () => {
  const { models, winner, advantage } = compareModels(model('a', 0.91, 0.0095), model('b', 0.925, 0.0082));
  assert.deepEqual(
    models.map(({ id }) => id),
    ['a', 'b'],
  );
  assert.equal(winner.id, 'b');
  assert.deepEqual(advantage, { f1: 0.015, val_loss: -0.0013 });
});

test('at equal f1 the lower validation loss wins', () => {
  assert.equal(compareModels(model('a', 0.9, 0.2), model('b', 0.9, 0.1)).winner.id, 'b');
  assert.equal(compareModels(model('a', 0.9, 0.1), model('b', 0.9, 0.1)).winner.id, 'a');
});
