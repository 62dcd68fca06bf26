import type { Database, Transaction } from '../../platform/database/index.ts';
import { limitReached } from '../../platform/errors.ts';
import type { Principal } from '../principal.ts';
import { noLimits, type PlanLimits, type PlanName, plans } from './plans.ts';
import { type Subscription, subscriptionStore } from './store.ts';

export type { PlanLimits, PlanName, Subscription };
export { plans };

/** Things a plan limits by number. */
export type Limited = 'datasets' | 'models' | 'deployments' | 'concurrentTrainings';

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
  /**
   * Takes tokens off the tenant's balance in the caller's transaction; the balance never goes below zero.
   *
   * @throws limit with code TOKEN_LIMIT_EXCEEDED
   */
  spend(tx: Transaction, principal: Principal, tokens: number): Promise<void>;
  subscriptionOf(tenant: Pick<Principal, 'tenantId'>): Promise<Subscription>;
};

const titles: Record<Limited, string> = {
  datasets: 'Dataset',
  models: 'Model',
  deployments: 'Deployment',
  concurrentTrainings: 'Concurrent training',
};

export function createBilling({ database }: { database: Database }): Billing {
  async function locked(tx: Transaction, tenantId: string): Promise<Subscription> {
    const subscription = await subscriptionStore.lock(tx, tenantId);
    if (!subscription) throw missing(tenantId);
    if (subscription.periodEnd > new Date()) return subscription;
    await subscriptionStore.renew(tx, tenantId, plans[subscription.plan].tokensPerMonth);
    return (await subscriptionStore.lock(tx, tenantId)) as Subscription;
  }

  return {
    open: (tx, tenantId, plan, { unlimited = false } = {}) =>
      subscriptionStore.insert(tx, tenantId, plan, unlimited, plans[plan].tokensPerMonth),
    async limitsFor(principal, tx) {
      const { tenantId } = principal;
      const subscription = tx ? await locked(tx, tenantId) : await subscriptionStore.find(database, tenantId);
      if (!subscription) throw missing(tenantId);
      return limitsOf(subscription);
    },
    async requireRoom(tx, principal, what, count) {
      const limit = limitsOf(await locked(tx, principal.tenantId))[what];
      const present = await count();
      if (present < limit) return;
      throw limitReached(`${titles[what]} limit reached (${present}/${limit}). Upgrade your plan for more.`, {
        code: 'LIMIT_EXCEEDED',
      });
    },
    async spend(tx, principal, tokens) {
      const subscription = await locked(tx, principal.tenantId);
      if (await subscriptionStore.spend(tx, principal.tenantId, tokens)) return;
      const { tokensUsed, tokenBalance } = subscription;
      const limit = tokensUsed + tokenBalance;
      throw limitReached(
        `Token limit exceeded. Used: ${tokensUsed}, Limit: ${limit}, Requested: ${tokens}. Upgrade your plan for more.`,
        { code: 'TOKEN_LIMIT_EXCEEDED' },
      );
    },
    async subscriptionOf({ tenantId }) {
      const subscription = await subscriptionStore.find(database, tenantId);
      if (!subscription) throw missing(tenantId);
      return subscription;
    },
  };
}

function limitsOf(subscription: Subscription): PlanLimits {
  return subscription.unlimited ? noLimits : plans[subscription.plan];
}

/** Every tenant is born with a subscription, so this is a bug and no answer to anybody. */
function missing(tenantId: string): Error {
  return new Error(`The tenant ${tenantId} has no subscription`);
}
