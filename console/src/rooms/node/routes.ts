import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

export const views = ['live', 'history', 'config', 'commands', 'events', 'raw'] as const;
export type View = (typeof views)[number];
/** How far back a history reaches. */
export const spans = ['hour', 'day', 'week', 'month'] as const;
export type Span = (typeof spans)[number];

export type NodeSearch = { view?: View; page?: number; span?: Span; flow?: string };

export const mediaNodeRoute = createRoute({
  getParentRoute: () => house,
  path: '/media-nodes/$id',
  validateSearch: ({ view, page, span, flow }: Record<string, unknown>): NodeSearch => {
    const chosen = views.find((one) => one === view);
    const past = spans.find((one) => one === span);
    return {
      ...(chosen && chosen !== 'live' && { view: chosen }),
      ...(Number.isInteger(page) && Number(page) > 1 && { page: Number(page) }),
      ...(past && past !== 'hour' && { span: past }),
      ...(typeof flow === 'string' && flow && { flow }),
    };
  },
  component: lazyRouteComponent(() => import('./page.tsx')),
});

export const mediaNodeRoutes = [mediaNodeRoute] as const;
