import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { sql, type Transaction } from '../../platform/database/index.ts';
import type { Principal } from '../principal.ts';
import { createBilling, type PlanName } from './index.ts';

const { database } = await testDatabase({ after });
const billing = createBilling({ database });

async function tenant(plan: PlanName, options: { unlimited?: boolean } = {}): Promise<Principal> {
  return database.transaction(async (tx) => {
    const row = await tx.one<{ id: string }>(sql`insert into tenants (name) values ('t') returning id`);
    const tenantId = row?.id as string;
    await billing.open(tx, tenantId, plan, options);
    return { kind: 'user', id: 'u', name: 'ada', tenantId, role: 'owner' };
  });
}

test('each plan has the documented limits', async () => {
  assert.deepEqual(await billing.limitsFor(await tenant('pro')), {
    datasets: 50,
    models: 25,
    deployments: 10,
    concurrentTrainings: 5,
    datasetBytes: 524_288_000,
    tokensPerMonth: 50_000,
  });
  const free = await billing.limitsFor(await tenant('free'));
  assert.equal(free.datasets, 3);
  assert.equal((await billing.limitsFor(await tenant('free', { unlimited: true }))).datasets, Infinity);
});

test('a full plan says how full it is and what to do', async () => {
  const principal = await tenant('free');
  const ask = (what: 'datasets' | 'concurrentTrainings', present: number) =>
    database.transaction((tx) => billing.requireRoom(tx, principal, what, async () => present));
  await ask('datasets', 2);
  await assert.rejects(ask('datasets', 3), {
    kind: 'limit',
    message: 'Dataset limit reached (3/3). Upgrade your plan for more.',
  });
  await assert.rejects(ask('concurrentTrainings', 1), {
    message: 'Concurrent training limit reached (1/1). Upgrade your plan for more.',
  });
});

test('two requests at once cannot both take the last place', async () => {
  const principal = await tenant('free');
  await database.run(sql`create table places (tenant_id uuid)`);
  const take = () =>
    database.transaction(async (tx) => {
      const count = async () =>
        (await tx.query(sql`select 1 from places where tenant_id = ${principal.tenantId}`)).length;
      await billing.requireRoom(tx, principal, 'datasets', count);
      await tx.run(sql`insert into places values (${principal.tenantId})`);
    });
  const results = await Promise.allSettled(Array.from({ length: 8 }, take));
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 3);
});

test('a balance spent by many at once ends at zero, never below', async () => {
  const principal = await tenant('free');
  await database.run(
    sql`update subscriptions set token_balance = 5, tokens_used = 995 where tenant_id = ${principal.tenantId}`,
  );
  let works = 0;
  const spend = () => database.transaction((tx) => billing.reserve(tx, principal, `work:${works++}`, 1));
  const results = await Promise.allSettled(Array.from({ length: 12 }, spend));
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 5);
  const refused = results.find((result) => result.status === 'rejected');
  assert.equal(
    (refused as PromiseRejectedResult).reason.message,
    'Token limit exceeded. Used: 1000, Limit: 1000, Requested: 1. Upgrade your plan for more.',
  );
  const { tokenBalance, tokensUsed } = await billing.subscriptionOf(principal);
  assert.deepEqual({ tokenBalance, tokensUsed }, { tokenBalance: 0, tokensUsed: 1000 });
});

test('what is spent in a transaction that fails was not spent', async () => {
  const principal = await tenant('free');
  const failing = database.transaction(async (tx) => {
    await billing.reserve(tx, principal, 'work:1', 1);
    throw new Error('the training did not start');
  });
  await assert.rejects(failing, /did not start/);
  assert.equal((await billing.subscriptionOf(principal)).tokensUsed, 0);
});

test('a new month starts with a full balance', async () => {
  const principal = await tenant('free');
  await database.run(sql`
    update subscriptions set token_balance = 0, tokens_used = 1000, period_end = now() - interval '1 day'
    where tenant_id = ${principal.tenantId}`);
  await database.transaction((tx) => billing.reserve(tx, principal, 'work:1', 1));
  const { tokenBalance, tokensUsed, periodEnd } = await billing.subscriptionOf(principal);
  assert.deepEqual({ tokenBalance, tokensUsed }, { tokenBalance: 999, tokensUsed: 1 });
  assert.ok(periodEnd > new Date());
});

test('the unlimited tenant spends without end, and it is counted', async () => {
  const principal = await tenant('free', { unlimited: true });
  await database.transaction((tx) => billing.reserve(tx, principal, 'work:1', 5000));
  assert.equal((await billing.subscriptionOf(principal)).tokensUsed, 5000);
});

const balanceOf = async (principal: Principal) => (await billing.subscriptionOf(principal)).tokenBalance;
const sumOf = async (principal: Principal) => {
  const row = await database.one<{ sum: number }>(
    sql`select sum(change)::int as sum from token_entries where tenant_id = ${principal.tenantId}`,
  );
  return row?.sum;
};
const inTransaction = (work: (tx: Transaction) => Promise<void>) => database.transaction(work);

test('hazard: two hundred spend at once; the balance ends at zero and the ledger adds up', async () => {
  const principal = await tenant('free');
  await inTransaction((tx) => billing.reserve(tx, principal, 'before', 850));
  const results = await Promise.allSettled(
    Array.from({ length: 200 }, (_, i) => inTransaction((tx) => billing.reserve(tx, principal, `work:${i}`, 1))),
  );
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 150);
  assert.deepEqual([await balanceOf(principal), await sumOf(principal)], [0, 0]);
  const ends = Array.from({ length: 200 }, (_, i) =>
    inTransaction((tx) => (i % 2 ? billing.settle : billing.release)(tx, principal, `work:${i}`)),
  );
  await Promise.all(ends);
  const balance = await balanceOf(principal);
  assert.equal(balance, await sumOf(principal));
  assert.ok(balance > 0 && balance <= 100);
});

test('a reservation is made once a purpose, and ends once', async () => {
  const principal = await tenant('free');
  for (let i = 0; i < 3; i++) await inTransaction((tx) => billing.reserve(tx, principal, 'training:tr_1', 10));
  assert.equal(await balanceOf(principal), 990);
  for (let i = 0; i < 3; i++) await inTransaction((tx) => billing.release(tx, principal, 'training:tr_1'));
  assert.equal(await balanceOf(principal), 1000);
  await inTransaction((tx) => billing.settle(tx, principal, 'training:tr_1'));
  await inTransaction((tx) => billing.release(tx, principal, 'training:unknown'));
  const kinds = (await billing.ledger(principal, { limit: 10, offset: 0 })).map(({ kind, change }) => [kind, change]);
  assert.deepEqual(kinds, [
    ['release', 10],
    ['reserve', -10],
    ['grant', 1000],
  ]);
});

test('what was reserved last month does not come back into this one', async () => {
  const principal = await tenant('free');
  await inTransaction((tx) => billing.reserve(tx, principal, 'training:tr_1', 10));
  await database.run(sql`
    update subscriptions set period_end = now() - interval '1 day' where tenant_id = ${principal.tenantId}`);
  await inTransaction((tx) => billing.release(tx, principal, 'training:tr_1'));
  assert.deepEqual([await balanceOf(principal), await sumOf(principal)], [1000, 1000]);
});
