import assert from 'node:assert/strict';
import test from 'node:test';
import { parameterCount as countOfTheTrainer, HYPERPARAMETER_RANGES } from '@signalbox/runtime';
import {
  conflictOf,
  isUsed,
  parameterCount,
  parameters,
  problemOf,
  startingValues,
  toRequest,
} from './hyperparameters.ts';

const defaults = startingValues({
  ...{ learning_rate: 0.001, batch_size: 64, epochs: 100, hidden_dim: 64, bottleneck_dim: 32, num_layers: 2 },
  ...{ sequence_length: 60, dropout: 0.1, optimizer: 'adam', loss: 'mse' },
});
const parameter = (name: string) => parameters.find((one) => one.name === name) as (typeof parameters)[number];

test('the form has every hyperparameter of the trainer, with its range', () => {
  for (const [name, range] of Object.entries(HYPERPARAMETER_RANGES)) {
    const { min, max, integer, aboveMin, belowMax } = parameter(name) as Extract<
      ReturnType<typeof parameter>,
      { kind: 'number' }
    >;
    const wanted = range as { min: number; max: number; integer?: true; minExclusive?: true; maxExclusive?: true };
    assert.deepEqual(
      { name, min, max, integer: integer ?? false, aboveMin: aboveMin ?? false, belowMax: belowMax ?? false },
      {
        name,
        min: wanted.min,
        max: wanted.max,
        integer: wanted.integer ?? false,
        aboveMin: wanted.minExclusive ?? false,
        belowMax: wanted.maxExclusive ?? false,
      },
    );
  }
});

test('it counts weights as the trainer does', () => {
  for (const architecture of ['lstm_autoencoder', 'gru_predictor', 'sentinel'] as const) {
    for (const features of [1, 7, 8, 20]) {
      const shape = { architecture, features, hidden: 64, bottleneck: 32, layers: 2 };
      assert.equal(parameterCount(architecture, features, defaults), countOfTheTrainer(shape), JSON.stringify(shape));
    }
  }
  assert.equal(parameterCount('lstm_autoencoder', 7, defaults), 123_175);
});

test('a value out of range is told with the range', () => {
  assert.equal(problemOf(parameter('epochs'), '0'), 'A whole number from 1 to 10,000, please.');
  assert.equal(problemOf(parameter('epochs'), '1.5'), 'A whole number from 1 to 10,000, please.');
  assert.equal(problemOf(parameter('learning_rate'), '0'), 'A number above 0 to 1, please.');
  assert.equal(problemOf(parameter('dropout'), '1'), 'A number from 0 and below 1, please.');
  assert.equal(problemOf(parameter('early_stopping_patience'), ''), 'A whole number from 0 up, please.');
  for (const { name } of parameters) assert.equal(problemOf(parameter(name), defaults[name]), undefined, name);
});

test('what an architecture does not use is neither asked nor sent', () => {
  assert.deepEqual(Object.keys(toRequest('sentinel', defaults)).sort(), [
    ...[
      'batch_size',
      'early_stopping_patience',
      'epochs',
      'learning_rate',
      'loss',
      'optimizer',
      'seed',
      'weight_decay',
    ],
  ]);
  assert.equal(isUsed('bottleneck_dim', 'gru_predictor'), false);
  assert.equal(toRequest('lstm_autoencoder', defaults).bottleneck_dim, 32);
});

test('cross-entropy is refused where outputs are readings', () => {
  assert.match(conflictOf('lstm_autoencoder', { ...defaults, loss: 'bce' }) ?? '', /squared or an absolute/);
  assert.equal(conflictOf('gru_predictor', { ...defaults, loss: 'bce' }), undefined);
});
