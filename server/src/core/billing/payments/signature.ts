import Stripe from 'stripe';
import { invalid, unauthenticated } from '../../../platform/errors.ts';
import type { PaymentEvent } from './types.ts';

/** How old a report may be, in seconds; Stripe's default. */
const TOLERANCE_SECONDS = 300;

/** Checking needs no key; nothing is sent. */
const { webhooks } = new Stripe('sk_not_needed_here');

/**
 * The event in a signed report: `Stripe-Signature: t=<unix>,v1=<hex>`, HMAC-SHA256 of `<t>.<body>`; any `v1` may match,
 * compared in constant time by Stripe's library.
 *
 * @throws unauthenticated, invalid
 */
export function readSignedEvent(body: Buffer, signature: string | undefined, secret: string): PaymentEvent {
  if (signature === undefined) throw unauthenticated('Missing Stripe signature', { code: 'INVALID_SIGNATURE' });
  if (!/(^|,)\s*t=\d+/.test(signature) || !/(^|,)\s*v1=[0-9a-f]+/i.test(signature))
    throw unauthenticated('Invalid Stripe signature format', { code: 'INVALID_SIGNATURE' });
  try {
    (webhooks.signature as NonNullable<typeof webhooks.signature>).verifyHeader(
      body.toString('utf8'),
      signature,
      secret,
      TOLERANCE_SECONDS,
    );
  } catch (error) {
    throw unauthenticated('Invalid Stripe webhook signature', { code: 'INVALID_SIGNATURE', cause: error });
  }
  let event: Partial<PaymentEvent> | null;
  try {
    event = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw invalid('The webhook is not valid JSON', { cause: error });
  }
  const { id, type, created, data } = event ?? {};
  if (typeof type !== 'string') throw invalid('The webhook has no type');
  return {
    // Reports without an id (some tools send them) are told apart by what they say.
    id: typeof id === 'string' ? id.slice(0, 255) : `unnamed_${signature}`.slice(0, 255),
    type,
    created: typeof created === 'number' ? created : Math.floor(Date.now() / 1000),
    data: { object: (data?.object ?? {}) as Record<string, unknown> },
  };
}

/** A header for a report of our own; for the sandbox. */
export function signEvent(body: string, secret: string): string {
  return webhooks.generateTestHeaderString({ payload: body, secret });
}
