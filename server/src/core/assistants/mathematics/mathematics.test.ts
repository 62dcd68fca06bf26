import assert from 'node:assert/strict';
import test from 'node:test';
import { autocorrelation, findSeason } from './autocorrelation.ts';
import { pearson, strongestCorrelations } from './correlations.ts';
import { findOutliers, rowsBeyond } from './outliers.ts';
import { rateQuality } from './quality.ts';
import { quantileOf, sorted } from './quantile.ts';

/** Uniform noise of ± 0.5, always the same. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

const series = (n: number, at: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => at(i));

test('the season of a sine is its period, also under noise and on a trend', () => {
  const random = noise(1);
  assert.equal(findSeason(series(600, (i) => Math.sin((2 * Math.PI * i) / 48)))?.lag, 48);
  const noisy = findSeason(series(2000, (i) => Math.sin((2 * Math.PI * i) / 24) + random() + i / 50));
  assert.ok(noisy && Math.abs(noisy.lag - 24) <= 1, JSON.stringify(noisy));
  assert.ok(noisy.strength > 0.6 && noisy.strength < 1);
});

test('a period between two lags is told more exactly', () => {
  const found = findSeason(series(2000, (i) => Math.sin((2 * Math.PI * i) / 65.45)));
  assert.ok(found && Math.abs(found.period - 65.45) < 0.1, JSON.stringify(found));
});

test('pulses that come back are a season though they are no sine', () => {
  assert.equal(findSeason(series(700, (i) => (i % 35 < 4 ? 10 : 0)))?.lag, 35);
});

test('noise, random walks, trends and constants have no season', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = noise(seed * 7919);
    for (const n of [30, 200, 2000]) assert.equal(findSeason(series(n, random)), undefined, `noise ${seed} ${n}`);
    let at = 0;
    const walk = series(3000, () => (at += random()));
    assert.equal(findSeason(walk), undefined, `walk ${seed}`);
  }
  assert.equal(findSeason(series(500, (i) => 3 * i + 7)), undefined);
  assert.equal(findSeason(series(500, () => 21.5)), undefined);
  assert.equal(findSeason(series(500, () => Number.NaN)), undefined);
});

test('lags beyond 500 and seasons seen less than three times are not looked for', () => {
  assert.equal(findSeason(series(4000, (i) => Math.sin((2 * Math.PI * i) / 700))), undefined);
  assert.equal(findSeason(series(100, (i) => Math.sin((2 * Math.PI * i) / 45))), undefined);
});

test('gaps and huge numbers do not hide a season', () => {
  const gaps = series(600, (i) => (i % 7 === 0 ? Number.NaN : Math.sin((2 * Math.PI * i) / 30)));
  assert.equal(findSeason(gaps)?.lag, 30);
  assert.equal(findSeason(series(600, (i) => 1e300 * Math.sin((2 * Math.PI * i) / 30)))?.lag, 30);
});

test('autocorrelation agrees with hand-computed values', () => {
  // No mean and no trend: seven products add up to −1 of 8, six to −6.
  const r = autocorrelation(
    series(8, (i) => [1, -1, -1, 1, 1, -1, -1, 1][i] as number),
    2,
  );
  assert.deepEqual(
    [...r].map((value) => Number(value.toFixed(12))),
    [1, -0.125, -0.75],
  );
});

test('outliers by fences and by robust z agree with hand-computed values', () => {
  // Quartiles 3.25, 5.5, 7.75; fences −3.5 and 14.5; MAD 2.5, so z of 100 is 25.5.
  const found = findOutliers([1, 2, 3, 4, 5, 6, 7, 8, 9, 100]);
  assert.deepEqual(found, { values: 10, median: 5.5, low: -3.5, high: 14.5, beyondFences: 1, robust: 1 });
  assert.equal(findOutliers([0, 0, 0, 0, 0, 0, 0, 1, 1]), undefined, 'a flag has none');
  assert.equal(findOutliers([1, 2, 3]), undefined);
  assert.equal(
    rowsBeyond(
      [
        [1, 100, Number.NaN],
        [1, 1, 50],
      ],
      [
        { low: 0, high: 10 },
        { low: 0, high: 10 },
      ],
    ),
    2,
  );
});

test('quantiles are linear between neighbours', () => {
  const ascending = sorted([4, Number.NaN, 1, 3, 2]);
  assert.deepEqual(
    [0, 0.25, 0.5, 1].map((share) => quantileOf(ascending, share)),
    [1, 1.75, 2.5, 4],
  );
});

test('the strongest correlations come first, whatever their sign', () => {
  const random = noise(3);
  const x = series(500, (i) => i);
  const columns = [
    { name: 'x', values: x },
    { name: 'against', values: x.map((value) => -2 * value) },
    { name: 'loosely', values: x.map((value) => value + 400 * random()) },
    { name: 'still', values: x.map(() => 5) },
  ];
  const [first, second] = strongestCorrelations(columns);
  assert.deepEqual([first?.a, first?.b, first?.r.toFixed(6)], ['x', 'against', '-1.000000']);
  assert.ok(Math.abs(second?.r ?? 0) < 1);
  assert.ok(!strongestCorrelations(columns).some(({ a, b }) => a === 'still' || b === 'still'));
  // By hand: deviations −1.5 −0.5 0.5 1.5 and −1 0 −1 2 give 4.5... / √(5 × 6).
  assert.equal(pearson([1, 2, 3, 4], [1, 2, 1, 4])?.toFixed(6), (4 / Math.sqrt(30)).toFixed(6));
});

test('quality takes off points by the rules and says for what', () => {
  assert.deepEqual(rateQuality({ rows: 5000, missing: 0, outliers: 0.001, duplicates: 0 }), {
    score: 100,
    grade: 'excellent',
    reasons: [],
  });
  const bad = rateQuality({ rows: 100, missing: 0.55, outliers: 0.12, duplicates: 0.2 });
  assert.deepEqual([bad.score, bad.grade, bad.reasons.length], [15, 'poor', 4]);
  assert.equal(rateQuality({ rows: 900, missing: 0.1, outliers: 0.03, duplicates: 0.01 }).score, 80);
});
