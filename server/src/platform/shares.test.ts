import assert from 'node:assert/strict';
import test from 'node:test';
import { createShares } from './shares.ts';

test('a party has its share and no more, whatever others have; giving back twice counts once', () => {
  const take = createShares(2);
  const [first, second] = [take('a'), take('a')];
  assert.ok(first && second);
  assert.equal(take('a'), undefined);
  assert.ok(take('b'));
  first();
  first();
  assert.ok(take('a'));
  assert.equal(take('a'), undefined);
});
