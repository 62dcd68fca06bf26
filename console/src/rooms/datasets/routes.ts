import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const datasetViews = ['readings', 'columns', 'rows', 'advice'] as const;
export type DatasetView = (typeof datasetViews)[number];

export const datasetsRoute = createRoute({
  getParentRoute: () => house,
  path: '/datasets',
  /** `upload` opens the form at once. */
  validateSearch: (search: Record<string, unknown>): { upload?: boolean } => (search.upload ? { upload: true } : {}),
  component: lazyRouteComponent(() => import('./list.tsx')),
});

export const datasetRoute = createRoute({
  getParentRoute: () => house,
  path: '/datasets/$id',
  validateSearch: (search: Record<string, unknown>): { view?: DatasetView } => {
    const view = datasetViews.find((name) => name === search.view);
    return view && view !== 'readings' ? { view } : {};
  },
  component: lazyRouteComponent(() => import('./detail.tsx')),
});

const connectRoute = createRoute({
  getParentRoute: () => house,
  path: '/datasets/connect',
  component: lazyRouteComponent(() => import('./connect.tsx')),
});

export const datasetRoutes = [datasetsRoute, connectRoute, datasetRoute] as const;
