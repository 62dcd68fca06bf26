import assert from 'node:assert/strict';
import test from 'node:test';
import { after, isFinal, type RunStatus, TRANSITIONS, type Transition } from './states.ts';

const ALL: RunStatus[] = ['queued', 'running', 'completed', 'failed', 'stopped'];

test('nothing leaves a final state', () => {
  for (const status of ALL.filter(isFinal)) {
    for (const transition of Object.keys(TRANSITIONS) as Transition[]) {
      assert.throws(() => after(transition, status), { kind: 'conflict' });
    }
  }
});

test('every state can be reached from queued', () => {
  const reached = new Set<RunStatus>(['queued']);
  for (const from of reached) {
    for (const transition of Object.keys(TRANSITIONS) as Transition[]) {
      if ((TRANSITIONS[transition].from as readonly RunStatus[]).includes(from)) reached.add(after(transition, from));
    }
  }
  assert.deepEqual([...reached].sort(), [...ALL].sort());
});
