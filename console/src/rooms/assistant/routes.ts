import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** Which conversation is open, and which dataset questions are about. */
export type AssistantSearch = { conversation?: string; dataset?: string };

export const assistantRoute = createRoute({
  getParentRoute: () => house,
  path: '/assistant',
  validateSearch: (search: Record<string, unknown>): AssistantSearch => {
    const conversation = text(search.conversation);
    const dataset = text(search.dataset);
    return { ...(conversation && { conversation }), ...(dataset && { dataset }) };
  },
  component: lazyRouteComponent(() => import('./assistant.tsx')),
});

export const assistantRoutes = [assistantRoute] as const;
