import assert from 'node:assert/strict';
import test from 'node:test';
import { createMachine } from './index.ts';

test('the figures are those of a machine', async () => {
  let now = 0;
  const read = createMachine('/', () => now);
  assert.equal((await read()).cpuPercent, 0, 'no time has passed');
  now = 1000;
  const { cpuPercent, memoryUsedBytes, memoryTotalBytes, diskUsedBytes, diskTotalBytes } = await read();
  assert.ok(cpuPercent >= 0 && cpuPercent <= 100);
  assert.ok(memoryUsedBytes > 0 && memoryUsedBytes <= memoryTotalBytes);
  assert.ok(diskUsedBytes > 0 && diskUsedBytes <= diskTotalBytes);
});
