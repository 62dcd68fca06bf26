import assert from 'node:assert/strict';
import test from 'node:test';
import { calibrate } from './calibration/calibrate.ts';
import { startSession } from './calibration/session.ts';
import { FAULTS, plant } from './faults.ts';
import { judge, type Subject } from './judge.ts';
import { createRandom } from './random.ts';

const ROWS = 1200;
const SENSORS = 3;
const scales = Array.from({ length: SENSORS }, (_, j) => ({ mean: j * 10, std: 2, monitored: j < 2 }));

/** A record of noise whose model expects 0 everywhere, so that residuals are the rows themselves. */
async function subject(changes: Partial<Subject> = {}, spoil?: (z: Float32Array) => void): Promise<Subject> {
  const random = createRandom(5);
  const z = Float32Array.from({ length: ROWS * SENSORS }, (_, i) =>
    i % SENSORS === 2 ? 0 : random.between(-1.7, 1.7),
  );
  spoil?.(z);
  const fit = z.slice(0, 1020 * SENSORS);
  const calibration = await calibrate({ residuals: fit, inputs: fit, channels: SENSORS }, 180, [true, true, false]);
  return {
    rows: ROWS,
    validation: { start: 840, count: 180 },
    test: { start: 1020, count: 180 },
    scales,
    steps: 5,
    labels: undefined,
    learnedLabels: false,
    trace: { residuals: z, inputs: z, channels: SENSORS },
    session: startSession(calibration),
    read: async ({ start, count }) => z.slice(start * SENSORS, (start + count) * SENSORS),
    traceOf: async (values) => ({ residuals: values, inputs: values, channels: SENSORS }),
    seed: 7,
    ...changes,
  };
}

test('without labels faults are planted, every kind of them, and found', async () => {
  const { labelSource, details, confusionMatrix, metrics } = await judge(await subject());
  assert.equal(labelSource, 'synthetic');
  assert.equal(details.reason, 'the dataset has no labels');
  assert.equal(confusionMatrix.true_negative + confusionMatrix.false_positive, 180);
  const byFault = details.by_fault as Record<string, { positives: number; recall: number }>;
  assert.deepEqual(Object.keys(byFault).sort(), [...FAULTS].sort());
  assert.equal(byFault.spike?.recall, 1);
  assert.ok(metrics.auc_roc > 0.85, String(metrics.auc_roc));
});

test('the same model and seed give the same evaluation, another seed another', async () => {
  const first = await judge(await subject());
  assert.deepEqual(await judge(await subject()), first);
  assert.notDeepEqual((await judge(await subject({ seed: 8 }))).details, first.details);
});

test('labels of the record decide where it has both kinds', async () => {
  const labels = new Uint8Array(ROWS).fill(1, 1100, 1120);
  const shifted = (z: Float32Array) => {
    for (let row = 1100; row < 1120; row++) z[row * SENSORS] = 12;
  };
  const { labelSource, confusionMatrix } = await judge(await subject({ labels }, shifted));
  assert.equal(labelSource, 'dataset');
  assert.equal(confusionMatrix.true_positive, 20);
  assert.equal(confusionMatrix.true_negative + confusionMatrix.false_positive, 160);
});

test('labels of one kind only fall back to planted faults, and the evaluation says why', async () => {
  const { labelSource, details } = await judge(await subject({ labels: new Uint8Array(ROWS) }));
  assert.equal(labelSource, 'synthetic');
  assert.equal(details.reason, 'only one class in the labels');
});

test('three rows are still judged, and the evaluation says that they are few', async () => {
  const few = { rows: 3, validation: { start: 1, count: 1 }, test: { start: 2, count: 1 } };
  const { details, metrics } = await judge(await subject(few));
  assert.equal(details.small_sample, true);
  for (const value of Object.values(metrics)) assert.ok(value >= 0 && value <= 1);
});

test('a fault that could not be seen is not planted', () => {
  const still = { values: new Float32Array(20), before: undefined, rows: 20 };
  const one = [{ mean: 0, std: 1, monitored: true }];
  const random = createRandom(1);
  assert.equal(plant('stuck', still, one, random), undefined, 'a sensor that stands still cannot be stuck');
  assert.equal(plant('swapped', still, one, random), undefined, 'there is nothing to swap one sensor with');
  assert.equal(plant('spike', still, [{ mean: 0, std: 1, monitored: false }], random), undefined);
  assert.deepEqual(
    [...(plant('spike', still, one, random)?.positive ?? [])].flatMap((p, i) => (p ? [i] : [])),
    [5, 15],
  );
});
