import type { Database } from '../../../platform/database/index.ts';
import { conflict, invalid } from '../../../platform/errors.ts';
import type { Events } from '../../../platform/events/types.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { Principal } from '../../principal.ts';
import { requireAdmin } from '../require-admin.ts';
import { type Subscription, subscriptionStore } from '../store.ts';
import { type ApplyParts, applyEvent } from './apply-event.ts';
import { endSandbox } from './end-sandbox.ts';
import type { Sandbox, SandboxChoice, SandboxSession } from './sandbox.ts';
import type { PaidPlan, PaymentProvider } from './types.ts';

export type PaymentsOptions = {
  database: Database;
  events: Pick<Events, 'append'>;
  log: Log;
  provider: PaymentProvider | Sandbox;
  tenantOfUser: ApplyParts['tenantOfUser'];
  /** Where people reach the console. */
  baseUrl: () => string;
};

/** Paying for a plan. What was paid is known from the provider's signed reports only, never from a browser. */
export type Payments = {
  provider: PaymentProvider['name'];
  /**
   * Address of the page where the plan is paid.
   *
   * @throws forbidden; invalid for the free plan or addresses that are none; conflict where a subscription runs already
   */
  checkout(
    principal: Principal,
    wanted: { tier: string; successUrl?: string | undefined; cancelUrl?: string | undefined },
  ): Promise<string>;
  /** Address of the page where the subscription is changed or ended. @throws forbidden, invalid (nobody has paid yet) */
  portal(principal: Principal): Promise<string>;
  /** Takes a report of the provider; returns when its effect is durable. @throws unauthenticated, invalid */
  receive(body: Buffer, signature: string | undefined): Promise<void>;
  /** A page of the sandbox. @throws not_found, also where payments are real */
  sandboxSession(principal: Principal, id: string): Promise<SandboxSession>;
  chooseInSandbox(principal: Principal, id: string, choice: SandboxChoice): Promise<string>;
  removeExpired(): Promise<number>;
  /** Where payments are real, ends what the sandbox gave away before; returns for how many tenants. */
  start(): Promise<number>;
};

export function createPayments(options: PaymentsOptions): Payments {
  const { database, events, log, provider, tenantOfUser, baseUrl } = options;
  const sandbox = 'choose' in provider ? provider : undefined;

  async function receive(body: Buffer, signature: string | undefined): Promise<void> {
    const event = provider.readEvent(body, signature);
    const applied = await database.transaction((tx) => applyEvent({ events, provider, tenantOfUser }, tx, event));
    log.info({ event: event.id, type: event.type, applied }, 'took a report of the payment provider');
  }

  async function customerOf(principal: Principal): Promise<Subscription & { customerId: string }> {
    const subscription = await subscriptionStore.find(database, principal.tenantId);
    if (!subscription) throw new Error(`The tenant ${principal.tenantId} has no subscription`);
    const { customerId } = subscription;
    if (customerId !== null) return { ...subscription, customerId };
    const made = await provider.createCustomer({ tenantId: principal.tenantId, name: principal.name });
    await database.transaction((tx) => subscriptionStore.setCustomer(tx, principal.tenantId, made));
    return { ...subscription, customerId: made };
  }

  const inSandbox = () => {
    if (!sandbox) throw invalid('Payments are real here: there is no sandbox', { code: 'NO_SANDBOX' });
    return sandbox;
  };

  return {
    provider: provider.name,
    async checkout(principal, { tier, successUrl, cancelUrl }) {
      requireAdmin(principal);
      if (tier === 'free') throw invalid('Cannot checkout for free tier', { code: 'VALIDATION_ERROR' });
      if (tier !== 'pro' && tier !== 'enterprise')
        throw invalid('Unknown tier. Choose pro or enterprise.', { code: 'VALIDATION_ERROR' });
      const page = `${baseUrl().replace(/\/$/, '')}/billing`;
      const urls = {
        successUrl: webAddress(successUrl ?? `${page}?success=true`),
        cancelUrl: webAddress(cancelUrl ?? `${page}?canceled=true`),
      };
      const { customerId, providerSubscriptionId, plan } = await customerOf(principal);
      // A second subscription beside the first would be paid twice.
      if (providerSubscriptionId !== null)
        throw conflict(`There is a subscription to ${plan} already. Change or end it in the portal.`, {
          code: 'ALREADY_SUBSCRIBED',
        });
      return provider.createCheckout({
        tenantId: principal.tenantId,
        plan: tier satisfies PaidPlan,
        customerId,
        ...urls,
      });
    },
    async portal(principal) {
      requireAdmin(principal);
      const { tenantId } = principal;
      const subscription = await subscriptionStore.find(database, tenantId);
      if (!subscription?.customerId) throw invalid('No Stripe customer associated', { code: 'NO_CUSTOMER' });
      const returnUrl = `${baseUrl().replace(/\/$/, '')}/billing`;
      return provider.createPortal({ tenantId, customerId: subscription.customerId, returnUrl });
    },
    receive,
    sandboxSession: async (principal, id) => inSandbox().session(principal, id),
    chooseInSandbox: async (principal, id, choice) => inSandbox().choose(principal, id, choice, receive),
    // A process that still played the sandbox may have gone on for a while: looked at again every time.
    removeExpired: () => (sandbox ? sandbox.removeExpired() : endSandbox({ database, events })),
    start: async () => (sandbox ? 0 : endSandbox({ database, events })),
  };
}

/** @throws invalid for anything but http and https */
function webAddress(address: string): string {
  const url = URL.parse(address);
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return address;
  throw invalid('success_url and cancel_url must be http or https addresses', { code: 'VALIDATION_ERROR' });
}
