import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEventIntake } from './event-intake.ts';
import type { NewNodeEvent } from './schema.ts';

test('hazard: a node that reports without end has an allowance, and says so once a minute; others keep theirs', () => {
  let now = 0;
  const kept: NewNodeEvent[] = [];
  const intake = createEventIntake({ event: (event) => void kept.push(event) }, () => now);
  const report = (nodeId: string, times: number) => {
    for (let i = 0; i < times; i++) {
      const event = { tenantId: 't', nodeId, severity: 'critical', category: 'loud', message: 'x' } as const;
      intake(event, { tenantId: 't', type: 'node.reported', subject: `node:${nodeId}`, actor: `node:${nodeId}` });
    }
  };
  const count = (nodeId: string, category: string) =>
    kept.filter((event) => event.nodeId === nodeId && event.category === category).length;
  report('mad', 25_000);
  assert.deepEqual([count('mad', 'loud'), count('mad', 'flood')], [20_000, 1]);
  report('calm', 4096);
  assert.deepEqual([count('calm', 'loud'), count('calm', 'flood')], [4096, 0]);
  now += 61_000;
  report('mad', 1000);
  assert.deepEqual([count('mad', 'loud'), count('mad', 'flood')], [20_305, 2]);
});
