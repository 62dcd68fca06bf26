import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startMlHouse } from '../../../test/support/ml-house.ts';
import { eventually } from '../../../test/support/processes.ts';
import { followWork } from './index.ts';

const house = await startMlHouse({ after });

test('a training that ended is paid for; one that failed or never began is not', async (t) => {
  const stop = await followWork(house.events);
  t.after(stop);
  const { principal } = await house.somebody('owner');
  const ends = {
    'training:done': ['training.completed', {}],
    'training:failed': ['training.failed', {}],
    'training:stopped': ['training.stopped', { was: 'running' }],
    'training:never-began': ['training.stopped', { was: 'queued' }],
  } as const;
  for (const [subject, [type, data]] of Object.entries(ends)) {
    await house.database.transaction(async (tx) => {
      await house.billing.reserve(tx, principal, subject, 1);
      await house.events.append(tx, { tenantId: principal.tenantId, type, subject, actor: 'system', data });
    });
  }
  const entries = await eventually(async () => {
    const ledger = await house.billing.ledger(principal, { limit: 20, offset: 0 });
    return ledger.length === 9 && ledger;
  }, 'all have ended');
  const ended = entries.filter(({ kind }) => kind === 'settle' || kind === 'release');
  assert.deepEqual(Object.fromEntries(ended.map(({ purpose, kind }) => [purpose, kind])), {
    'training:done': 'settle',
    'training:failed': 'release',
    'training:stopped': 'settle',
    'training:never-began': 'release',
  });
  assert.equal((await house.billing.subscriptionOf(principal)).tokensUsed, 2);
});
