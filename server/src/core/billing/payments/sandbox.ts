import { randomId, randomToken } from '../../../platform/crypto/index.ts';
import type { Database } from '../../../platform/database/index.ts';
import { conflict, invalid, notFound } from '../../../platform/errors.ts';
import type { Principal } from '../../principal.ts';
import { SANDBOX_CUSTOMER, SANDBOX_SUBSCRIPTION } from '../plans.ts';
import { requireAdmin } from '../require-admin.ts';
import { subscriptionStore } from '../store.ts';
import { type SandboxSession, sandboxStore } from './payment-store.ts';
import { readSignedEvent, signEvent } from './signature.ts';
import type { PaidPlan, PaymentEvent, PaymentProvider } from './types.ts';

export type { SandboxSession };

/** What somebody may do on a page of the sandbox. */
export type SandboxChoice = { do: 'pay' } | { do: 'change'; plan: PaidPlan } | { do: 'end' } | { do: 'cancel' };

/**
 * Plays the payment provider where there is none: the same pages, reports and signatures, and no money. What is chosen
 * on its pages comes back as a signed report, on the way that Stripe's take.
 */
export type Sandbox = PaymentProvider & {
  /** @throws not_found */
  session(principal: Principal, id: string): Promise<SandboxSession>;
  /**
   * Does what was chosen, and returns where to go on.
   *
   * @param report takes the signed report
   * @throws not_found, conflict (it was done before), forbidden
   */
  choose(
    principal: Principal,
    id: string,
    choice: SandboxChoice,
    report: (body: Buffer, signature: string) => Promise<void>,
  ): Promise<string>;
  removeExpired(): Promise<number>;
};

const MONTH_SECONDS = 30 * 86_400;

/** @param baseUrl where people reach the console */
export function createSandbox({ database, baseUrl }: { database: Database; baseUrl: () => string }): Sandbox {
  // Reports are written and read by the same process.
  const secret = `whsec_${randomToken()}`;
  const pageUrl = (kind: string, id: string) =>
    `${baseUrl().replace(/\/$/, '')}/billing/sandbox/${kind}?session=${encodeURIComponent(id)}`;

  async function find(principal: Principal, id: string): Promise<SandboxSession> {
    const session = await sandboxStore.find(database, principal.tenantId, id);
    if (!session) throw notFound('There is no such payment, or it is over. Start again on the billing page.');
    return session;
  }

  return {
    name: 'sandbox',
    createCustomer: async ({ tenantId }) => `${SANDBOX_CUSTOMER}${tenantId.replaceAll('-', '').slice(0, 16)}`,
    async createCheckout({ tenantId, plan, successUrl, cancelUrl }) {
      const id = randomId('cs_sandbox', 32);
      await sandboxStore.insert(database, { id, tenantId, kind: 'checkout', plan, successUrl, cancelUrl });
      return pageUrl('checkout', id);
    },
    async createPortal({ tenantId, returnUrl }) {
      const id = randomId('bps_sandbox', 32);
      const session = {
        id,
        tenantId,
        kind: 'portal' as const,
        plan: null,
        successUrl: returnUrl,
        cancelUrl: returnUrl,
      };
      await sandboxStore.insert(database, session);
      return pageUrl('portal', id);
    },
    planOf: (priceId) =>
      priceId === priceOf('pro') ? 'pro' : priceId === priceOf('enterprise') ? 'enterprise' : undefined,
    readEvent(body, signature) {
      if (signature === undefined) throw invalid('Webhook not configured', { code: 'NOT_CONFIGURED' });
      return readSignedEvent(body, signature, secret);
    },
    session: find,
    async choose(principal, id, choice, report) {
      requireAdmin(principal);
      const session = await find(principal, id);
      if (session.status !== 'open') throw conflict('This was done before.', { code: 'ALREADY_DONE' });
      if (choice.do !== 'cancel') {
        const subscription = await subscriptionStore.find(database, principal.tenantId);
        const event = eventOf(session, choice, {
          customer: subscription?.customerId ?? '',
          subscription: subscription?.providerSubscriptionId ?? randomId(SANDBOX_SUBSCRIPTION, 16),
        });
        const body = JSON.stringify(event);
        // Reported before the page is closed: after a crash in between it can be done again, and the event counts once.
        await report(Buffer.from(body), signEvent(body, secret));
      }
      await sandboxStore.end(database, id, choice.do === 'cancel' ? 'cancelled' : 'completed');
      return choice.do === 'cancel' ? session.cancelUrl : session.successUrl;
    },
    removeExpired: () => sandboxStore.removeExpired(database),
  };
}

function eventOf(
  session: SandboxSession,
  choice: SandboxChoice,
  ids: { customer: string; subscription: string },
): PaymentEvent {
  const created = Math.floor(Date.now() / 1000);
  // One event a page, however often its button is pressed.
  const event = (type: string, object: Record<string, unknown>): PaymentEvent => ({
    id: `evt_${session.id}`,
    type,
    created,
    data: { object },
  });
  if (session.kind === 'checkout' && choice.do === 'pay') {
    return event('checkout.session.completed', {
      id: session.id,
      mode: 'subscription',
      payment_status: 'paid',
      customer: ids.customer,
      subscription: ids.subscription,
      metadata: { tenant_id: session.tenantId, tier: session.plan },
    });
  }
  if (session.kind === 'portal' && (choice.do === 'change' || choice.do === 'end')) {
    const common = { id: ids.subscription, customer: ids.customer };
    if (choice.do === 'end') return event('customer.subscription.deleted', { ...common, status: 'canceled' });
    const item = {
      price: { id: priceOf(choice.plan) },
      current_period_start: created,
      current_period_end: created + MONTH_SECONDS,
    };
    return event('customer.subscription.updated', { ...common, status: 'active', items: { data: [item] } });
  }
  throw invalid('That cannot be done on this page');
}

const priceOf = (plan: PaidPlan) => `price_sandbox_${plan}`;
