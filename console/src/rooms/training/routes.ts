import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

const trainingListRoute = createRoute({
  getParentRoute: () => house,
  path: '/training',
  component: lazyRouteComponent(() => import('./list.tsx')),
});

type Settings = Record<string, number | string>;

/** `from` names a run whose settings are taken over; `settings` are those of a plan. */
export type NewTrainingSearch = { dataset?: string; architecture?: string; from?: string; settings?: Settings };

function settingsOf(value: unknown): Settings | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fit = Object.entries(value).filter(([, one]) => typeof one === 'number' || typeof one === 'string');
  return fit.length > 0 ? Object.fromEntries(fit) : undefined;
}

export const newTrainingRoute = createRoute({
  getParentRoute: () => house,
  path: '/training/new',
  validateSearch: (search: Record<string, unknown>): NewTrainingSearch => {
    const dataset = text(search.dataset);
    const architecture = text(search.architecture);
    const from = text(search.from);
    const settings = settingsOf(search.settings);
    return {
      ...(dataset && { dataset }),
      ...(architecture && { architecture }),
      ...(from && { from }),
      ...(settings && { settings }),
    };
  },
  component: lazyRouteComponent(() => import('./new.tsx')),
});

export const runRoute = createRoute({
  getParentRoute: () => house,
  path: '/training/$id',
  component: lazyRouteComponent(() => import('./run.tsx')),
});

export const trainingRoutes = [trainingListRoute, newTrainingRoute, runRoute] as const;
