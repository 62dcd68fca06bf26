import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import Stripe from 'stripe';
import { fakeStripeKey, startFakeStripe } from '../../../../test/support/fake-stripe.ts';
import { type Somebody, startMlHouse } from '../../../../test/support/ml-house.ts';
import { createStripe } from '../../../core/billing/index.ts';
import { sql } from '../../../platform/database/index.ts';

const webhookSecret = 'whsec_test';
const stripe = await startFakeStripe({ after });
const paying = await startMlHouse(
  { after },
  {
    paymentProvider: createStripe({
      secretKey: fakeStripeKey,
      webhookSecret,
      prices: { pro: 'price_pro', enterprise: 'price_enterprise' },
      apiUrl: stripe.url,
    }),
  },
);
const sandbox = await startMlHouse({ after });
const { webhooks } = new Stripe('sk_unused');

type House = typeof paying;
const call = async (house: House, who: Somebody, method: 'GET' | 'POST', path: string, body?: object) => {
  const answer = await house.request(method, `/api/v1/billing/${path}`, { token: who.token, ...(body && { body }) });
  return { status: answer.statusCode, json: answer.json(), text: answer.body };
};
const deliver = (payload: string, signature?: string) =>
  paying.app.inject({
    method: 'POST',
    url: '/api/v1/billing/webhook',
    headers: { 'content-type': 'application/json', ...(signature !== undefined && { 'stripe-signature': signature }) },
    payload,
  });
const signed = (payload: string, timestamp = Math.floor(Date.now() / 1000)) =>
  webhooks.generateTestHeaderString({ payload, secret: webhookSecret, timestamp });
let events = 0;
/** Delivers an event of Stripe, signed. `created` in seconds from now. */
async function report(type: string, object: object, { id = `evt_${++events}`, created = 0 } = {}) {
  const payload = JSON.stringify({ id, type, created: Math.floor(Date.now() / 1000) + created, data: { object } });
  const answer = await deliver(payload, signed(payload));
  assert.equal(answer.statusCode, 200, answer.body);
}
const planOf = async (who: Somebody) => (await call(paying, who, 'GET', 'subscription')).json.tier;

/** Somebody who has paid for pro. */
async function subscriber() {
  const who = await paying.somebody('owner');
  await call(paying, who, 'POST', 'checkout', { tier: 'pro' });
  const { stripe_customer_id: customer } = (await call(paying, who, 'GET', 'subscription')).json;
  const subscription = `sub_${who.username}`;
  const metadata = { tenant_id: who.principal.tenantId, tier: 'pro' };
  await report('checkout.session.completed', { customer, subscription, metadata });
  return { ...who, customer, subscription };
}

test('a new tenant is on the free plan, with its documented numbers', async () => {
  const who = await sandbox.somebody('owner');
  const { json: usage } = await call(sandbox, who, 'GET', 'usage');
  assert.deepEqual(usage, {
    tier: 'free',
    token_balance: 1000,
    tokens_used: 0,
    tokens_limit: 1000,
    percentage_used: 0,
    max_concurrent_trainings: 1,
    max_datasets: 3,
    max_models: 2,
    max_deployments: 1,
    max_dataset_size_bytes: 52_428_800,
    unlimited: false,
  });
  const admin = await sandbox.administrator();
  const { json: house } = await call(sandbox, admin, 'GET', 'usage');
  assert.deepEqual([house.unlimited, house.tokens_limit], [true, Number.MAX_SAFE_INTEGER]);
});

