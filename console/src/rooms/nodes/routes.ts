import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';
import { type NodeFilter, states } from './choose.ts';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** Not `/nodes`: there the door answers. */
export const mediaNodesRoute = createRoute({
  getParentRoute: () => house,
  path: '/media-nodes',
  validateSearch: ({ q, type, state, add }: Record<string, unknown>): NodeFilter & { add?: true } => {
    const [typed, kind] = [text(q), text(type)];
    const chosen = states.find((one) => one === state);
    return {
      ...(typed && { q: typed }),
      ...(kind && { type: kind }),
      ...(chosen && { state: chosen }),
      ...(add === true && { add }),
    };
  },
  component: lazyRouteComponent(() => import('./list.tsx')),
});

export const mediaNodesRoutes = [mediaNodesRoute] as const;
