import assert from 'node:assert/strict';
import test from 'node:test';
import { type EpochUpdate, nothing, withEnd, withEpoch } from './run-updates.ts';

const epoch = (n: number): EpochUpdate => ({
  type: 'epoch_update',
  current_epoch: n,
  total_epochs: 10,
  train_loss: n / 10,
  val_loss: n / 100,
  best_val_loss: 0.01,
  learning_rate: 0.001,
  elapsed_seconds: n,
  estimated_remaining_seconds: 10 - n,
  sequence: n,
});

test('epochs that come twice or out of order after a reconnection count once, in their place', () => {
  const feed = [1, 2, 4, 3, 3, 2].map(epoch).reduce(withEpoch, nothing);
  assert.deepEqual(feed.losses.train, [0.1, 0.2, 0.3, 0.4]);
  assert.deepEqual(feed.losses.val, [0.01, 0.02, 0.03, 0.04]);
  assert.equal(feed.latest?.current_epoch, 4);
  assert.equal(feed.line, 'live');
});

test('the last word of a run brings the losses of all its epochs', () => {
  const feed = withEnd(withEpoch(nothing, epoch(2)), {
    type: 'training_complete',
    status: 'completed',
    final_metrics: [
      { train_loss: 0.1, val_loss: 0.2 },
      { train_loss: 0.05, val_loss: 0.1 },
    ],
  });
  assert.deepEqual(feed.losses, { train: [0.1, 0.05], val: [0.2, 0.1] });
  assert.equal(feed.line, 'ended');
});
