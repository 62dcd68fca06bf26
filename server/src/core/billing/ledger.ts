import type { Transaction } from '../../platform/database/index.ts';
import { limitReached } from '../../platform/errors.ts';
import { ledgerStore } from './ledger-store.ts';
import { plans, SANDBOX_SUBSCRIPTION } from './plans.ts';
import { type Subscription, subscriptionStore } from './store.ts';

/*
 * Tokens are reserved before the work they pay for, and settled or released when it has ended. Whoever changes a balance
 * locks the tenant's subscription first and writes the change to the ledger in the same transaction:
 * INVARIANT: balance >= 0, and the changes of a tenant add up to its balance.
 */

/** The tenant's subscription, locked, in a period that is not over. */
export async function lockSubscription(tx: Transaction, tenantId: string): Promise<Subscription> {
  const subscription = await subscriptionStore.lock(tx, tenantId);
  if (!subscription) throw new Error(`The tenant ${tenantId} has no subscription`);
  // Months that somebody pays for begin when the payment is reported; the sandbox reports none.
  const { providerSubscriptionId: id } = subscription;
  const isPaidFor = id !== null && !id.startsWith(SANDBOX_SUBSCRIPTION);
  if (isPaidFor || subscription.periodEnd > new Date()) return subscription;
  return startPeriod(tx, subscription);
}

/** Begins a period with the plan's full balance. */
export async function startPeriod(
  tx: Transaction,
  subscription: Subscription,
  period?: { start: Date; end: Date },
): Promise<Subscription> {
  const { tenantId, tokenBalance, plan } = subscription;
  const balance = plans[plan].tokensPerMonth;
  await subscriptionStore.startPeriod(tx, tenantId, balance, period);
  const change = balance - tokenBalance;
  await ledgerStore.append(tx, tenantId, { kind: 'renew', tokens: balance, change, balance, purpose: null });
  return (await subscriptionStore.lock(tx, tenantId)) as Subscription;
}

/**
 * Fits the balance to a plan that was changed in the middle of a period: what was spent in it stays spent. A full balance
 * at every change would make tokens out of changing to and fro.
 */
export async function changeInPeriod(tx: Transaction, subscription: Subscription): Promise<void> {
  const { tenantId, tokenBalance, tokensUsed, plan } = subscription;
  const balance = Math.max(0, plans[plan].tokensPerMonth - tokensUsed);
  await subscriptionStore.setBalance(tx, tenantId, balance);
  const change = balance - tokenBalance;
  await ledgerStore.append(tx, tenantId, { kind: 'renew', tokens: balance, change, balance, purpose: null });
}

/**
 * Takes tokens for a purpose, such as `training:tr_1a2b3c4d`. Once a purpose: asking again changes nothing.
 *
 * @throws limit with code TOKEN_LIMIT_EXCEEDED
 */
export async function reserve(tx: Transaction, tenantId: string, purpose: string, tokens: number): Promise<void> {
  const before = await lockSubscription(tx, tenantId);
  if (!(await ledgerStore.reserve(tx, tenantId, purpose, tokens, before.periodStart))) return;
  const after = await subscriptionStore.spend(tx, tenantId, tokens);
  if (!after) {
    const { tokensUsed, tokenBalance } = before;
    throw limitReached(
      `Token limit exceeded. Used: ${tokensUsed}, Limit: ${tokensUsed + tokenBalance}, Requested: ${tokens}. Upgrade your plan for more.`,
      { code: 'TOKEN_LIMIT_EXCEEDED' },
    );
  }
  const change = after.tokenBalance - before.tokenBalance;
  await ledgerStore.append(tx, tenantId, { kind: 'reserve', tokens, change, balance: after.tokenBalance, purpose });
}

/** The work was done: what was reserved for it is spent. Does nothing when it has ended before. */
export async function settle(tx: Transaction, tenantId: string, purpose: string): Promise<void> {
  const { tokenBalance: balance } = await lockSubscription(tx, tenantId);
  const ended = await ledgerStore.end(tx, tenantId, purpose, 'settled');
  if (ended)
    await ledgerStore.append(tx, tenantId, { kind: 'settle', tokens: ended.tokens, change: 0, balance, purpose });
}

/** The work came to nothing: what was reserved goes back, unless a new period has begun with a full balance. */
export async function release(tx: Transaction, tenantId: string, purpose: string): Promise<void> {
  const before = await lockSubscription(tx, tenantId);
  const ended = await ledgerStore.end(tx, tenantId, purpose, 'released');
  if (!ended) return;
  const { tokens, periodStart } = ended;
  const goesBack = periodStart.getTime() === before.periodStart.getTime();
  const after = goesBack ? ((await subscriptionStore.spend(tx, tenantId, -tokens)) as Subscription) : before;
  const change = after.tokenBalance - before.tokenBalance;
  await ledgerStore.append(tx, tenantId, { kind: 'release', tokens, change, balance: after.tokenBalance, purpose });
}
