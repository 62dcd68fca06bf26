import type { PlanName } from '../plans.ts';

/** A plan that costs something. */
export type PaidPlan = Exclude<PlanName, 'free'>;

export type Checkout = {
  tenantId: string;
  plan: PaidPlan;
  customerId: string;
  successUrl: string;
  cancelUrl: string;
};

/** An event of the provider, as Stripe words it. `created` in Unix seconds. */
export type PaymentEvent = { id: string; type: string; created: number; data: { object: Record<string, unknown> } };

/** Whoever takes the money: Stripe, or the sandbox. */
export type PaymentProvider = {
  name: 'stripe' | 'sandbox';
  /** The id of a new customer; the same one when it is asked again for the same tenant. */
  createCustomer(tenant: { tenantId: string; name: string }): Promise<string>;
  /** Address of a page where the plan is paid. */
  createCheckout(checkout: Checkout): Promise<string>;
  /** Address of a page where the customer changes or ends the subscription. */
  createPortal(portal: { tenantId: string; customerId: string; returnUrl: string }): Promise<string>;
  /** The plan a price stands for; undefined for a price that is none of ours. */
  planOf(priceId: string): PaidPlan | undefined;
  /**
   * The event a report of the provider holds, after checking who signed it and when.
   *
   * @param body exactly as it was received
   * @throws unauthenticated, invalid
   */
  readEvent(body: Buffer, signature: string | undefined): PaymentEvent;
};
