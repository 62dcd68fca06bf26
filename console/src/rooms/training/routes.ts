import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export const trainingListRoute = createRoute({
  getParentRoute: () => house,
  path: '/training',
  component: lazyRouteComponent(() => import('./list.tsx')),
});

/** `from` names a run whose settings are taken over. */
export type NewTrainingSearch = { dataset?: string; architecture?: string; from?: string };

export const newTrainingRoute = createRoute({
  getParentRoute: () => house,
  path: '/training/new',
  validateSearch: (search: Record<string, unknown>): NewTrainingSearch => {
    const dataset = text(search.dataset);
    const architecture = text(search.architecture);
    const from = text(search.from);
    return { ...(dataset && { dataset }), ...(architecture && { architecture }), ...(from && { from }) };
  },
  component: lazyRouteComponent(() => import('./new.tsx')),
});

export const runRoute = createRoute({
  getParentRoute: () => house,
  path: '/training/$id',
  component: lazyRouteComponent(() => import('./run.tsx')),
});

export const trainingRoutes = [trainingListRoute, newTrainingRoute, runRoute] as const;
