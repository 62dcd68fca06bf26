import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const people = createRoute({
  getParentRoute: () => house,
  path: '/admin',
  component: lazyRouteComponent(() => import('./people.tsx')),
});

const nodeSettings = createRoute({
  getParentRoute: () => house,
  path: '/media-nodes/settings',
  component: lazyRouteComponent(() => import('./node-settings.tsx')),
});

const outbox = createRoute({
  getParentRoute: () => house,
  path: '/admin/outbox',
  component: lazyRouteComponent(() => import('./outbox.tsx')),
});

export const adminRoutes = [people, nodeSettings, outbox] as const;
