import assert from 'node:assert/strict';
import test from 'node:test';
import { confusionOf, rankingOf, ratesOf } from './metrics.ts';

test('the documented example has the documented rates', () => {
  const rates = ratesOf({ true_positive: 182, false_positive: 11, true_negative: 1547, false_negative: 18 });
  assert.equal(rates.accuracy.toFixed(3), '0.984');
  assert.equal(rates.precision.toFixed(3), '0.943');
  assert.equal(rates.recall, 0.91);
  assert.equal(rates.f1.toFixed(3), '0.926');
});

test('a rate without a denominator is 0', () => {
  const none = confusionOf([0, 0], [0, 0]);
  assert.deepEqual(none, { true_positive: 0, false_positive: 0, true_negative: 2, false_negative: 0 });
  assert.deepEqual(ratesOf(none), { accuracy: 1, precision: 0, recall: 0, f1: 0 });
  assert.equal(ratesOf(confusionOf([], [])).accuracy, 0);
});

test('areas are those of the textbook, ties counting half', () => {
  const { aucRoc, aucPr } = rankingOf([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]);
  assert.equal(aucRoc, 0.75);
  assert.equal(aucPr, 0.5 + (0.5 * 2) / 3);
  assert.equal(rankingOf([1, 1, 1, 1], [1, 0, 1, 0]).aucRoc, 0.5);
  assert.equal(rankingOf([3, 2, 1], [0, 0, 0]).aucRoc, 0.5);
});

test('curves are thinned to 200 points and keep their ends and the point in use', () => {
  const scores = Float64Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 5000) / 1000);
  const truth = Uint8Array.from(scores, (score, i) => (score + (i % 3) > 4 ? 1 : 0));
  const { roc, pr } = rankingOf(scores, truth, 1);
  for (const curve of [roc, pr]) {
    assert.ok(curve.x.length <= 200);
    assert.ok(curve.x.every((x, i) => i === 0 || x >= (curve.x[i - 1] as number)));
    assert.ok(curve.threshold.includes(1), 'the lowest score that is an anomaly');
  }
  assert.deepEqual([roc.x[0], roc.y[0], roc.x.at(-1), roc.y.at(-1)], [0, 0, 1, 1]);
});
