import assert from 'node:assert/strict';
import test from 'node:test';
import { differenceOf } from './difference.ts';

const first = { version: 1, flows: [{ id: 'f', name: 'F', enabled: true, outputs: [{ id: 'o', type: 'udp' }] }] };
const second = {
  version: 2,
  inputs: [{ id: 'i', latency_ms: 120 }],
  outputs: [{ id: 'o' }],
  flows: [{ id: 'f', output_ids: ['o'] }],
};

test('what an action changes stands before and after, in both schemas', () => {
  const stop = differenceOf({ type: 'stop_flow', flow_id: 'f' }, first);
  assert.match(stop?.before ?? '', /"enabled": true/);
  assert.match(stop?.after ?? '', /"enabled": false/);
  const change = differenceOf({ type: 'update_input', input_id: 'i', input: { id: 'i', latency_ms: 800 } }, second);
  assert.match(change?.before ?? '', /120/);
  assert.match(change?.after ?? '', /800/);
  for (const config of [first, second]) {
    const removal = differenceOf({ type: 'remove_output', flow_id: 'f', output_id: 'o' }, config);
    assert.match(removal?.before ?? '', /"id": "o"/);
    assert.equal(removal?.after, '');
  }
  assert.equal(differenceOf({ type: 'create_output', output: { id: 'n' } }, second)?.before, '');
});

test('an action that changes nothing of the configuration has no difference', () => {
  assert.equal(differenceOf({ type: 'restart_flow', flow_id: 'f' }, first), undefined);
  assert.equal(differenceOf({ type: 'update_flow', flow_id: 'f', flow: { id: 'f', name: 'F' } }, first), undefined);
  assert.equal(differenceOf({ type: 'reset_counters', flow_id: 'f' }, first), undefined);
});
