import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

const modelsRoute = createRoute({
  getParentRoute: () => house,
  path: '/models',
  component: lazyRouteComponent(() => import('./list.tsx')),
});

export const compareRoute = createRoute({
  getParentRoute: () => house,
  path: '/models/compare',
  validateSearch: (search: Record<string, unknown>): { a?: string; b?: string } => {
    const [a, b] = [text(search.a), text(search.b)];
    return { ...(a && { a }), ...(b && { b }) };
  },
  component: lazyRouteComponent(() => import('./compare.tsx')),
});

export const modelRoute = createRoute({
  getParentRoute: () => house,
  path: '/models/$id',
  component: lazyRouteComponent(() => import('./detail.tsx')),
});

export const scoreRoute = createRoute({
  getParentRoute: () => house,
  path: '/models/$id/score',
  component: lazyRouteComponent(() => import('./score.tsx')),
});

export const modelRoutes = [modelsRoute, compareRoute, modelRoute, scoreRoute] as const;
