import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const inboxRoute = createRoute({
  getParentRoute: () => house,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./list.tsx')),
});

export const inboxRoutes = [inboxRoute] as const;
