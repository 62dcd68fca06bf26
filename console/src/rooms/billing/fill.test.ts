import assert from 'node:assert/strict';
import test from 'node:test';
import { fillOf } from './fill.ts';

test('above 70 % is a caution and above 90 % a danger, in a colour and in a word', () => {
  const told = (used: number) => {
    const { tone, word } = fillOf(used, 1000);
    return `${tone}: ${word}`;
  };
  assert.deepEqual([0, 700, 701, 900, 901, 999, 1000, 1001].map(told), [
    'clear: room left',
    'clear: room left',
    'caution: filling up',
    'caution: filling up',
    'danger: almost full',
    'danger: almost full',
    'danger: full',
    'danger: over the limit',
  ]);
  assert.equal(fillOf(5_000, 50_000).percent, 10);
});
