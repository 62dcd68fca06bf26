import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

export const topologyRoute = createRoute({
  getParentRoute: () => house,
  path: '/topology',
  validateSearch: ({ view }: Record<string, unknown>): { view?: 'list' } => (view === 'list' ? { view } : {}),
  component: lazyRouteComponent(() => import('./page.tsx')),
});

export const topologyRoutes = [topologyRoute] as const;
