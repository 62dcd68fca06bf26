import type { Database, Queryable, Transaction } from '../../platform/database/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import { hasRole, type Principal } from '../principal.ts';
import type { SettingsService } from '../settings/index.ts';
import type { History, Latest, SeriesQuery, Telemetry } from '../telemetry/index.ts';
import type { Section } from '../transfer/index.ts';
import { commandStore } from './command-store.ts';
import { type Addressee, type Commands, createCommands, type Given } from './commands.ts';
import type { Connection, Wire } from './connection.ts';
import { type CommandType, type DeviceType, type DeviceTypeName, deviceTypes, roleFor } from './device-types.ts';
import { type Endpoint, type Endpoints, gatherEndpoints } from './endpoints.ts';
import { eventSection } from './event-section.ts';
import { eventStore } from './event-store.ts';
import { createHub, type Hub } from './hub.ts';
import { createJournal } from './journal.ts';
import type { Changes, Gone, Live } from './live.ts';
import type { Metrics } from './metrics.ts';
import { createNodeEvents, type NodeEvents } from './node-events.ts';
import { nodeSection } from './node-section.ts';
import { recover } from './recover.ts';
import { hidePasswords, holdsHidden, REDACTED, redact, restoreInAction, restoreSecrets } from './redact.ts';
import { createRegistry, type Registry } from './registry.ts';
import { createSampler, metricsOf } from './sampler.ts';
import type { Action, CommandRecord, EventQuery, Json, MediaNode, NewNode, NodeChanges, NodeEvent } from './schema.ts';
import { requireScope, seesNode } from './scope.ts';
import type { Session } from './session.ts';
import { nodeStore } from './store.ts';

export type {
  Action,
  Changes,
  CommandRecord,
  CommandType,
  Connection,
  DeviceType,
  DeviceTypeName,
  Endpoint,
  Endpoints,
  EventQuery,
  Given,
  Gone,
  Json,
  Live,
  MediaNode,
  Metrics,
  NewNode,
  NodeChanges,
  NodeEvent,
  Session,
  Wire,
};
export { deviceTypes, hidePasswords, redact, seesNode };

/** Media edges and relays: which there are, what they do, and what they are told. */
export type Nodes = Registry & {
  events: NodeEvents;
  hub: Hub;
  /** See `Commands.give`. @throws as it does, and not_found */
  command(principal: Principal, id: string, action: Action, waitMs?: number): Promise<Given>;
  /** See `Commands.push`. */
  push: Commands['push'];
  /** The configuration without its secrets. @throws not_found, forbidden, upstream_failed, upstream_timeout */
  config(principal: Principal, id: string): Promise<Json>;
  /** The whole configuration, for the house. */
  readConfig: Commands['readConfig'];
  /** Sends a configuration; secrets that were shown as hidden stay as they are. @throws as `command` */
  changeConfig(principal: Principal, id: string, config: Json): Promise<Given>;
  /** The commands a node was given, newest first. */
  commandsOf(principal: Principal, id: string): Promise<CommandRecord[]>;
  /** Which of the ids are nodes of the tenant. */
  known(tenantId: string, ids: readonly string[]): Promise<Set<string>>;
  /** What nodes of the tenant are, by id. */
  types(on: Queryable, tenantId: string, ids: readonly string[]): Promise<Map<string, DeviceTypeName>>;
  /** Names of nodes of the tenant, by id. */
  names(tenantId: string, ids: readonly string[]): Promise<Map<string, string>>;
  /** What the flows of the connected edges take in and give out. */
  endpoints(principal: Principal): Promise<Endpoints>;
  /** Figures of a connected node. */
  metricsOf(connection: Connection): Metrics;
  /** The figures of a node that have a history, with their newest values. @throws not_found, forbidden */
  metrics(principal: Principal, id: string): Promise<Latest[]>;
  /** @throws not_found, forbidden, invalid */
  history(principal: Principal, id: string, query: Omit<SeriesQuery, 'tenantId' | 'sourceId'>): Promise<History>;
  /** Call once at the start of the process that holds the nodes' sockets: what was open before is not any more. */
  recover(): Promise<void>;
  removeExpired(): Promise<number>;
  /** For exports: the nodes, and what they reported. */
  sections: { nodes: Section; events: Section };
  /** Says goodbye to every node and writes down what is left. */
  stop(): Promise<void>;
};