test('in the sandbox a plan is paid, changed and ended without money, once each', async () => {
  const who = await sandbox.somebody('owner');
  const { json } = await call(sandbox, who, 'POST', 'checkout', {
    tier: 'pro',
    success_url: 'https://app.example.com/done',
  });
  const page = new URL(json.checkout_url);
  assert.equal(page.pathname, '/billing/sandbox/checkout');
  const id = page.searchParams.get('session');
  const shown = (await call(sandbox, who, 'GET', `sandbox/${id}`)).json;
  assert.deepEqual([shown.tier, shown.status], ['pro', 'open']);
  const paid = await Promise.all(
    Array.from({ length: 5 }, () => call(sandbox, who, 'POST', `sandbox/${id}/complete`, {})),
  );
  assert.ok(
    paid.some(({ status, json: done }) => status === 200 && done.redirect_url === 'https://app.example.com/done'),
  );
  const usage = (await call(sandbox, who, 'GET', 'usage')).json;
  assert.deepEqual([usage.tier, usage.token_balance, usage.max_datasets], ['pro', 50_000, 50]);
  const ledger = (await call(sandbox, who, 'GET', 'ledger')).json as { kind: string; change: number }[];
  assert.deepEqual(
    ledger.map(({ kind, change }) => [kind, change]),
    [
      ['renew', 49_000],
      ['grant', 1000],
    ],
  );
  assert.equal((await call(sandbox, who, 'POST', 'checkout', { tier: 'enterprise' })).status, 409);

  const portal = async (tier: string) => {
    const { portal_url } = (await call(sandbox, who, 'POST', 'portal')).json;
    const session = new URL(portal_url).searchParams.get('session');
    assert.equal((await call(sandbox, who, 'POST', `sandbox/${session}/complete`, { tier })).status, 200);
    return (await call(sandbox, who, 'GET', 'subscription')).json;
  };
  assert.equal((await portal('enterprise')).tier, 'enterprise');
  const ended = await portal('free');
  assert.deepEqual([ended.tier, ended.stripe_subscription_id], ['free', null]);
});

test('leaving a page of the sandbox changes nothing', async () => {
  const who = await sandbox.somebody('owner');
  const { json } = await call(sandbox, who, 'POST', 'checkout', { tier: 'pro' });
  const id = new URL(json.checkout_url).searchParams.get('session');
  assert.match((await call(sandbox, who, 'POST', `sandbox/${id}/cancel`)).json.redirect_url, /canceled=true/);
  assert.equal((await call(sandbox, who, 'POST', `sandbox/${id}/complete`, {})).status, 409);
  assert.equal((await call(sandbox, who, 'GET', 'subscription')).json.tier, 'free');
  const stranger = await sandbox.somebody('owner');
  assert.equal((await call(sandbox, stranger, 'GET', `sandbox/${id}`)).status, 404);
});

test('what cannot be paid is said', async () => {
  const who = await sandbox.somebody('owner');
  const problem = async (body: object) => {
    const { status, json } = await call(sandbox, who, 'POST', 'checkout', body);
    return [status, json.error];
  };
  assert.deepEqual(await problem({ tier: 'free' }), [400, 'Cannot checkout for free tier']);
  assert.equal((await problem({ tier: 'gold' }))[0], 400);
  for (const success_url of ['javascript:alert(1)', 'not an address', '//evil.example'])
    assert.equal((await problem({ tier: 'pro', success_url }))[0], 400, success_url);
  const { status, json } = await call(sandbox, who, 'POST', 'portal');
  assert.deepEqual([status, json.error], [400, 'No Stripe customer associated']);
  const viewer = await sandbox.somebody('viewer', who.principal.tenantId);
  assert.equal((await call(sandbox, viewer, 'POST', 'checkout', { tier: 'pro' })).status, 403);
  assert.equal((await call(sandbox, viewer, 'GET', 'usage')).status, 200);
});

test('Stripe is asked for one customer, a checkout and a portal, in its own words', async () => {
  const who = await paying.somebody('owner');
  stripe.requests.length = 0;
  const answers = await Promise.all([1, 2].map(() => call(paying, who, 'POST', 'checkout', { tier: 'pro' })));
  for (const { json } of answers) assert.equal(json.checkout_url, 'https://checkout.stripe.com/c/pay/cs_fake_1');
  const customers = stripe.requests.filter(({ path }) => path === '/v1/customers');
  assert.equal(new Set(customers.map(({ idempotencyKey }) => idempotencyKey)).size, 1);
  const { form } = stripe.requests.find(
    ({ path }) => path === '/v1/checkout/sessions',
  ) as (typeof stripe.requests)[number];
  assert.deepEqual(
    ['mode', 'line_items[0][price]', 'line_items[0][quantity]', 'metadata[tier]', 'metadata[tenant_id]'].map((name) =>
      form.get(name),
    ),
    ['subscription', 'price_pro', '1', 'pro', who.principal.tenantId],
  );
  assert.equal(
    (await call(paying, who, 'POST', 'portal')).json.portal_url,
    'https://billing.stripe.com/p/session/bps_1',
  );
});

