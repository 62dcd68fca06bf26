import { createRouter } from '@tanstack/react-router';
import { accountRoutes, deviceRoute } from './rooms/account/routes.ts';
import { adminRoutes } from './rooms/admin/routes.ts';
import { assistantRoutes } from './rooms/assistant/routes.ts';
import { billingRoutes } from './rooms/billing/routes.ts';
import { dashboardRoutes } from './rooms/dashboard/routes.ts';
import { datasetRoutes } from './rooms/datasets/routes.ts';
import { deploymentRoutes } from './rooms/deployments/routes.ts';
import { evaluationRoutes } from './rooms/evaluations/routes.ts';
import { eventsRoutes } from './rooms/events/routes.ts';
import { inboxRoutes } from './rooms/inbox/routes.ts';
import { modelRoutes } from './rooms/models/routes.ts';
import { mediaNodeRoutes } from './rooms/node/routes.ts';
import { mediaNodesRoutes } from './rooms/nodes/routes.ts';
import { nodesAssistantRoutes } from './rooms/nodes-assistant/routes.ts';
import { settingsRoutes } from './rooms/settings/routes.ts';
import { topologyRoutes } from './rooms/topology/routes.ts';
import { trainingRoutes } from './rooms/training/routes.ts';
import { transferRoutes } from './rooms/transfer/routes.ts';
import { tunnelsRoutes } from './rooms/tunnels/routes.ts';
import { house, root } from './shell/house.ts';
import { Broken } from './shell/lost.tsx';
import { oldPaths } from './shell/old-paths.ts';

/** A new room adds its routes here and its lever in `shell/places.ts`. */
const routeTree = root.addChildren([
  ...accountRoutes,
  ...oldPaths,
  house.addChildren([
    ...dashboardRoutes,
    ...datasetRoutes,
    ...trainingRoutes,
    ...modelRoutes,
    ...evaluationRoutes,
    ...deploymentRoutes,
    ...mediaNodesRoutes,
    ...nodesAssistantRoutes,
    ...mediaNodeRoutes,
    ...topologyRoutes,
    ...tunnelsRoutes,
    ...transferRoutes,
    ...eventsRoutes,
    ...assistantRoutes,
    ...inboxRoutes,
    ...billingRoutes,
    ...settingsRoutes,
    ...adminRoutes,
    deviceRoute,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