export type NodesOptions = {
  database: Database;
  events: Events;
  log: Log;
  settings: Pick<SettingsService, 'current'>;
  telemetry: Pick<Telemetry, 'offer' | 'series' | 'metrics' | 'forget'>;
  /** Forgets in the same transaction what others keep about a node. */
  forget?: (tx: Transaction, nodeId: string) => Promise<void>;
};

export function createNodes(options: NodesOptions): Nodes {
  const { database, events, log, settings, telemetry, forget = async () => {} } = options;
  const journal = createJournal({ database, events, log });
  const hub = createHub({ database, events, log, journal, settings });
  hub.onSweep(createSampler(telemetry));
  const registry = createRegistry({
    database,
    events,
    hub,
    async forget(tx, nodeId) {
      await telemetry.forget(tx, nodeId);
      await forget(tx, nodeId);
    },
  });
  const commands = createCommands({ database, events, hub });

  /** What was taken from a configuration with hidden secrets must not become a flow with their sign for a secret. */
  async function withSecrets(principal: Principal, { id, deviceType }: Addressee, action: Action): Promise<Action> {
    if (!holdsHidden(action) || !hub.get(id) || !hasRole(principal.role, roleFor(deviceType, action.type)))
      return action;
    const restored = restoreInAction(action, await commands.readConfig(id));
    if (restored) return restored as Action;
    throw noSuchSecret(action.type);
  }

  /** @throws not_found, forbidden (out of the principal's scope) */
  async function addressee(principal: Principal, id: string): Promise<Addressee> {
    const connected = hub.get(id.toLowerCase())?.node;
    if (connected?.tenantId !== principal.tenantId) return registry.get(principal, id);
    requireScope(principal, connected.id);
    return connected;
  }

  return {
    ...registry,
    hub,
    events: createNodeEvents({ database, events }),
    async command(principal, id, action, waitMs) {
      const node = await addressee(principal, id);
      return commands.give(principal, node, await withSecrets(principal, node, action), waitMs);
    },
    push: commands.push,
    readConfig: commands.readConfig,
    async config(principal, id) {
      const node = await registry.get(principal, id);
      return redact(await commands.readConfig(node.id)) as Json;
    },
    async changeConfig(principal, id, config) {
      const node = await registry.get(principal, id);
      const known = hub.get(node.id) ? await commands.readConfig(node.id) : {};
      const whole = restoreSecrets(config, known) as Json;
      const action = { type: 'update_config', config: whole };
      // A relay hides its own secrets with the same sign, and takes no configuration.
      const isRefused = hub.get(node.id) && node.deviceType === 'edge' && holdsHidden(whole);
      if (isRefused && hasRole(principal.role, roleFor('edge', action.type))) throw noSuchSecret(action.type);
      return commands.give(principal, node, action);
    },
    async commandsOf(principal, id) {
      const node = await registry.get(principal, id);
      return commandStore.list(database, node.tenantId, node.id, 100);
    },
    known: (tenantId, ids) => nodeStore.known(database, tenantId, ids),
    types: nodeStore.types,
    names: (tenantId, ids) => nodeStore.names(database, tenantId, ids),
    async endpoints(principal) {
      const edges = await registry.list(principal, { deviceType: 'edge' });
      return gatherEndpoints(
        edges.flatMap(({ id }) => hub.get(id) ?? []),
        commands.readConfig,
      );
    },
    metricsOf,
    async metrics(principal, id) {
      const { id: sourceId, tenantId } = await registry.get(principal, id);
      return telemetry.metrics({ tenantId, sourceId });
    },
    async history(principal, id, query) {
      const { id: sourceId, tenantId } = await registry.get(principal, id);
      return telemetry.series({ ...query, tenantId, sourceId });
    },
    recover: () => recover(database, events),
    sections: { nodes: nodeSection as Section, events: eventSection as Section },
    async removeExpired() {
      const days = settings.current().events_retention_days;
      return (await eventStore.removeOlderThan(database, days)) + (await commandStore.removeOlderThan(database, days));
    },
    async stop() {
      await hub.stop();
      await journal.close();
    },
  };
}

function noSuchSecret(type: string) {
  return invalid(`${type} holds ${REDACTED} where the node has no such secret: type the secret itself`, {
    code: 'HIDDEN_SECRET',
  });
}
