import Stripe from 'stripe';
import { invalid, upstreamFailed, upstreamTimeout } from '../../../platform/errors.ts';
import { readSignedEvent } from './signature.ts';
import type { PaidPlan, PaymentProvider } from './types.ts';

export type StripeOptions = {
  secretKey: string;
  webhookSecret: string | undefined;
  /** Price ids of the plans. */
  prices: Partial<Record<PaidPlan, string>>;
  /** Where Stripe's API is; for a test. */
  apiUrl?: string | undefined;
};

const TIMEOUT_MS = 15_000;

/** Stripe, through its own library. */
export function createStripe({ secretKey, webhookSecret, prices, apiUrl }: StripeOptions): PaymentProvider {
  const at = apiUrl === undefined ? undefined : new URL(apiUrl);
  const stripe = new Stripe(secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
    appInfo: { name: 'Signalbox' },
    ...(at && {
      protocol: at.protocol === 'http:' ? ('http' as const) : ('https' as const),
      host: at.hostname,
      ...(at.port && { port: Number(at.port) }),
    }),
  });

  return {
    name: 'stripe',
    async createCustomer({ tenantId, name }) {
      const customer = await asking(
        stripe.customers.create(
          { name, metadata: { tenant_id: tenantId } },
          { idempotencyKey: `customer-${tenantId}` },
        ),
      );
      return customer.id;
    },
    async createCheckout({ tenantId, plan, customerId, successUrl, cancelUrl }) {
      const price = prices[plan];
      if (price === undefined)
        throw invalid(`No price is set for the plan ${plan}. Set STRIPE_PRICE_${plan.toUpperCase()}.`, {
          code: 'NOT_CONFIGURED',
        });
      const metadata = { tenant_id: tenantId, tier: plan };
      const session = await asking(
        stripe.checkout.sessions.create({
          mode: 'subscription',
          customer: customerId,
          line_items: [{ price, quantity: 1 }],
          success_url: successUrl,
          cancel_url: cancelUrl,
          client_reference_id: tenantId,
          metadata,
          subscription_data: { metadata },
        }),
      );
      if (!session.url) throw upstreamFailed('Stripe made a checkout without an address. Try again.');
      return session.url;
    },
    async createPortal({ customerId, returnUrl }) {
      const session = await asking(
        stripe.billingPortal.sessions.create({ customer: customerId, return_url: returnUrl }),
      );
      return session.url;
    },
    planOf: (priceId) => (Object.keys(prices) as PaidPlan[]).find((plan) => prices[plan] === priceId),
    readEvent(body, signature) {
      if (webhookSecret === undefined) throw invalid('Webhook not configured', { code: 'NOT_CONFIGURED' });
      return readSignedEvent(body, signature, webhookSecret);
    },
  };
}

/** Stripe's errors in words of ours: theirs may name the key. */
async function asking<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer;
  } catch (error) {
    const { type, code, requestId } = error as { type?: string; code?: string; requestId?: string };
    const details = { ...(code && { code }), ...(requestId && { request: requestId }) };
    if (type === 'StripeAuthenticationError')
      throw upstreamFailed('Stripe does not accept the key of this installation. Check STRIPE_SECRET_KEY.', {
        details,
      });
    if (type === 'StripeConnectionError' && /timeout/i.test((error as Error).message))
      throw upstreamTimeout('Stripe did not answer in time. Nothing was charged; try again.');
    if (type === 'StripeConnectionError')
      throw upstreamFailed('Stripe could not be reached. Nothing was charged; try again.');
    throw upstreamFailed('Stripe refused the request. Nothing was charged.', { details });
  }
}
