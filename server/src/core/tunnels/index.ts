import type { Vault } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Nodes } from '../nodes/index.ts';
import type { Section } from '../transfer/index.ts';
import { tunnelSection } from './export-section.ts';
import { followFailures } from './follow-failures.ts';
import { createPusher } from './push.ts';
import {
  type LegState,
  legStatuses,
  modes,
  type NewTunnel,
  protocols,
  statusOf,
  type Tunnel,
  type TunnelChanges,
  type TunnelStatus,
  tunnelStatuses,
} from './schema.ts';
import { createTunnelService, type NamedTunnel, type Pushed, type TunnelService } from './service.ts';

export type { LegState, NamedTunnel, NewTunnel, Pushed, Tunnel, TunnelChanges, TunnelStatus };
export { legStatuses, modes, protocols, statusOf, tunnelStatuses };

/**
 * Tunnels between edges, direct or through a relay: which there are, and that their nodes know. Nodes are told again each
 * time they come, as relays keep what they are told in memory only.
 */
export type Tunnels = TunnelService & {
  /** For exports. */
  section: Section;
  /** Call once at the start of the process that holds the nodes' sockets. */
  start(): Promise<void>;
  /** Resolves when no node is being told anything any more. */
  stop(): Promise<void>;
};

export type TunnelOptions = {
  database: Database;
  events: Events;
  log: Log;
  vault: Vault;
  nodes: Pick<Nodes, 'get' | 'names' | 'types' | 'hub' | 'push'>;
  /** Between two rounds of telling what could not be told; default 30 s. */
  retryMs?: number;
};

export function createTunnels({ database, events, log, vault, nodes, retryMs }: TunnelOptions): Tunnels {
  const pusher = createPusher({ database, log, vault, nodes, retryMs });
  const service = createTunnelService({ database, events, vault, nodes, pusher });
  let unfollow = async () => {};
  return {
    ...service,
    section: tunnelSection({ vault, nodes, arrived: pusher.soon }) as Section,
    async start() {
      await pusher.start();
      unfollow = await followFailures(events, log, pusher.failed);
    },
    async stop() {
      await unfollow();
      await pusher.stop();
    },
  };
}
