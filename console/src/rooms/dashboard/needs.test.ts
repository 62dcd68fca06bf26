import assert from 'node:assert/strict';
import test from 'node:test';
import type { House } from './house.ts';
import { needsOf } from './needs.ts';
import { stopsOf } from './stops.ts';

const now = Date.parse('2026-03-06T14:00:00Z');
const dataset = (id: string, is_validated: boolean) => ({ id, name: id, row_count: 100, is_validated });
const run = (id: string, status: string, dataset_id: string) => ({
  ...{ id, status, dataset_id, architecture: 'sentinel', error: 'It broke.' },
  completed_at: '2026-03-06T13:00:00Z',
});
const deployment = (id: string, status: string, created_at: string) => ({
  ...{ id, status, created_at, target_ip: '10.0.0.7', target_name: 'Pump', model_id: 'mdl_1', error: 'No answer.' },
});
const house = (part: Record<string, unknown>) =>
  ({ datasets: [], runs: [], models: [], deployments: [], targets: [], ...part }) as unknown as House;
const titles = (part: Record<string, unknown>) => needsOf(house(part), now).map(({ title }) => title);

test('an empty house needs readings', () => {
  assert.deepEqual(titles({}), ['Upload readings']);
});

test('the main job is led on, one step after the other', () => {
  assert.deepEqual(titles({ datasets: [dataset('a', false)] }), ['Validate “a”']);
  assert.deepEqual(titles({ datasets: [dataset('a', true)] }), ['“a” is ready to learn from']);
  const trained = {
    datasets: [dataset('a', true)],
    runs: [run('r', 'completed', 'a')],
    models: [{ id: 'm', name: 'M' }],
  };
  assert.deepEqual(titles(trained), ['“M” is ready for a device']);
  assert.deepEqual(titles({ ...trained, deployments: [deployment('d', 'deployed', '2026-03-06T13:00:00Z')] }), []);
});

test('what broke comes first, and what works by now needs nobody', () => {
  const failed = deployment('d1', 'failed', '2026-03-06T12:00:00Z');
  assert.deepEqual(
    titles({ datasets: [dataset('a', false)], runs: [run('r', 'failed', 'a')], deployments: [failed] }),
    ['The deployment to Pump failed', 'A training of a Sentinel failed', 'Validate “a”'],
  );
  const later = deployment('d2', 'deployed', '2026-03-06T13:00:00Z');
  assert.deepEqual(
    titles({ datasets: [dataset('a', true)], runs: [run('r', 'completed', 'a')], deployments: [later, failed] }),
    [],
  );
  assert.deepEqual(
    needsOf(house({ datasets: [dataset('a', true)], runs: [run('r', 'failed', 'a')] }), now + 8 * 86_400_000),
    [],
  );
});

test('a program for a device that nobody registered did not fail: it waits to be copied', () => {
  const failed = {
    ...deployment('d', 'failed', '2026-03-06T12:00:00Z'),
    target_id: null,
    packaged_at: '2026-03-06T12:01:00Z',
  };
  assert.deepEqual(
    titles({ datasets: [dataset('a', true)], runs: [run('r', 'completed', 'a')], deployments: [failed] }),
    ['The program for Pump waits to be copied'],
  );
});

test('the line shows where something rolls', () => {
  const stops = stopsOf(
    house({
      datasets: [dataset('a', true)],
      runs: [run('r', 'running', 'a'), run('q', 'queued', 'a')],
      deployments: [deployment('d', 'packaging', '')],
    }),
  );
  assert.deepEqual(
    stops.map(({ name, figure, tone, onTheLine }) => [name, figure, tone, onTheLine]),
    [
      ['Datasets', 1, 'clear', undefined],
      ['Training runs', 2, 'notice', '1 training'],
      ['Models', 0, 'idle', '1 deployment'],
      ['Devices', 0, 'idle', undefined],
    ],
  );
});
