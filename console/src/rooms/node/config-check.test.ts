import assert from 'node:assert/strict';
import test from 'node:test';
import { checkConfig } from './config-check.ts';

const second = { version: 2, inputs: [], outputs: [], flows: [] };
const problems = (config: unknown, now: Record<string, unknown>) => checkConfig(JSON.stringify(config), now).problems;

test('what is no JSON, or no object, is told', () => {
  assert.match(checkConfig('{\n  "flows": [,]\n}', {}).problems[0] ?? '', /^This is not JSON: Unexpected token/);
  assert.equal(checkConfig('[]', {}).problems.length, 1);
});

test('an input inside a flow is refused for an edge that would silently run without it', () => {
  const old = { flows: [{ id: 'f1', name: 'One', input: { type: 'udp' }, outputs: [] }] };
  assert.equal(problems(old, second).length, 2);
  assert.deepEqual(problems(old, { flows: [] }), []);
});

test('a flow that names an input that is not there is told', () => {
  const config = {
    ...second,
    inputs: [{ id: 'in-1' }],
    flows: [{ id: 'f1', input_ids: ['in-1', 'in-2'], output_ids: [] }],
  };
  assert.deepEqual(problems(config, second), ['Flow “f1” names “in-2”, and there is no such input.']);
  assert.equal(problems(config, { flows: [] }).length, 1, 'an old edge does not know names of inputs');
});

test('ids are there, short and different', () => {
  const flows = [{ id: 'a' }, { id: 'a' }, { name: 'without' }, { id: 'x'.repeat(65) }];
  assert.equal(problems({ flows }, {}).length, 3);
  assert.deepEqual(problems({ flows: {} }, {}), ['“flows” has to be a list: [ … ]']);
});
