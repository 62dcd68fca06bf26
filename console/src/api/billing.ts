import type { MlAnswer } from '@signalbox/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';

export type Subscription = MlAnswer<'/api/v1/billing/subscription', 'get'>;
export type Usage = MlAnswer<'/api/v1/billing/usage', 'get'>;
export type Tier = Subscription['tier'];
export type LedgerEntry = MlAnswer<'/api/v1/billing/ledger', 'get'>[number];
export type SandboxSession = MlAnswer<'/api/v1/billing/sandbox/{id}', 'get'>;

export const subscriptionQuery = queryOptions({
  queryKey: ['billing', 'subscription'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/billing/subscription', { signal })),
});

export const usageQuery = queryOptions({
  queryKey: ['billing', 'usage'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/billing/usage', { signal })),
  refetchInterval: 15_000,
});

export const ledgerQuery = (page: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: ['billing', 'ledger', page],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/billing/ledger', { params: { query: page }, signal })),
    placeholderData: keepPreviousData,
  });

/** Begins paying for a plan. The answer is the address of the page where it is paid. */
export async function checkOut(tier: Exclude<Tier, 'free'>): Promise<string> {
  const success_url = `${location.origin}/billing?success=true&tier=${tier}`;
  const cancel_url = `${location.origin}/billing?canceled=true`;
  return (await answer(ml.POST('/api/v1/billing/checkout', { body: { tier, success_url, cancel_url } }))).checkout_url;
}

/** The address of the page where a subscription is changed and ended; it leads back here. */
export async function openPortal(): Promise<string> {
  return (await answer(ml.POST('/api/v1/billing/portal'))).portal_url;
}

export const sandboxQuery = (id: string) =>
  queryOptions({
    queryKey: ['billing', 'sandbox', id],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/billing/sandbox/{id}', { params: { path: { id } }, signal })),
    retry: false,
  });

/**
 * Pays in the sandbox; in its portal, changes to the plan `tier`, where `free` ends the subscription.
 * The answer is where to go then.
 */
export async function completeSandbox(id: string, tier?: Tier): Promise<string> {
  const params = { path: { id } };
  const body = tier ? { tier } : {};
  return (await answer(ml.POST('/api/v1/billing/sandbox/{id}/complete', { params, body }))).redirect_url;
}

export async function leaveSandbox(id: string): Promise<string> {
  return (await answer(ml.POST('/api/v1/billing/sandbox/{id}/cancel', { params: { path: { id } } }))).redirect_url;
}
