/* Paying for a plan in the sandbox, seeing what changes, and ending it again. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from '../../src/platform/database/index.ts';
import type { Person } from '../support/app.ts';
import { type Login, launchChromium, openWindow } from './chromium.ts';
import { startHouse } from './house.ts';

const loginOf = ({ token, username, email }: Person, role: string): Login => ({
  token,
  user: { id: 'usr_me', username, email, role },
});

test('upgrade to Pro in the sandbox, see the limits change, and end the subscription', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const { app } = await startHouse(t);
  const owner = await app.person('owner');
  const { page, complaints } = await openWindow(browser, app.main, { login: loginOf(owner, 'admin') });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const datasets = page.getByRole('meter', { name: 'Datasets' });
  const plan = (title: string) => page.getByRole('region', { name: title, exact: true }).getByText('Your plan');
  const ledger = page.getByRole('table', { name: 'Token ledger' });

  await page.goto('/');
  await heading('Dashboard');
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await heading('Billing');
  await plan('Free').waitFor();
  assert.equal(await datasets.getAttribute('aria-valuetext'), '0 of 3, room left');
  await ledger.getByRole('row', { name: /Tokens of the plan.* \+1,000 1,000$/ }).waitFor();

  await page.getByRole('button', { name: 'Upgrade to Pro' }).click();
  await heading('Sandbox checkout');
  await page.getByText('This is a sandbox: no money moves.').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('The checkout was cancelled. Nothing was charged').waitFor();
  await plan('Free').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  assert.equal(new URL(page.url()).search, '');

  await page.getByRole('button', { name: 'Upgrade to Pro' }).click();
  await page.getByRole('button', { name: 'Pay $49 of play money' }).click();
  await page.getByText('Thank you. You are on Pro now.').waitFor();
  await plan('Pro').waitFor();
  assert.equal(await datasets.getAttribute('aria-valuetext'), '0 of 50, room left');
  await ledger.getByRole('row', { name: / 50,000$/ }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'This page was used before' }).waitFor();
  await page.getByRole('link', { name: 'To the plans' }).click();

  await page.getByRole('button', { name: 'Manage the subscription' }).click();
  await heading('Sandbox portal');
  await page.getByRole('button', { name: 'Change to Enterprise, $199 a month' }).click();
  await plan('Enterprise').waitFor();
  await page.getByRole('button', { name: 'Change to Free' }).click();
  await page.getByRole('button', { name: 'End the subscription' }).click();
  await plan('Free').waitFor();
  assert.equal(await datasets.getAttribute('aria-valuetext'), '0 of 3, room left');
  await page.getByRole('button', { name: 'Manage the subscription' }).waitFor({ state: 'detached' });
  assert.deepEqual(complaints, []);
});

test('who does not administer sees the plan and what is used, and no way to change it', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const { app } = await startHouse(t);
  const { tenantId } = await app.person('owner');
  const viewer = await app.person('viewer', tenantId);
  const { page, complaints } = await openWindow(browser, app.main, { login: loginOf(viewer, 'viewer') });
  await page.goto('/billing');
  await page.getByText('Only an administrator changes the plan.').waitFor();
  await page.getByRole('meter', { name: 'Tokens this month' }).waitFor();
  assert.equal(await page.getByRole('button', { name: /Upgrade|Change to|Manage/ }).count(), 0);
  await page.goto('/billing/sandbox/checkout?session=cs_none');
  await page.getByRole('heading', { name: 'Sandbox checkout not found' }).waitFor();
  assert.deepEqual(
    complaints.filter((text) => !text.includes('404')),
    [],
  );
});

test('a payment provider that is not reached, a payment that did not come, tokens at their end: each is said', async (t) => {
  const browser = await launchChromium(t);
  if (!browser) return;
  const nobody = {
    STRIPE_SECRET_KEY: 'sk_test_none',
    STRIPE_PRICE_PRO: 'price_1',
    STRIPE_API_URL: 'http://127.0.0.1:1',
  };
  const { app } = await startHouse(t, nobody);
  const owner = await app.person('owner');
  await app.database.run(sql`
    update subscriptions set token_balance = 50, tokens_used = 950, payment_status = 'past_due'
    where tenant_id = ${owner.tenantId}`);
  const { page } = await openWindow(browser, app.main, { login: loginOf(owner, 'admin') });
  await page.goto('/billing?success=true&tier=pro');
  await page.getByText('The payment provider has yet to report the payment').waitFor();
  await page.getByText('The last payment did not come through').waitFor();
  const tokens = page.getByRole('meter', { name: 'Tokens this month' });
  assert.equal(await tokens.getAttribute('aria-valuetext'), '950 of 1,000, almost full');
  await page.getByRole('button', { name: 'Upgrade to Pro' }).click();
  await page.getByText('Stripe could not be reached. Nothing was charged').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Upgrade to Pro' }).isEnabled());
});
