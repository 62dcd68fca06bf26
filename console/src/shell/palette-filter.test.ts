import assert from 'node:assert/strict';
import test from 'node:test';
import { fits } from './palette-filter.ts';

test('the palette finds by words, not by letters strewn over a sentence', () => {
  assert.equal(fits('Dashboard', 'warr', ['What runs, and what needs you']), 0);
  assert.ok(fits('Warren AHU-1 ds_1', 'warr') > fits('North of Warren', 'warr'));
  assert.ok(fits('Datasets', 'data') > fits('Metadata', 'data'));
  assert.ok(fits('Training', 'live', ['Runs, live']) > 0);
  assert.ok(fits('Upload readings', 'read up') > 0);
  assert.equal(fits('Upload readings', 'read down'), 0);
  assert.equal(fits('anything', ''), 1);
});
