import { type Queryable, sql, type Transaction } from '../../../platform/database/index.ts';
import type { PaidPlan } from './types.ts';

export type SandboxSession = {
  id: string;
  tenantId: string;
  kind: 'checkout' | 'portal';
  plan: PaidPlan | null;
  successUrl: string;
  cancelUrl: string;
  status: 'open' | 'completed' | 'cancelled';
};

/** SQL of the events that were applied. */
export const eventStore = {
  /** True for the one caller who applies the event. */
  async claim(tx: Transaction, id: string, type: string): Promise<boolean> {
    return (
      (await tx.run(sql`insert into payment_events (id, type) values (${id}, ${type}) on conflict do nothing`)) > 0
    );
  },
};

/** SQL of the sandbox's pages. */
export const sandboxStore = {
  async insert(on: Queryable, session: Omit<SandboxSession, 'status'>): Promise<void> {
    const { id, tenantId, kind, plan, successUrl, cancelUrl } = session;
    await on.run(sql`
      insert into sandbox_sessions (id, tenant_id, kind, plan, success_url, cancel_url)
      values (${id}, ${tenantId}, ${kind}, ${plan}, ${successUrl}, ${cancelUrl})`);
  },
  find(on: Queryable, tenantId: string, id: string): Promise<SandboxSession | undefined> {
    return on.one<SandboxSession>(sql`
      select id, tenant_id as "tenantId", kind, plan, success_url as "successUrl", cancel_url as "cancelUrl", status
      from sandbox_sessions where id = ${id} and tenant_id = ${tenantId} and expires_at > now()`);
  },
  /** True for the one caller who ends it. */
  async end(on: Queryable, id: string, status: 'completed' | 'cancelled'): Promise<boolean> {
    return (await on.run(sql`update sandbox_sessions set status = ${status} where id = ${id} and status = 'open'`)) > 0;
  },
  async removeExpired(on: Queryable): Promise<number> {
    return on.run(sql`delete from sandbox_sessions where expires_at < now()`);
  },
};
