/*
 * A payment is reported and the server dies before it is stored. The provider reports again; it counts once.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import Stripe from 'stripe';
import { sql } from '../src/platform/database/index.ts';
import { testDatabase } from './support/database.ts';
import { fakeStripeKey } from './support/fake-stripe.ts';
import { eventually } from './support/processes.ts';
import { type SpawnedServer, spawnServer } from './support/spawn-server.ts';

const secret = 'whsec_crash';
const { webhooks } = new Stripe('sk_unused');

test('hazard: kill -9 between a webhook and its commit: reported again, it is applied, once', async (t) => {
  const { url, database } = await testDatabase(t);
  const env = {
    DATABASE_URL: url,
    SIGNALBOX_LOG_LEVEL: 'error',
    SIGNALBOX_ADMIN_PASSWORD: 'correct horse 1',
    STRIPE_SECRET_KEY: fakeStripeKey,
    STRIPE_WEBHOOK_SECRET: secret,
  };
  let server = await spawnServer(t, { env });
  const tenant = await database.one<{ id: string }>(sql`select id from tenants where is_first`);
  const created = Math.floor(Date.now() / 1000);
  const metadata = { tenant_id: tenant?.id, tier: 'pro' };
  const object = { customer: 'cus_crash', subscription: 'sub_crash', metadata };
  const payload = JSON.stringify({ id: 'evt_crash', type: 'checkout.session.completed', created, data: { object } });
  const report = ({ urls }: SpawnedServer) =>
    fetch(`${urls.main}/ml/api/v1/billing/webhook`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'stripe-signature': webhooks.generateTestHeaderString({ payload, secret }),
      },
      body: payload,
    });
  const state = () =>
    database.one(sql`
      select s.plan, (select count(*)::int from payment_events) as events,
             (select count(*)::int from token_entries where tenant_id = s.tenant_id) as entries
      from subscriptions s where s.tenant_id = ${tenant?.id}`);
  const before = await state();

  // Somebody else holds the subscription, so the report waits in the middle of its transaction.
  await database.transaction(async (tx) => {
    await tx.one(sql`select from subscriptions where tenant_id = ${tenant?.id} for update`);
    const reported = report(server).catch(() => 'cut off');
    await eventually(async () => {
      const row = await database.one<{ waiting: boolean }>(sql`
        select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waiting`);
      return row?.waiting;
    }, 'the report waits');
    await server.kill9();
    assert.equal(await reported, 'cut off', 'nobody was told that it was taken');
  });
  assert.deepEqual(await state(), before);

  server = await server.restart();
  for (let i = 0; i < 3; i++) assert.equal((await report(server)).status, 200);
  assert.deepEqual(await state(), { plan: 'pro', events: 1, entries: 2 });
});
