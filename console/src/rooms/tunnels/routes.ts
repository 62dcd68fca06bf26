import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

export const states = ['active', 'pending', 'error', 'disabled'] as const;
export type TunnelFilter = { q?: string; node?: string; state?: (typeof states)[number] };

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export const tunnelsRoute = createRoute({
  getParentRoute: () => house,
  path: '/tunnels',
  /** `edit`: the id of the tunnel that is being changed. */
  validateSearch: ({
    q,
    node,
    state,
    add,
    edit,
  }: Record<string, unknown>): TunnelFilter & { add?: true; edit?: string } => {
    const [typed, of, changed] = [text(q), text(node), text(edit)];
    const chosen = states.find((known) => known === state);
    return {
      ...(typed && { q: typed }),
      ...(of && { node: of }),
      ...(chosen && { state: chosen }),
      ...(add === true && { add }),
      ...(changed && { edit: changed }),
    };
  },
  component: lazyRouteComponent(() => import('./list.tsx')),
});

export const tunnelsRoutes = [tunnelsRoute] as const;
