import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { sql } from '../../platform/database/index.ts';
import { openEvents } from '../../platform/events/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import type { Principal } from '../principal.ts';
import { createAudit } from './index.ts';

const tenantId = '00000000-0000-4000-8000-000000000001';
const principal = (role: Principal['role'], tenant = tenantId): Principal => {
  return { kind: 'user', id: 'u1', name: 'ada', tenantId: tenant, role };
};

async function fixture(t: TestContext) {
  const { database } = await testDatabase(t);
  const events = openEvents({ database, log: silentLog });
  t.after(() => events.close());
  const audit = createAudit({ database, events });
  const happen = (type: string, data: Record<string, unknown> = {}) =>
    database.transaction((tx) =>
      events.append(tx, { tenantId, type, subject: 'dataset:ds_1', actor: 'user:u1', data }),
    );
  const count = async () => (await database.one<{ n: number }>(sql`select count(*) as n from audit_entries`))?.n;
  const reaches = (n: number) => eventually(async () => (await count()) === n, `${n} entries`);
  return { database, audit, happen, reaches };
}

test('what happened before and after the log was started is in it, in order', async (t) => {
  const { audit, happen, reaches } = await fixture(t);
  await happen('dataset.created', { name: 'ünïcode 🚀' });
  t.after(await audit.start());
  await happen('dataset.deleted');
  await reaches(2);
  assert.deepEqual(await audit.verify(), { intact: true, entries: 2 });
  const entries = await audit.list(principal('admin'));
  assert.deepEqual(
    entries.map(({ type, data }) => [type, data]),
    [
      ['dataset.deleted', '{}'],
      ['dataset.created', '{"name":"ünïcode 🚀"}'],
    ],
  );
});

test('steps of long work are left out', async (t) => {
  const { audit, happen, reaches } = await fixture(t);
  for (const type of ['training.started', 'training.epoch', 'training.epoch', 'training.completed']) await happen(type);
  t.after(await audit.start());
  await reaches(2);
  assert.deepEqual(await audit.verify(), { intact: true, entries: 2 });
});

test('processes that follow at the same time write each event once', async (t) => {
  const { database, audit, happen, reaches } = await fixture(t);
  const events = openEvents({ database, log: silentLog });
  t.after(() => events.close());
  t.after(await audit.start());
  t.after(await createAudit({ database, events }).start());
  for (let i = 0; i < 20; i++) await happen('dataset.created', { i });
  await reaches(20);
  assert.deepEqual(await audit.verify(), { intact: true, entries: 20 });
});

test('administrators read the log of their own tenant, others none', async (t) => {
  const { audit, happen, reaches } = await fixture(t);
  t.after(await audit.start());
  await happen('dataset.created');
  await reaches(1);
  await assert.rejects(audit.list(principal('operator')), { kind: 'forbidden' });
  assert.deepEqual(await audit.list(principal('owner', '00000000-0000-4000-8000-000000000002')), []);
  const [entry] = await audit.list(principal('owner'));
  assert.deepEqual(await audit.list(principal('owner'), { before: entry?.sequence as number }), []);
});

for (const [tampering, statement, where] of [
  ['changed data', sql`update audit_entries set data = '{"name":"other"}' where sequence = 2`, 2],
  ['another actor', sql`update audit_entries set actor = 'user:u2' where sequence = 3`, 3],
  ['a moved time', sql`update audit_entries set at = at - interval '1 day' where sequence = 1`, 1],
  ['a removed entry', sql`delete from audit_entries where sequence = 2`, 3],
  [
    'an inserted entry',
    sql`insert into audit_entries select 10, tenant_id, at, type, actor, subject, data, hash from audit_entries where sequence = 1`,
    10,
  ],
  ['a removed end', sql`delete from audit_entries where sequence = 3`, undefined],
  ['an emptied log', sql`delete from audit_entries`, undefined],
] as const) {
  test(`tampering shows: ${tampering}`, async (t) => {
    const { database, audit, happen, reaches } = await fixture(t);
    const stop = await audit.start();
    for (const name of ['a', 'b', 'c']) await happen('dataset.created', { name });
    await reaches(3);
    await stop();
    assert.deepEqual(await audit.verify(), { intact: true, entries: 3 });
    await database.run(statement);
    const verdict = await audit.verify();
    assert.equal(verdict.intact, false);
    assert.equal(verdict.intact ? 0 : verdict.sequence, where);
  });
}