test('trouble with Stripe is a 502 with a sentence, and never tells the key', async (t) => {
  const who = await paying.somebody('owner');
  t.after(() => {
    stripe.trouble = undefined;
  });
  for (const trouble of ['refuses', 'breaks', 'hangs up'] as const) {
    stripe.trouble = trouble;
    const { status, text } = await call(paying, who, 'POST', 'checkout', { tier: 'pro' });
    assert.equal(status, 502, text);
    assert.match(text, /Nothing was charged/);
    assert.ok(!text.includes(fakeStripeKey));
  }
});

test('the signature is Stripe’s own, and anything wrong with it is 401', async () => {
  const payload = '{"type":"ping"}';
  assert.equal(
    signed(payload, 1_700_000_000),
    't=1700000000,v1=bc08c591847b765241711bcbe7067e3869a219e424d3fdd9d00b3b6f915baf97',
  );
  const problem = async (signature?: string, body = payload) => {
    const answer = await deliver(body, signature);
    return [answer.statusCode, answer.json().error];
  };
  assert.deepEqual(await problem(), [401, 'Missing Stripe signature']);
  for (const odd of ['', 'nonsense', 't=,v1=', 'v1=abc', 't=1700000000'])
    assert.deepEqual(await problem(odd), [401, 'Invalid Stripe signature format'], odd);
  assert.deepEqual(await problem(signed(payload, 1_700_000_000)), [401, 'Invalid Stripe webhook signature'], 'too old');
  assert.deepEqual(await problem(signed(payload), '{"type":"pong"}'), [401, 'Invalid Stripe webhook signature']);
  assert.equal((await problem(signed('{nonsense'), '{nonsense'))[0], 400);
  const both = `${signed(payload).replace(/v1=.*/, `v1=${'0'.repeat(64)}`)},${/v1=.*/.exec(signed(payload))?.[0]}`;
  assert.deepEqual((await deliver(payload, both)).json(), { received: true }, 'any v1 may match');
  const closed = await sandbox.app.inject({ method: 'POST', url: '/api/v1/billing/webhook', payload: {} });
  assert.deepEqual([closed.statusCode, closed.json().error], [400, 'Webhook not configured']);
});

test('a paid checkout changes the plan, fills the balance and is an event', async () => {
  const after = await paying.events.head();
  const who = await subscriber();
  const { json } = await call(paying, who, 'GET', 'subscription');
  assert.deepEqual([json.tier, json.token_balance, json.stripe_customer_id], ['pro', 50_000, who.customer]);
  const changed = await paying.events.read({ after, types: ['subscription.changed'] });
  assert.deepEqual(changed[0]?.data, { plan: 'pro', previousPlan: 'free', paymentStatus: 'active' });
});

test('as the contract has it, a checkout may name a user', async () => {
  const who = await paying.somebody('owner');
  const { id } = (await paying.request('GET', '/api/v1/auth/me', { token: who.token })).json();
  await report('checkout.session.completed', {
    customer: `cus_${who.username}`,
    metadata: { user_id: id, tier: 'enterprise' },
  });
  assert.equal(await planOf(who), 'enterprise');
});

test('hazard: one webhook delivered fifty times at once counts once', async () => {
  const who = await subscriber();
  await paying.database.run(sql`
    update subscriptions set token_balance = 1, tokens_used = 49999 where tenant_id = ${who.principal.tenantId}`);
  const before = (await call(paying, who, 'GET', 'ledger')).json.length;
  await Promise.all(
    Array.from({ length: 50 }, () =>
      report('invoice.payment_succeeded', { customer: who.customer }, { id: 'evt_fifty' }),
    ),
  );
  const ledger = (await call(paying, who, 'GET', 'ledger')).json;
  assert.equal(ledger.length, before + 1);
  assert.equal((await call(paying, who, 'GET', 'usage')).json.token_balance, 50_000);
});

test('a subscription that is updated gets its plan and month, and one that ends goes back to free', async () => {
  const who = await subscriber();
  const [start, end] = [1_800_000_000, 1_802_592_000];
  const items = { data: [{ price: { id: 'price_enterprise' }, current_period_start: start, current_period_end: end }] };
  await report('customer.subscription.updated', {
    id: who.subscription,
    customer: who.customer,
    status: 'active',
    items,
  });
  const { json } = await call(paying, who, 'GET', 'subscription');
  assert.deepEqual([json.tier, json.current_period_end], ['enterprise', new Date(end * 1000).toISOString()]);
  await report('invoice.payment_failed', { customer: who.customer });
  assert.equal((await call(paying, who, 'GET', 'subscription')).json.status, 'past_due');
  await report('customer.subscription.deleted', { id: who.subscription, customer: who.customer });
  assert.equal(await planOf(who), 'free');
});

