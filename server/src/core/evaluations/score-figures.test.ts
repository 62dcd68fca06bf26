import assert from 'node:assert/strict';
import test from 'node:test';
import {
  absoluteErrorOf,
  brierOf,
  calibrationErrorOf,
  chanceOf,
  residualErrors,
  thresholdMarginOf,
} from './score-figures.ts';

const near = (actual: number | null, expected: number) =>
  assert.ok(actual !== null && Math.abs(actual - expected) < 1e-12, `${actual} instead of ${expected}`);

test('a score of one is a chance of one half, learned or not', () => {
  for (const learned of [true, false]) {
    assert.equal(chanceOf(1, learned), 0.5);
    assert.equal(chanceOf(0, learned), 0);
    assert.ok(chanceOf(1e9, learned) <= 1);
  }
  assert.equal(chanceOf(2, false), 0.75);
  assert.equal(chanceOf(1.8, true), 0.9);
});

test('Brier, absolute and calibration error agree with hand-computed values', () => {
  const [chances, truth] = [
    [0.1, 0.4, 0.35, 0.8],
    [0, 0, 1, 1],
  ];
  // (0.01 + 0.16 + 0.4225 + 0.04) / 4 and (0.1 + 0.4 + 0.65 + 0.2) / 4
  near(brierOf(chances, truth), 0.158125);
  near(absoluteErrorOf(chances, truth), 0.3375);
  // Bins .1, .3, .4, .8: |0.1| + |0.35 − 1| + |0.4| + |0.8 − 1|, a row each.
  near(calibrationErrorOf(chances, truth), 0.3375);
  // One bin: mean chance 0.55, half of the rows anomalous.
  near(calibrationErrorOf([0.52, 0.58], [1, 0]), 0.05);
  near(calibrationErrorOf([1, 1], [1, 1]), 0);
  assert.equal(brierOf([], []), null);
  assert.equal(calibrationErrorOf([], []), null);
});

test('the margin is the smaller room on both sides of the threshold', () => {
  const normal = Array.from({ length: 20 }, (_, i) => i / 25); // 95 % of them up to 0.72
  near(thresholdMarginOf([...normal, 1.1, 1.5, 3], [...normal.map(() => 0), 1, 1, 1]), 0.28);
  near(thresholdMarginOf([...normal, 0.2, 0.9, 3], [...normal.map(() => 0), 1, 1, 1]), -0.1);
  assert.equal(thresholdMarginOf([0.1], [0]), null);
});

test('residual errors are means over the cells of the rows that count', () => {
  const residuals = [9, 9, 1, -2, 5, 5, 3, 0];
  const { mse, mae } = residualErrors(residuals, 2, { start: 1, count: 3 }, (row) => row !== 2);
  near(mse, 14 / 4);
  near(mae, 6 / 4);
  assert.deepEqual(
    residualErrors(residuals, 2, { start: 0, count: 4 }, () => false),
    { mse: null, mae: null },
  );
});
