import assert from 'node:assert/strict';
import test from 'node:test';
import { chartsOf, flowsWithHistory, lineOf, summaryOf } from './history-lines.ts';

const start = Date.UTC(2026, 0, 1);
const history = (values: readonly [bucket: number, value: number][]) => ({
  metric: 'm',
  resolution: 'raw' as const,
  bucket_ms: 60_000,
  buckets: values.map(([bucket, value]) => ({
    at: new Date(start + bucket * 60_000).toISOString(),
    count: 1,
    mean: value,
    min: value,
    max: value,
  })),
});

test('a line is broken where nothing was reported for a while, and not for a report that came late', () => {
  const { x, mean } = lineOf(
    history([
      [0, 5],
      [2, 6],
      [9, 7],
    ]),
  );
  assert.deepEqual(
    x.map((at) => (at - start) / 60_000),
    [0, 2, 3, 9],
  );
  assert.deepEqual(mean, [5, 6, null, 7]);
});

test('of a counter is shown how fast it grows, also after it began anew', () => {
  const counted = history([
    [0, 100],
    [1, 130],
    [3, 130],
    [4, 20],
    [20, 500],
    [21, 503],
  ]);
  assert.deepEqual(lineOf(counted, true).mean, [30, 0, 20, null, 3]);
});

test('charts are of what is kept, and flows are found whatever they are called', () => {
  const kept = ['cpu_percent', 'flow.a.b.bitrate_bps', 'flow.a.b.health', 'something_else'];
  assert.deepEqual(flowsWithHistory(kept), ['a.b']);
  assert.deepEqual(
    chartsOf(kept, undefined).map(({ title }) => title),
    ['Processor'],
  );
  assert.deepEqual(
    chartsOf(kept, 'a.b').map(({ title }) => title),
    ['Bitrate', 'Health'],
  );
});

test('a line in words', () => {
  const say = (value: number) => `${value} ms`;
  const line = lineOf(
    history([
      [0, 5],
      [1, 9],
      [2, 6],
    ]),
  );
  assert.equal(summaryOf(line, say), '5 ms to 9 ms, last 6 ms');
  assert.equal(summaryOf(lineOf(history([[0, 5]])), say), '5 ms');
  assert.equal(summaryOf(lineOf(history([])), say), undefined);
});
