import assert from 'node:assert/strict';
import test from 'node:test';
import type { MediaNode } from '../../api/nodes.ts';
import { nodeNeedsOf } from './node-needs.ts';

const node = (name: string, status: string, expires_at: string | null = null) =>
  ({ id: name, name, status, expires_at }) as MediaNode;

test('nodes that are away come first, then what nobody has acknowledged; the rest needs nobody', () => {
  const nodes = [
    node('edge-1', 'online'),
    node('edge-2', 'offline'),
    node('edge-3', 'pending'),
    node('edge-4', 'offline', '2026-01-01T00:00:00Z'),
  ];
  const titles = (open: number) =>
    nodeNeedsOf(nodes, { count: open, by_node: { 'edge-1': open } }).map(({ title }) => title);
  assert.deepEqual(titles(0), ['edge-2 is offline']);
  assert.deepEqual(titles(2), ['edge-2 is offline', '2 warnings of nodes']);
  assert.deepEqual(nodeNeedsOf([], undefined), []);
});

test('many nodes that are away are one line', () => {
  const nodes = [1, 2, 3, 4, 5].map((at) => node(`edge-${at}`, 'offline'));
  const [need, ...others] = nodeNeedsOf(nodes, undefined);
  assert.deepEqual([need?.title, need?.about], ['5 nodes are offline', 'edge-1, edge-2, edge-3 and 2 more.']);
  assert.deepEqual(others, []);
});
