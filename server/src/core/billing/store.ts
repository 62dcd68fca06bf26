import { type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { PlanName } from './plans.ts';

export type Subscription = {
  id: string;
  tenantId: string;
  plan: PlanName;
  unlimited: boolean;
  tokenBalance: number;
  tokensUsed: number;
  periodStart: Date;
  periodEnd: Date;
  createdAt: Date;
  updatedAt: Date;
};

const columns = sql`
  id, tenant_id as "tenantId", plan, unlimited, token_balance as "tokenBalance", tokens_used as "tokensUsed",
  period_start as "periodStart", period_end as "periodEnd", created_at as "createdAt", updated_at as "updatedAt"`;

export const subscriptionStore = {
  async insert(tx: Transaction, tenantId: string, plan: PlanName, unlimited: boolean, tokens: number): Promise<void> {
    await tx.run(sql`
      insert into subscriptions (tenant_id, plan, unlimited, token_balance, period_end)
      values (${tenantId}, ${plan}, ${unlimited}, ${tokens}, now() + interval '1 month')`);
  },
  find(on: Queryable, tenantId: string): Promise<Subscription | undefined> {
    return on.one<Subscription>(sql`select ${columns} from subscriptions where tenant_id = ${tenantId}`);
  },
  /** Holds the row until the transaction ends: whoever counts against a limit after this counts alone. */
  lock(tx: Transaction, tenantId: string): Promise<Subscription | undefined> {
    return tx.one<Subscription>(sql`select ${columns} from subscriptions where tenant_id = ${tenantId} for update`);
  },
  /** Takes tokens off the balance, or nothing at all when it does not hold that many. */
  async spend(tx: Transaction, tenantId: string, tokens: number): Promise<boolean> {
    const rows = await tx.run(sql`
      update subscriptions
      set token_balance = case when unlimited then token_balance else token_balance - ${tokens} end,
          tokens_used = tokens_used + ${tokens}, updated_at = now()
      where tenant_id = ${tenantId} and (unlimited or token_balance >= ${tokens})`);
    return rows > 0;
  },
  /** Starts the next month with a full balance when the last one is over. */
  async renew(tx: Transaction, tenantId: string, tokens: number): Promise<void> {
    await tx.run(sql`
      update subscriptions
      set token_balance = ${tokens}, tokens_used = 0, period_start = now(), period_end = now() + interval '1 month',
          updated_at = now()
      where tenant_id = ${tenantId} and period_end <= now()`);
  },
};
