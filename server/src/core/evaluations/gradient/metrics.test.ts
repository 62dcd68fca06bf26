import assert from 'node:assert/strict';
import test from 'node:test';
import type { Evaluation } from '../schema.ts';
import { benchmarksFor } from './benchmarks.ts';
import { evaluateLocally } from './evaluate.ts';
import { gradientMetrics } from './metrics.ts';

const figures = { brier: 0.05, calibration_error: 0.04, threshold_margin: 0.3, mse: 0.2, mae: 0.35 };

/** 200 anomalous rows of 1,760: 180 found, 15 false alarms. */
function evaluation(changes: Partial<Evaluation> = {}): Evaluation {
  return {
    metrics: {
      ...{ accuracy: 1725 / 1760, precision: 180 / 195, recall: 0.9, f1: 360 / 395 },
      ...{ auc_roc: 0.98, auc_pr: 0.95, val_loss: 0.009, reconstruction_error_threshold: 0.014 },
    },
    confusionMatrix: { true_positive: 180, false_positive: 15, true_negative: 1545, false_negative: 20 },
    trainingCurves: { epochs: [1, 2, 3], train_loss: [0.2, 0.1, 0.05], val_loss: [0.19, 0.11, 0.12] },
    details: { score_figures: figures },
    ...changes,
  } as Evaluation;
}

const byName = (one: Evaluation, equipment = 'air_handler') =>
  new Map(gradientMetrics(one, benchmarksFor(equipment), { milliseconds: 0.4 }).map((metric) => [metric.name, metric]));

test('there are nineteen figures, and they agree with hand-computed values', () => {
  const found = byName(evaluation());
  assert.equal(found.size, 19);
  const expected: Record<string, number> = {
    accuracy: 0.980114,
    precision: 0.923077,
    recall: 0.9,
    f1: 0.911392,
    auc_roc: 0.98,
    auc_pr: 0.95,
    specificity: 0.990385, // 1545 / 1560
    balanced_accuracy: 0.945192, // (0.990385 + 0.9) / 2
    mcc: 0.900286, // (180·1545 − 15·20) / √(195·200·1560·1565)
    false_positive_rate: 0.009615,
    false_negative_rate: 0.1,
    brier: 0.05,
    mse: 0.2,
    mae: 0.35,
    val_loss: 0.009,
    generalization_gap: 0.01, // epoch 2: 0.11 − 0.1
    threshold_margin: 0.3,
    calibration_error: 0.04,
    inference_latency_ms: 0.4,
  };
  for (const [name, value] of Object.entries(expected)) {
    assert.equal(found.get(name)?.value?.toFixed(6), value.toFixed(6), name);
  }
  const unmarked = [...found.values()].filter(({ passed }) => passed === null).map(({ name }) => name);
  assert.deepEqual(unmarked, ['val_loss', 'inference_latency_ms']);
  assert.ok([...found.values()].every(({ passed }) => passed !== false));
});

test('the benchmarks are those of the equipment, and all four have to be reached', () => {
  const latency = { milliseconds: 1 };
  const passed = evaluateLocally(evaluation(), 'air_handler', latency);
  assert.equal(passed.pass, true);
  assert.equal(passed.provider, 'local');
  assert.ok(Math.abs(passed.score - (180 / 195 + 0.9 + 360 / 395 + 0.98) / 4) < 1e-12);
  const { metrics } = evaluation();
  const confusionMatrix = { true_positive: 166, false_positive: 15, true_negative: 1545, false_negative: 34 };
  const weaker = evaluation({ metrics, confusionMatrix });
  assert.equal(evaluateLocally(weaker, 'air_handler', latency).pass, true);
  assert.equal(evaluateLocally(weaker, 'chiller', latency).pass, false);
  assert.equal(byName(weaker, 'chiller').get('recall')?.mark, 'at least 0.85');
  assert.deepEqual(benchmarksFor('windmill'), { precision: 0.85, recall: 0.8, f1: 0.82, auc_roc: 0.9 });
});

test('what cannot be had honestly is null, with the reason', () => {
  const one = evaluation({
    confusionMatrix: { true_positive: 0, false_positive: 0, true_negative: 50, false_negative: 0 },
    trainingCurves: { epochs: [], train_loss: [], val_loss: [] },
    details: {},
  });
  const metrics = gradientMetrics(one, benchmarksFor('pump'), { reason: 'the model could not be run' });
  const nothing = metrics.filter(({ value }) => value === null);
  assert.deepEqual(nothing.map(({ name }) => name).sort(), [
    ...['auc_pr', 'auc_roc', 'balanced_accuracy', 'brier', 'calibration_error', 'f1', 'false_negative_rate'],
    ...['generalization_gap', 'inference_latency_ms', 'mae', 'mcc', 'mse', 'precision', 'recall', 'threshold_margin'],
  ]);
  assert.ok(nothing.every(({ reason, passed }) => reason && passed === null));
});
