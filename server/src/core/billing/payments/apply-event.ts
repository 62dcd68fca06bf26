import type { Transaction } from '../../../platform/database/index.ts';
import type { Events } from '../../../platform/events/types.ts';
import { changeInPeriod, startPeriod } from '../ledger.ts';
import { type PlanName, plans } from '../plans.ts';
import { type Subscription, type SubscriptionChange, subscriptionStore } from '../store.ts';
import { eventStore } from './payment-store.ts';
import type { PaymentEvent, PaymentProvider } from './types.ts';

export type ApplyParts = {
  events: Pick<Events, 'append'>;
  provider: Pick<PaymentProvider, 'planOf'>;
  /** The tenant of a user's id, for reports that name a user instead. */
  tenantOfUser(tx: Transaction, userId: string): Promise<string | undefined>;
};

/** Why nothing was changed. */
export type Applied = 'applied' | 'duplicate' | 'late' | 'ignored';

/**
 * Applies an event of the payment provider once, however often it is reported, in the caller's transaction. Events that
 * happened before the newest one applied change nothing: they may arrive in any order.
 */
export async function applyEvent(parts: ApplyParts, tx: Transaction, event: PaymentEvent): Promise<Applied> {
  if (!(await eventStore.claim(tx, event.id, event.type))) return 'duplicate';
  const tenantId = await tenantOf(parts, tx, event);
  const before = tenantId === undefined ? undefined : await subscriptionStore.lock(tx, tenantId);
  if (!before) return 'ignored';
  const eventAt = new Date(event.created * 1000);
  if (before.lastPaymentEventAt && eventAt < before.lastPaymentEventAt) return 'late';
  const change = changeOf(parts, event, before);
  if (!change) return 'ignored';
  const { renews, ...columns } = change;
  await subscriptionStore.change(tx, before.tenantId, { ...columns, eventAt });
  const changed = (await subscriptionStore.lock(tx, before.tenantId)) as Subscription;
  const isNewPeriod = columns.period !== undefined && columns.period.start >= before.periodEnd;
  if (renews || changed.plan !== before.plan) {
    if (renews || isNewPeriod || changed.plan === 'free') await startPeriod(tx, changed, columns.period);
    else await changeInPeriod(tx, changed);
  }
  await parts.events.append(tx, {
    tenantId: before.tenantId,
    type: changed.plan === before.plan ? 'subscription.renewed' : 'subscription.changed',
    subject: `subscription:${before.id}`,
    actor: 'system',
    data: { plan: changed.plan, previousPlan: before.plan, paymentStatus: changed.paymentStatus },
  });
  return 'applied';
}

type Change = Omit<SubscriptionChange, 'eventAt'> & { renews?: boolean };

/** What an event means for a subscription; undefined when it is about something else. */
function changeOf(
  { provider }: ApplyParts,
  { type, data: { object } }: PaymentEvent,
  before: Subscription,
): Change | undefined {
  const isCurrent = text(object.id) === before.providerSubscriptionId;
  switch (type) {
    case 'checkout.session.completed': {
      const plan = planNamed(record(object.metadata).tier);
      if (plan === undefined || plan === 'free' || object.payment_status === 'unpaid') return undefined;
      const customerId = text(object.customer);
      const subscription = text(object.subscription);
      return {
        plan,
        paymentStatus: 'active',
        renews: true,
        ...(customerId !== undefined && { customerId }),
        ...(subscription !== undefined && { providerSubscriptionId: subscription }),
      };
    }
    case 'customer.subscription.updated': {
      if (!isCurrent) return undefined;
      const status = text(object.status);
      if (status === 'canceled' || status === 'unpaid' || status === 'incomplete_expired') return ended;
      const item = record((record(object.items).data as unknown[] | undefined)?.[0]);
      const wanted = provider.planOf(text(record(item.price).id) ?? '');
      // A larger plan begins when it is paid; Stripe reports again then.
      const isLarger = wanted !== undefined && plans[wanted].tokensPerMonth > plans[before.plan].tokensPerMonth;
      const isPaid = status === undefined || status === 'active' || status === 'trialing';
      const plan = isLarger && !isPaid ? undefined : wanted;
      const period = periodIn(item) ?? periodIn(object);
      return {
        paymentStatus: status === 'past_due' ? 'past_due' : 'active',
        ...(plan !== undefined && { plan }),
        ...(period && { period }),
      };
    }
    case 'customer.subscription.deleted':
      return isCurrent || before.providerSubscriptionId === null ? ended : undefined;
    case 'invoice.payment_succeeded': {
      const reason = text(object.billing_reason);
      // A change in the middle of a month is paid for, and is no new month.
      if (reason === 'manual' || reason === 'subscription_update') return undefined;
      return { paymentStatus: 'active', renews: true };
    }
    case 'invoice.payment_failed':
      return { paymentStatus: 'past_due' };
    default:
      return undefined;
  }
}

const ended: Change = { plan: 'free', providerSubscriptionId: null, paymentStatus: 'active' };

async function tenantOf(
  { tenantOfUser }: ApplyParts,
  tx: Transaction,
  { data: { object } }: PaymentEvent,
): Promise<string | undefined> {
  const metadata = record(object.metadata);
  const named = text(metadata.tenant_id) ?? text(object.client_reference_id);
  if (named !== undefined) return /^[0-9a-f-]{36}$/.test(named) ? named : undefined;
  const customer = text(object.customer);
  const known = customer === undefined ? undefined : await subscriptionStore.findByCustomer(tx, customer);
  if (known) return known.tenantId;
  const userId = text(metadata.user_id);
  return userId === undefined ? undefined : tenantOfUser(tx, userId);
}

function periodIn(object: Record<string, unknown>): { start: Date; end: Date } | undefined {
  const { current_period_start: start, current_period_end: end } = object;
  if (typeof start !== 'number' || typeof end !== 'number' || end <= start) return undefined;
  return { start: new Date(start * 1000), end: new Date(end * 1000) };
}

function planNamed(value: unknown): PlanName | undefined {
  return typeof value === 'string' && Object.hasOwn(plans, value) ? (value as PlanName) : undefined;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** An id, also where the provider was asked to send the whole object in its place. */
function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  const { id } = record(value);
  return typeof id === 'string' ? id : undefined;
}
