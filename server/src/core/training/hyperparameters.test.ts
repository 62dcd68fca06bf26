import assert from 'node:assert/strict';
import test from 'node:test';
import { parseArchitecture, parseHyperparameters } from './hyperparameters.ts';

const refused = (input: unknown, ...expected: RegExp[]) =>
  assert.throws(
    () => parseHyperparameters('lstm_autoencoder', input),
    (error: Error & { kind?: string }) => {
      assert.equal(error.kind, 'invalid');
      for (const pattern of expected) assert.match(error.message, pattern);
      assert.ok(error.message.length < 1500, `${error.message.length} characters`);
      return true;
    },
  );

test('each missing hyperparameter takes its default by itself', () => {
  const { epochs, hidden_dim, optimizer, loss, seed } = parseHyperparameters('lstm_autoencoder', {
    epochs: 3,
    seed: null,
  });
  assert.deepEqual([epochs, hidden_dim, optimizer, loss, seed], [3, 64, 'adam', 'mse', 0]);
  assert.equal(parseHyperparameters('gru_predictor', undefined).optimizer, 'adamw');
  assert.equal(parseHyperparameters('sentinel', {}).loss, 'bce');
});

test('a bottleneck that is not named is half of the hidden units', () => {
  assert.equal(parseHyperparameters('lstm_autoencoder', { hidden_dim: 17 }).bottleneck_dim, 8);
  assert.equal(parseHyperparameters('lstm_autoencoder', { hidden_dim: 1 }).bottleneck_dim, 1);
  assert.equal(parseHyperparameters('lstm_autoencoder', { hidden_dim: 16, bottleneck_dim: 5 }).bottleneck_dim, 5);
});

test('every bad value is named at once', () => {
  refused(
    { learning_rate: 0, batch_size: 1.5, epochs: 10_001, dropout: 1, optimizer: 'lion', seed: -1, num_layers: '2' },
    /learning_rate must be a number above 0 and at most 1, not 0/,
    /batch_size must be an integer/,
    /epochs .* at most 10000, not 10001/,
    /dropout .* below 1, not 1/,
    /optimizer must be one of adam, adamw, sgd, not "lion"/,
    /seed/,
    /num_layers .* not "2"/,
  );
});

test('a loss the architecture cannot have is refused', () => {
  refused({ loss: 'bce' }, /lstm_autoencoder does not have/);
  assert.equal(parseHyperparameters('gru_predictor', { loss: 'mse' }).loss, 'mse');
});

test('500 unknown names are refused in a short text that names some of them', () => {
  const junk = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`junk_${i}_${'x'.repeat(200)}`, i]));
  refused(junk, /junk_0_x+… ?/, /and 492 more/, /known: learning_rate/);
  refused({ learning_rate: 'x'.repeat(100_000) }, /not "x+…/);
});

test('hyperparameters that are no object, and prototype names, are refused', () => {
  for (const input of ['x', 3, [1], true]) refused(input, /send an object/);
  refused(JSON.parse('{"toString": 1}'), /unknown name toString/);
});

test('an unknown architecture is refused with the ones there are', () => {
  assert.equal(parseArchitecture('sentinel'), 'sentinel');
  for (const value of ['resnet', '', null, 7, { a: 1 }]) {
    assert.throws(() => parseArchitecture(value), /Valid architectures: lstm_autoencoder, gru_predictor, sentinel/);
  }
});

test('hazard: no combination of allowed values makes a model that the memory of the house does not hold', () => {
  refused({ hidden_dim: 1024, num_layers: 8 }, /hidden_dim 1024 with num_layers 8 makes 13\d million parameters/);
  for (const fine of [{ hidden_dim: 1024 }, { hidden_dim: 512, num_layers: 8 }])
    parseHyperparameters('lstm_autoencoder', fine);
  parseHyperparameters('gru_predictor', { hidden_dim: 1024, num_layers: 6 });
});
