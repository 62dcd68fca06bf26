import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';
import { isPlanName, type PlanName } from './plans.ts';

/** How somebody came back from paying: the pages of the payment provider lead here. */
export type Return = { success?: true; canceled?: true; tier?: PlanName };

const isSet = (value: unknown) => value === true || value === 'true' || value === 1 || value === '1';

export const billingRoute = createRoute({
  getParentRoute: () => house,
  path: '/billing',
  validateSearch: (search: Record<string, unknown>): Return => ({
    ...(isSet(search.success) && { success: true }),
    ...((isSet(search.canceled) || isSet(search.cancelled)) && { canceled: true }),
    ...(isPlanName(search.tier) && { tier: search.tier }),
  }),
  component: lazyRouteComponent(() => import('./billing.tsx')),
});

const ofSession = (search: Record<string, unknown>): { session: string } => ({
  session: typeof search.session === 'string' ? search.session : '',
});

export const sandboxCheckoutRoute = createRoute({
  getParentRoute: () => house,
  path: '/billing/sandbox/checkout',
  validateSearch: ofSession,
  component: lazyRouteComponent(() => import('./sandbox-checkout.tsx')),
});

export const sandboxPortalRoute = createRoute({
  getParentRoute: () => house,
  path: '/billing/sandbox/portal',
  validateSearch: ofSession,
  component: lazyRouteComponent(() => import('./sandbox-portal.tsx')),
});

export const billingRoutes = [billingRoute, sandboxCheckoutRoute, sandboxPortalRoute] as const;
