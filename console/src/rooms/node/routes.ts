import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

export const views = ['live', 'config', 'commands', 'events', 'raw'] as const;
export type View = (typeof views)[number];

export const mediaNodeRoute = createRoute({
  getParentRoute: () => house,
  path: '/media-nodes/$id',
  validateSearch: ({ view, page }: Record<string, unknown>): { view?: View; page?: number } => {
    const chosen = views.find((one) => one === view);
    return {
      ...(chosen && chosen !== 'live' && { view: chosen }),
      ...(Number.isInteger(page) && Number(page) > 1 && { page: Number(page) }),
    };
  },
  component: lazyRouteComponent(() => import('./page.tsx')),
});

export const mediaNodeRoutes = [mediaNodeRoute] as const;
