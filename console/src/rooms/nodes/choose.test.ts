import assert from 'node:assert/strict';
import test from 'node:test';
import type { MediaNode } from '../../api/nodes.ts';
import { choose, type NodeLine, sort, stateOf } from './choose.ts';

const line = (name: string, more: Partial<NodeLine> = {}, node: Partial<MediaNode> = {}): NodeLine => ({
  node: { id: name, name, description: null, device_type: 'edge', software_version: '0.106.0', ...node } as MediaNode,
  state: 'online',
  alerts: 0,
  bitrate: 0,
  ...more,
});

test('the live line outranks what was written down, and a connected node is online whatever its date', () => {
  const past = '2026-01-01T00:00:00Z';
  assert.equal(stateOf({ status: 'online', expires_at: null }, undefined), 'online');
  assert.equal(stateOf({ status: 'online', expires_at: null }, false), 'offline');
  assert.equal(stateOf({ status: 'pending', expires_at: null }, false), 'pending');
  assert.equal(stateOf({ status: 'offline', expires_at: past }, false), 'expired');
  assert.equal(stateOf({ status: 'offline', expires_at: past }, true), 'online');
});

test('every typed word has to fit, beside type and state', () => {
  const lines = [
    line('edge-oslo-01', {}, { description: 'Roof, north' }),
    line('edge-oslo-02', { state: 'offline' }),
    line('relay-1', {}, { device_type: 'relay' }),
  ];
  const names = (filter: Parameters<typeof choose>[1]) => choose(lines, filter).map(({ node }) => node.name);
  assert.deepEqual(names({ q: 'OSLO north' }), ['edge-oslo-01']);
  assert.deepEqual(names({ state: 'offline' }), ['edge-oslo-02']);
  assert.deepEqual(names({ type: 'relay' }), ['relay-1']);
  assert.deepEqual(names({ q: 'bergen' }), []);
});

test('numbers in names count as numbers, and equals stand by name', () => {
  const lines = [line('edge-10'), line('edge-2', { alerts: 3 }), line('edge-1')];
  const names = (by: 'name' | 'alerts', descending: boolean) =>
    sort(lines, { by, descending }).map(({ node }) => node.name);
  assert.deepEqual(names('name', false), ['edge-1', 'edge-2', 'edge-10']);
  assert.deepEqual(names('alerts', true), ['edge-2', 'edge-1', 'edge-10']);
});
