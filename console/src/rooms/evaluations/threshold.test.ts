import assert from 'node:assert/strict';
import test from 'node:test';
import type { Evaluation } from '../../api/models.ts';
import { operatingPoints, workingPoint } from './threshold.ts';

const evaluation = {
  confusion_matrix: { true_positive: 8, false_negative: 2, false_positive: 5, true_negative: 95 },
  roc_curve: {
    false_positive_rate: [0, 0.01, 0.05, 0.5, 1],
    true_positive_rate: [0, 0.4, 0.8, 1, 1],
    threshold: [Number.MAX_VALUE, 3, 1, 0.2, 0.01],
  },
} as Evaluation;

test('counts follow from a point of the ROC curve and from how many rows were faults', () => {
  const points = operatingPoints(evaluation);
  assert.deepEqual(
    points.map(({ counts }) => [counts.tp, counts.fp, counts.tn, counts.fn]),
    [
      [0, 0, 100, 10],
      [4, 1, 99, 6],
      [8, 5, 95, 2],
      [10, 50, 50, 0],
      [10, 100, 0, 0],
    ],
  );
  assert.equal(points[0]?.threshold, undefined);
  assert.equal(points[2]?.recall, 0.8);
  assert.equal(points[2]?.precision, 8 / 13);
  assert.equal(points[0]?.precision, 0);
});

test('the point where the model works has the counts of its evaluation', () => {
  assert.equal(workingPoint(evaluation, operatingPoints(evaluation)), 2);
});
