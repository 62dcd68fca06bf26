import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase } from '../test/support/database.ts';
import { eventually } from '../test/support/processes.ts';
import { scheduleMaintenance } from './maintenance.ts';
import { silentLog } from './platform/log/index.ts';
import { openQueue } from './platform/queue/index.ts';

test('a sweep that fails is tried again, and the others are swept then', async (t) => {
  const { database } = await testDatabase(t);
  const queue = openQueue({ database, log: silentLog });
  t.after(() => queue.stop());
  const swept: string[] = [];
  scheduleMaintenance(queue, silentLog, [
    {
      name: 'first',
      removeExpired: async () => {
        swept.push('first');
        if (swept.length === 1) throw new Error('the database was away');
        return 0;
      },
    },
    { name: 'second', removeExpired: async () => swept.push('second') },
  ]);
  await queue.start();
  await database.transaction((tx) => queue.add(tx, { kind: 'house.sweep' }));
  await eventually(async () => swept.includes('second'), 'the sweep is done');
  assert.deepEqual(swept, ['first', 'first', 'second']);
});