test('hazard: changing plans to and fro makes no tokens', async () => {
  const who = await subscriber();
  const spend = (tokens: number, purpose: string) =>
    paying.database.transaction((tx) => paying.billing.reserve(tx, who.principal, purpose, tokens));
  const change = async (price: string) => {
    const items = { data: [{ price: { id: price } }] };
    await report('customer.subscription.updated', {
      id: who.subscription,
      customer: who.customer,
      status: 'active',
      items,
    });
    const { tier, token_balance, tokens_used } = (await call(paying, who, 'GET', 'usage')).json;
    return [tier, token_balance, tokens_used];
  };
  await spend(40_000, 'first');
  assert.deepEqual(await change('price_enterprise'), ['enterprise', 460_000, 40_000]);
  await spend(460_000, 'second');
  assert.deepEqual(await change('price_pro'), ['pro', 0, 500_000]);
  assert.deepEqual(await change('price_enterprise'), ['enterprise', 0, 500_000]);
  const row = await paying.database.one<{ sum: number }>(
    sql`select sum(change)::int as sum from token_entries where tenant_id = ${who.principal.tenantId}`,
  );
  assert.equal(row?.sum, 0, 'the ledger adds up');
});

test('hazard: a larger plan whose payment fails does not begin', async () => {
  const who = await subscriber();
  const items = { data: [{ price: { id: 'price_enterprise' } }] };
  const update = (status: string) =>
    report('customer.subscription.updated', { id: who.subscription, customer: who.customer, status, items });
  await update('past_due');
  const { json } = await call(paying, who, 'GET', 'subscription');
  assert.deepEqual([json.tier, json.status, json.token_balance], ['pro', 'past_due', 50_000]);
  await update('active');
  assert.equal(await planOf(who), 'enterprise');
});

test('hazard: a plan of the sandbox ends where payments become real, and can be paid then', async () => {
  const who = await paying.somebody('owner');
  const untouched = await subscriber();
  const { tenantId } = who.principal;
  await paying.database.run(sql`
    update subscriptions set plan = 'enterprise', token_balance = 500000, customer_id = 'cus_sandbox_1', provider_subscription_id = 'sub_sandbox_1'
    where tenant_id = ${tenantId}`);
  assert.deepEqual([await paying.payments.start(), await paying.payments.start()], [1, 0]);
  const { json } = await call(paying, who, 'GET', 'subscription');
  assert.deepEqual(
    [json.tier, json.token_balance, json.stripe_customer_id, json.stripe_subscription_id],
    ['free', 1000, null, null],
  );
  assert.equal((await call(paying, who, 'POST', 'checkout', { tier: 'pro' })).status, 200);
  assert.equal(await planOf(untouched), 'pro');
  assert.equal(await sandbox.payments.start(), 0);
});

test('hazard: events that arrive late or out of order do not bring a subscription back', async () => {
  const who = await subscriber();
  const items = { data: [{ price: { id: 'price_enterprise' } }] };
  await report('customer.subscription.deleted', { id: who.subscription, customer: who.customer }, { created: 10 });
  await report(
    'customer.subscription.updated',
    { id: who.subscription, customer: who.customer, items },
    { created: 5 },
  );
  const metadata = { tenant_id: who.principal.tenantId, tier: 'enterprise' };
  await report('checkout.session.completed', { customer: who.customer, metadata }, { created: 4 });
  await report(
    'customer.subscription.updated',
    { id: who.subscription, customer: who.customer, items },
    { created: 20 },
  );
  assert.equal(await planOf(who), 'free');
});

test('events about nobody, and odd ones, are taken and change nothing', async () => {
  for (const object of [
    {},
    { customer: 'cus_nobody' },
    { metadata: { tenant_id: 'x', tier: 'pro' } },
    { metadata: { user_id: 'usr_0', tier: '__proto__' } },
  ])
    for (const type of [
      'checkout.session.completed',
      'customer.subscription.updated',
      'invoice.payment_succeeded',
      'charge.refunded',
    ])
      await report(type, object);
});
