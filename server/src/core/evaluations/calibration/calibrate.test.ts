import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { calibrate, type Trace } from './calibrate.ts';
import { decorrelationRows } from './decorrelation.ts';
import { startSession } from './session.ts';

const vectors = JSON.parse(await readFile(join(import.meta.dirname, 'fixtures/scoring-vectors.json'), 'utf8'));
const CHANNELS = 4;

function traceOf({ residuals, inputs }: { residuals: number[][]; inputs: number[][] }): Trace {
  const flat = (rows: number[][]) => Float32Array.from(rows.flat());
  return { residuals: flat(residuals), inputs: flat(inputs), channels: CHANNELS };
}

/** The fixture is in double precision, what a network finds in single. */
function close(actual: number, expected: number, what: string, tolerance = 1e-4) {
  const error = Math.abs(actual - expected) / Math.max(1e-6, Math.abs(expected));
  assert.ok(error < tolerance, `${what}: ${actual}, expected ${expected}`);
}

const learned = () => {
  const { held_rows: held, monitored } = vectors.calibration;
  return calibrate(traceOf(vectors.calibration), held, monitored);
};

test('calibration agrees with the reference in double precision', async () => {
  const { channels, limit } = await learned();
  const expected = vectors.parameters;
  close(limit, expected.limit, 'limit', 1e-12);
  for (const [j, channel] of channels.entries()) {
    close(channel.mean, expected.mean[j], `mean ${j}`);
    close(channel.stepScale, expected.step_scale[j], `step scale ${j}`);
    close(channel.spreadMean, expected.spread_mean[j], `spread mean ${j}`);
    for (const chart of ['level', 'jump', 'spread'] as const) {
      for (const name of ['variance', 'dof', 'guard'] as const) {
        close(channel[chart][name], expected[chart][name][j], `${name} of ${chart} ${j}`);
      }
    }
  }
});

test('scores agree with the reference, and a copied session goes on by itself', async () => {
  const session = startSession(await learned());
  const { residuals, inputs } = traceOf(vectors.score);
  let copy = session.copy();
  for (const [t, expected] of (vectors.score.score as number[]).entries()) {
    const score = session.next(residuals, inputs, t * CHANNELS);
    close(score, expected, `score of row ${t}`, 1e-3);
    assert.equal(score >= 1, vectors.score.anomaly[t]);
    assert.equal(copy.next(residuals, inputs, t * CHANNELS), score);
    copy = session.copy();
  }
});

test('a wandering channel counts as fewer independent rows', () => {
  const { residuals } = vectors.calibration;
  for (const [j, expected] of (vectors.intermediate.decorrelation_rows_of_d as number[]).entries()) {
    const column = Float64Array.from(residuals, (row: number[]) => row[j] as number);
    close(decorrelationRows(column), expected, `channel ${j}`, 1e-9);
  }
});

test('one row, or rows that never move, still give finite parameters', async () => {
  for (const values of [Float32Array.of(0.5, 1), new Float32Array(400)]) {
    const trace = { residuals: values, inputs: values, channels: 2 };
    const { channels, limit } = await calibrate(trace, 1, [true, true]);
    const numbers = [limit, ...channels.flatMap(({ mean, level, jump, spread }) => [mean, level, jump, spread])];
    const flat = numbers.flatMap((value) => (typeof value === 'number' ? value : Object.values(value)));
    assert.ok(flat.every(Number.isFinite), String(flat));
  }
});
