import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  autoStride,
  countWindows,
  fitSequenceLength,
  strideOffset,
  windowStarts,
  windowsPerUpdate,
} from './windows.ts';

describe('windows', () => {
  const segments = [
    { start: 0, count: 5 },
    { start: 7, count: 2 },
    { start: 10, count: 4 },
  ];

  it('lie wholly inside a segment', () => {
    assert.deepEqual([...windowStarts(segments, 3)], [0, 1, 2, 10, 11]);
    assert.equal(countWindows(segments, 3), 5);
  });

  it('shrink to the longest segment of each set, and a sentinel looks at single rows', () => {
    assert.equal(fitSequenceLength('lstm_autoencoder', 60, segments, [{ start: 20, count: 4 }]), 4);
    assert.equal(fitSequenceLength('lstm_autoencoder', 3, segments, []), 3);
    assert.equal(fitSequenceLength('sentinel', 60, segments, []), 1);
  });

  it('are all seen within as many epochs as the stride is long', () => {
    for (const stride of [1, 2, 3, 4, 6, 15, 42]) {
      const offsets = Array.from({ length: stride }, (_, epoch) => strideOffset(epoch, stride));
      assert.deepEqual(new Set(offsets).size, stride);
    }
  });

  it('are thinned out only where there are many and they overlap, and an epoch keeps its number of updates', () => {
    assert.equal(autoStride(500, 60), 1);
    assert.equal(autoStride(60_421, 60), 3);
    assert.equal(autoStride(5_000_000, 60), 15);
    assert.equal(autoStride(60_480, 1), 1);
    const updates = (stride: number) => 60_421 / stride / windowsPerUpdate(64, stride);
    assert.ok(Math.abs(updates(4) / updates(1) - 1) < 0.01);
    assert.equal(windowsPerUpdate(8, 4), 8);
  });
});
