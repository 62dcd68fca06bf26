import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const people = createRoute({
  getParentRoute: () => house,
  path: '/admin',
  component: lazyRouteComponent(() => import('./people.tsx')),
});

export const adminRoutes = [people] as const;
