import type { Database, Transaction } from '../../platform/database/index.ts';
import { limitReached } from '../../platform/errors.ts';
import type { Principal } from '../principal.ts';
import { lockSubscription, release, reserve, settle } from './ledger.ts';
import { type LedgerEntry, ledgerStore } from './ledger-store.ts';
import { noLimits, type PlanLimits, type PlanName, plans } from './plans.ts';
import { type Subscription, subscriptionStore } from './store.ts';

export { followWork } from './follow-work.ts';
export { createPayments, type Payments, type PaymentsOptions } from './payments/index.ts';
export { createSandbox, type Sandbox, type SandboxSession } from './payments/sandbox.ts';
export { createStripe } from './payments/stripe.ts';
export type { LedgerEntry, PlanLimits, PlanName, Subscription };
export { plans };

/** Things a plan limits by number. */
export type Limited = 'datasets' | 'models' | 'deployments' | 'concurrentTrainings';

type Tenant = Pick<Principal, 'tenantId'>;

export type Billing = {
  /** Gives a new tenant its subscription. `unlimited` is for the first tenant. */
  open(tx: Transaction, tenantId: string, plan: PlanName, options?: { unlimited?: boolean }): Promise<void>;
  /** What the principal's tenant may have. Inside a transaction the answer holds until it ends. */
  limitsFor(principal: Principal, tx?: Transaction): Promise<PlanLimits>;
  /**
   * Makes sure one more fits. `count` is called while the tenant's limits are locked, so that two requests at once
   * cannot both take the last place.
   *
   * @throws limit, with the text `Dataset limit reached (3/3). Upgrade your plan for more.`
   */
  requireRoom(tx: Transaction, principal: Principal, what: Limited, count: () => Promise<number>): Promise<void>;
  /** @see reserve in ledger.ts */
  reserve(tx: Transaction, tenant: Tenant, purpose: string, tokens: number): Promise<void>;
  settle(tx: Transaction, tenant: Tenant, purpose: string): Promise<void>;
  release(tx: Transaction, tenant: Tenant, purpose: string): Promise<void>;
  subscriptionOf(tenant: Tenant): Promise<Subscription>;
  /** Changes of the balance, newest first. */
  ledger(tenant: Tenant, page: { limit: number; offset: number }): Promise<LedgerEntry[]>;
};

const titles: Record<Limited, string> = {
  datasets: 'Dataset',
  models: 'Model',
  deployments: 'Deployment',
  concurrentTrainings: 'Concurrent training',
};

/** Plans, limits and tokens. What somebody pays for is in `createPayments`. */
export function createBilling({ database }: { database: Database }): Billing {
  async function subscriptionOf({ tenantId }: Tenant): Promise<Subscription> {
    const subscription = await subscriptionStore.find(database, tenantId);
    // Every tenant is born with a subscription, so this is a bug and no answer to anybody.
    if (!subscription) throw new Error(`The tenant ${tenantId} has no subscription`);
    return subscription;
  }

  return {
    async open(tx, tenantId, plan, { unlimited = false } = {}) {
      const tokens = plans[plan].tokensPerMonth;
      await subscriptionStore.insert(tx, tenantId, plan, unlimited, tokens);
      await ledgerStore.append(tx, tenantId, { kind: 'grant', tokens, change: tokens, balance: tokens, purpose: null });
    },
    async limitsFor(principal, tx) {
      return limitsOf(tx ? await lockSubscription(tx, principal.tenantId) : await subscriptionOf(principal));
    },
    async requireRoom(tx, principal, what, count) {
      const limit = limitsOf(await lockSubscription(tx, principal.tenantId))[what];
      const present = await count();
      if (present < limit) return;
      throw limitReached(`${titles[what]} limit reached (${present}/${limit}). Upgrade your plan for more.`, {
        code: 'LIMIT_EXCEEDED',
      });
    },
    reserve: (tx, { tenantId }, purpose, tokens) => reserve(tx, tenantId, purpose, tokens),
    settle: (tx, { tenantId }, purpose) => settle(tx, tenantId, purpose),
    release: (tx, { tenantId }, purpose) => release(tx, tenantId, purpose),
    subscriptionOf,
    ledger: ({ tenantId }, page) => ledgerStore.list(database, tenantId, page),
  };
}

function limitsOf(subscription: Subscription): PlanLimits {
  return subscription.unlimited ? noLimits : plans[subscription.plan];
}
