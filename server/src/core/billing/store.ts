import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import { type PlanName, SANDBOX_CUSTOMER, SANDBOX_SUBSCRIPTION } from './plans.ts';

export type Subscription = {
  id: string;
  tenantId: string;
  plan: PlanName;
  unlimited: boolean;
  tokenBalance: number;
  tokensUsed: number;
  /** The payment provider's ids; null while nobody has paid. */
  customerId: string | null;
  providerSubscriptionId: string | null;
  paymentStatus: 'active' | 'past_due';
  lastPaymentEventAt: Date | null;
  periodStart: Date;
  periodEnd: Date;
  createdAt: Date;
  updatedAt: Date;
};

/** What an event of the payment provider changes; what is left out stays. */
export type SubscriptionChange = {
  plan?: PlanName;
  customerId?: string;
  providerSubscriptionId?: string | null;
  paymentStatus?: Subscription['paymentStatus'];
  period?: { start: Date; end: Date };
  eventAt: Date;
};

const columns = sql`
  id, tenant_id as "tenantId", plan, unlimited, token_balance as "tokenBalance", tokens_used as "tokensUsed",
  customer_id as "customerId", provider_subscription_id as "providerSubscriptionId", payment_status as "paymentStatus",
  last_payment_event_at as "lastPaymentEventAt",
  period_start as "periodStart", period_end as "periodEnd", created_at as "createdAt", updated_at as "updatedAt"`;

/** SQL of subscriptions. */
export const subscriptionStore = {
  async insert(tx: Transaction, tenantId: string, plan: PlanName, unlimited: boolean, tokens: number): Promise<void> {
    await tx.run(sql`
      insert into subscriptions (tenant_id, plan, unlimited, token_balance, period_end)
      values (${tenantId}, ${plan}, ${unlimited}, ${tokens}, now() + interval '1 month')`);
  },
  find(on: Queryable, tenantId: string): Promise<Subscription | undefined> {
    return on.one<Subscription>(sql`select ${columns} from subscriptions where tenant_id = ${tenantId}`);
  },
  findByCustomer(on: Queryable, customerId: string): Promise<Subscription | undefined> {
    return on.one<Subscription>(sql`select ${columns} from subscriptions where customer_id = ${customerId}`);
  },
  /** Holds the row until the transaction ends: whoever counts against a limit after this counts alone. */
  lock(tx: Transaction, tenantId: string): Promise<Subscription | undefined> {
    return tx.one<Subscription>(sql`select ${columns} from subscriptions where tenant_id = ${tenantId} for update`);
  },
  /** Takes tokens off the balance (a negative number puts them back), or nothing at all when it does not hold that many. */
  async spend(tx: Transaction, tenantId: string, tokens: number): Promise<Subscription | undefined> {
    return tx.one<Subscription>(sql`
      update subscriptions
      set token_balance = case when unlimited then token_balance else token_balance - ${tokens} end,
          tokens_used = greatest(0, tokens_used + ${tokens}), updated_at = now()
      where tenant_id = ${tenantId} and (unlimited or token_balance >= ${tokens})
      returning ${columns}`);
  },
  /** Starts a period with a balance of `tokens` and nothing used. */
  async startPeriod(tx: Transaction, tenantId: string, tokens: number, period?: { start: Date; end: Date }) {
    await tx.run(sql`
      update subscriptions
      set token_balance = ${tokens}, tokens_used = 0, period_start = ${period?.start ?? sql`now()`},
          period_end = ${period?.end ?? sql`now() + interval '1 month'`}, updated_at = now()
      where tenant_id = ${tenantId}`);
  },
  async setBalance(tx: Transaction, tenantId: string, tokens: number): Promise<void> {
    await tx.run(
      sql`update subscriptions set token_balance = ${tokens}, updated_at = now() where tenant_id = ${tenantId}`,
    );
  },
  /** Tenants whose customer or subscription is the sandbox's. */
  async inSandbox(on: Queryable, limit: number): Promise<string[]> {
    const rows = await on.query<{ tenantId: string }>(sql`
      select tenant_id as "tenantId" from subscriptions
      where starts_with(provider_subscription_id, ${SANDBOX_SUBSCRIPTION}) or starts_with(customer_id, ${SANDBOX_CUSTOMER})
      limit ${limit}`);
    return rows.map(({ tenantId }) => tenantId);
  },
  /** Forgets what the provider calls the tenant, when its events were, and takes the plan away if it was paid for. */
  async forgetProvider(tx: Transaction, tenantId: string): Promise<void> {
    await tx.run(sql`
      update subscriptions set
        plan = case when provider_subscription_id is null then plan else 'free' end,
        customer_id = null, provider_subscription_id = null, payment_status = 'active', last_payment_event_at = null,
        updated_at = now()
      where tenant_id = ${tenantId}`);
  },
  async setCustomer(tx: Transaction, tenantId: string, customerId: string): Promise<void> {
    await tx.run(sql`update subscriptions set customer_id = ${customerId} where tenant_id = ${tenantId}`);
  },
  async change(tx: Transaction, tenantId: string, change: SubscriptionChange): Promise<void> {
    const { plan, customerId, providerSubscriptionId, paymentStatus, period, eventAt } = change;
    await tx.run(sql`
      update subscriptions set
        plan = coalesce(${plan ?? null}, plan),
        customer_id = coalesce(${customerId ?? null}, customer_id),
        provider_subscription_id = ${providerSubscriptionId === undefined ? sql`provider_subscription_id` : providerSubscriptionId},
        payment_status = coalesce(${paymentStatus ?? null}, payment_status),
        period_start = coalesce(${period?.start ?? null}, period_start),
        period_end = coalesce(${period?.end ?? null}, period_end),
        last_payment_event_at = greatest(last_payment_event_at, ${eventAt}), updated_at = now()
      where tenant_id = ${tenantId}`);
  },
};
