import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

const deploymentsRoute = createRoute({
  getParentRoute: () => house,
  path: '/deployments',
  component: lazyRouteComponent(() => import('./list.tsx')),
});

export const newDeploymentRoute = createRoute({
  getParentRoute: () => house,
  path: '/deployments/new',
  validateSearch: (search: Record<string, unknown>): { model?: string; target?: string } => {
    const [model, target] = [text(search.model), text(search.target)];
    return { ...(model && { model }), ...(target && { target }) };
  },
  component: lazyRouteComponent(() => import('./new.tsx')),
});

export const deploymentRoute = createRoute({
  getParentRoute: () => house,
  path: '/deployments/$id',
  component: lazyRouteComponent(() => import('./detail.tsx')),
});

export const deploymentRoutes = [deploymentsRoute, newDeploymentRoute, deploymentRoute] as const;
