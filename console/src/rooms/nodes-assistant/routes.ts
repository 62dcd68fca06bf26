import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { house } from '../../shell/house.ts';

export const kinds = ['ask', 'examine', 'act'] as const;
/** Ask about live data, look for what is wrong, or have actions proposed. */
export type Kind = (typeof kinds)[number];

export type NodesAssistantSearch = { node?: string; kind?: Kind };

export const nodesAssistantRoute = createRoute({
  getParentRoute: () => house,
  path: '/media-nodes/assistant',
  validateSearch: ({ node, kind }: Record<string, unknown>): NodesAssistantSearch => {
    const chosen = kinds.find((one) => one === kind);
    return { ...(typeof node === 'string' && node && { node }), ...(chosen && chosen !== 'ask' && { kind: chosen }) };
  },
  component: lazyRouteComponent(() => import('./page.tsx')),
});

export const nodesAssistantRoutes = [nodesAssistantRoute] as const;
