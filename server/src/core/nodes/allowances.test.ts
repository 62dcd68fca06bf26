import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAllowances } from './allowances.ts';

test('each key has a burst of its own, which comes back with time and not beyond', () => {
  let now = 1_000_000;
  const allowances = createAllowances({ burst: 3, perSecond: 2 }, () => now);
  const takes = (key: string, times: number) => Array.from({ length: times }, () => allowances.take(key));
  assert.deepEqual(takes('a', 4), [true, true, true, false]);
  assert.deepEqual(takes('b', 1), [true]);
  now += 1000;
  assert.deepEqual(takes('a', 3), [true, true, false]);
  now += 60_000;
  assert.deepEqual(takes('a', 4), [true, true, true, false]);
});
