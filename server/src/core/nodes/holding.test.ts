import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHolding } from './holding.ts';

test('hazard: a thousand nodes that report megabytes fill no memory, and shut nobody out who is modest', () => {
  const holding = createHolding<object>({ most: 100, modest: 10 });
  const [a, b, c] = [{}, {}, {}];
  assert.ok(holding.admits(a, 'stats', 50));
  assert.ok(holding.admits(b, 'health', 45));
  assert.ok(!holding.admits(c, 'stats', 11));
  assert.ok(holding.admits(c, 'stats', 10));
  assert.ok(!holding.admits(a, 'config_response', 20));
  // Not kept, whatever their size.
  assert.ok(holding.admits(c, 'event', 5000));
  // In the place of what it sent before.
  assert.ok(holding.admits(a, 'stats', 50));
  assert.ok(!holding.admits(a, 'stats', 60));
  holding.release(b);
  assert.ok(holding.admits(a, 'stats', 60));
  holding.release(a);
  holding.release(a);
  assert.ok(holding.admits(c, 'stats', 100));
});
