import assert from 'node:assert/strict';
import test from 'node:test';
import { plans as cards } from '../../console/src/rooms/billing/plans.ts';
import { plans } from '../src/core/billing/index.ts';

test('the plan cards of the console promise what the server grants', () => {
  const promised = cards.map(({ name, title, about, dollarsPerMonth, ...limits }) => [name, limits]);
  assert.deepEqual(Object.fromEntries(promised), plans);
});
