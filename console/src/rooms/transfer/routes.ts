import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const transfer = createRoute({
  getParentRoute: () => house,
  path: '/media-nodes/transfer',
  component: lazyRouteComponent(() => import('./page.tsx')),
});

export const transferRoutes = [transfer] as const;
