import type { Database } from '../../../platform/database/index.ts';
import type { Events } from '../../../platform/events/types.ts';
import { startPeriod } from '../ledger.ts';
import { SANDBOX_CUSTOMER, SANDBOX_SUBSCRIPTION } from '../plans.ts';
import { type Subscription, subscriptionStore } from '../store.ts';

const AT_ONCE = 500;

/**
 * Ends what was paid for in the sandbox, and forgets its customers: where payments are real, nobody keeps a plan that cost
 * nothing, and Stripe knows none of those ids. Returns how many tenants were concerned.
 */
export async function endSandbox(parts: { database: Database; events: Pick<Events, 'append'> }): Promise<number> {
  let ended = 0;
  for (;;) {
    const tenants = await subscriptionStore.inSandbox(parts.database, AT_ONCE);
    for (const tenantId of tenants) await endOf(parts, tenantId);
    ended += tenants.length;
    if (tenants.length < AT_ONCE) return ended;
  }
}

async function endOf({ database, events }: Parameters<typeof endSandbox>[0], tenantId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const before = await subscriptionStore.lock(tx, tenantId);
    const isOfSandbox =
      before?.providerSubscriptionId?.startsWith(SANDBOX_SUBSCRIPTION) ||
      before?.customerId?.startsWith(SANDBOX_CUSTOMER);
    // Another process was here first.
    if (!before || !isOfSandbox) return;
    await subscriptionStore.forgetProvider(tx, tenantId);
    const after = (await subscriptionStore.lock(tx, tenantId)) as Subscription;
    if (after.plan === before.plan) return;
    await startPeriod(tx, after);
    await events.append(tx, {
      tenantId,
      type: 'subscription.changed',
      subject: `subscription:${before.id}`,
      actor: 'system',
      data: { plan: after.plan, previousPlan: before.plan, paymentStatus: after.paymentStatus },
    });
  });
}
