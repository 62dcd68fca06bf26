import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Nothing, tool } from './tool.ts';

test('hazard: a name of five megabytes in what a tool finds does not go to a language model', async () => {
  const find = tool('find', 'Finds', Nothing, async () => ({ name: 'x'.repeat(5_000_000) }));
  const found = (await find.run({})) as { beginning: string; left_out: number };
  assert.equal(found.beginning.length, 100_000);
  assert.ok(found.left_out > 4_000_000);
  const little = tool('find', 'Finds', Nothing, async () => ({ name: 'edge-1' }));
  assert.deepEqual(await little.run({}), { name: 'edge-1' });
});
