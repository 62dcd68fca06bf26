import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house, root } from '../../shell/house.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

export const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = text(search.next);
    // Only paths of this console: `//elsewhere` is another host, and browsers read `/\elsewhere` alike and skip tabs and line ends.
    return next && /^\/(?![/\\])[^\t\r\n]*$/.test(next) ? { next } : {};
  },
  component: lazyRouteComponent(() => import('./sign-in.tsx')),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./sign-up.tsx')),
});

/** Where the mail with the code leads. */
export const verifyRoute = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: (search: Record<string, unknown>): { email?: string; code?: string } => {
    const email = text(search.email);
    // The router reads digits as a number.
    const code = search.code === undefined ? undefined : String(search.code);
    return { ...(email && { email }), ...(code && { code }) };
  },
  component: lazyRouteComponent(() => import('./verify.tsx')),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./forgot-password.tsx')),
});

/** Where the mail about a new password leads. */
export const resetRoute = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    const token = text(search.token);
    return token ? { token } : {};
  },
  component: lazyRouteComponent(() => import('./reset-password.tsx')),
});

/** Where a command line that wants to be let in leads; only for who is signed in. */
export const deviceRoute = createRoute({
  getParentRoute: () => house,
  path: '/auth/verify',
  validateSearch: (search: Record<string, unknown>): { code?: string } => {
    const code = search.code === undefined ? undefined : String(search.code);
    return code ? { code } : {};
  },
  component: lazyRouteComponent(() => import('./device.tsx')),
});

export const accountRoutes = [signInRoute, signUp, verifyRoute, forgot, resetRoute] as const;
