import assert from 'node:assert/strict';
import test from 'node:test';
import { beyondBounds } from './json.ts';

test('a text is measured by its brackets and commas outside of strings, the depth before the values', () => {
  const bounds = { depth: 3, values: 5 };
  assert.equal(beyondBounds('[[[1,2]]]', bounds), undefined);
  assert.equal(beyondBounds('[[[[1]]]]', bounds), 'depth');
  assert.equal(beyondBounds('[1,2,3,4,5,6]', bounds), 'values');
  assert.equal(beyondBounds('[1,2,3,4,5,6,[[[0]]]]', bounds), 'depth');
  assert.equal(beyondBounds('["[[[[,,,,,,,","\\"[[[[,,,,,"]', bounds), undefined);
  assert.equal(beyondBounds('[1,2,3,4,5,6]', { depth: 3 }), undefined);
});
