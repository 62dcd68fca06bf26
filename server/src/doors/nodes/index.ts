import type { Identity } from '../../core/identity/index.ts';
import type { Layouts } from '../../core/layouts/index.ts';
import type { Nodes } from '../../core/nodes/index.ts';
import type { NodesAssistant } from '../../core/nodes-assistant/index.ts';
import type { ProviderKeys } from '../../core/provider-keys/index.ts';
import type { ServerCertificate, SettingsService } from '../../core/settings/index.ts';
import type { Transfer } from '../../core/transfer/index.ts';
import type { Tunnels } from '../../core/tunnels/index.ts';
import type { Door } from '../../platform/http/index.ts';
import type { TlsSource } from '../../platform/tls/index.ts';
import { createNodesDialect } from './dialect.ts';
import { aiRoutes } from './routes/ai.ts';
import { aiKeyRoutes } from './routes/ai-keys.ts';
import { authRoutes } from './routes/auth.ts';
import { commandRoutes } from './routes/commands.ts';
import { dashboardSocket } from './routes/dashboard-socket.ts';
import { endpointRoute } from './routes/endpoints.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoute } from './routes/health.ts';
import { historyRoutes } from './routes/history.ts';
import { layoutRoutes } from './routes/layouts.ts';
import { nodeSocket } from './routes/node-socket.ts';
import { nodeRoutes } from './routes/nodes.ts';
import { settingRoutes } from './routes/settings.ts';
import { transferRoutes } from './routes/transfer.ts';
import { tunnelRoutes } from './routes/tunnels.ts';
import { userRoutes } from './routes/users.ts';

/** The part of the core this door shows. */
export type NodesCore = {
  identity: Identity;
  nodes: Nodes;
  tunnels: Tunnels;
  layouts: Layouts;
  nodesAssistant: NodesAssistant;
  providerKeys: ProviderKeys;
  settings: SettingsService;
  transfer: Transfer;
  certificate: ServerCertificate;
  /** What the door's own port speaks TLS with; undefined behind a proxy. */
  tls: TlsSource | undefined;
  isSelfSigned: () => boolean;
  csrfKey: Buffer;
};

export const NODES_VERSION = '0.1.0';

/** The nodes door: media edges and relays, shown live, configured and commanded. */
export function createNodesDoor(core: NodesCore): Door {
  const { identity, settings, csrfKey, tls } = core;
  const dialect = createNodesDialect({ identity, csrfKey, mostLogins: () => settings.current().max_login_attempts });
  return {
    name: 'nodes',
    title: 'Signalbox: nodes',
    description: [
      'Media edges and relays in many places: live state, configuration, commands, tunnels, events.',
      '',
      'Log in with `POST /api/v1/auth/login`: it sets the cookies `session` and `csrf_token`. Writes of a cookie session carry',
      'the second one as `X-CSRF-Token`. A token of the house as `Authorization: Bearer <token>` does as well. Errors are',
      '`{error, code, details?}`, and every answer has an `X-Request-Id`.',
    ].join('\n'),
    version: NODES_VERSION,
    defaultPort: 8443,
    dialect,
    ...(tls && { tls }),
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Set by POST /auth/login' },
      bearer: { type: 'http', scheme: 'bearer', description: 'Opaque token of the house' },
    },
    register(app) {
      authRoutes(app, { identity, settings, dialect });
      userRoutes(app, core);
      nodeRoutes(app, core);
      commandRoutes(app, core);
      historyRoutes(app, core);
      endpointRoute(app, core);
      tunnelRoutes(app, core);
      layoutRoutes(app, core);
      eventRoutes(app, core);
      settingRoutes(app, core);
      transferRoutes(app, core);
      aiRoutes(app, core);
      aiKeyRoutes(app, core);
      healthRoute(app, { version: NODES_VERSION, isSelfSigned: core.isSelfSigned });
      nodeSocket(app, core);
      dashboardSocket(app, core);
    },
  };
}
