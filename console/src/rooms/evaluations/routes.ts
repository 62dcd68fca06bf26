import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const evaluationsRoute = createRoute({
  getParentRoute: () => house,
  path: '/evaluations',
  component: lazyRouteComponent(() => import('./list.tsx')),
});

export const evaluationRoute = createRoute({
  getParentRoute: () => house,
  path: '/evaluations/$id',
  component: lazyRouteComponent(() => import('./detail.tsx')),
});

export const evaluationRoutes = [evaluationsRoute, evaluationRoute] as const;
