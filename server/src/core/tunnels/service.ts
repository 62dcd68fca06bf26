import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Vault } from '../../platform/crypto/index.ts';
import { type Database, isForeignKeyViolation, type Transaction } from '../../platform/database/index.ts';
import { conflict, forbidden, HouseError, invalid, limitReached, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { isUuid } from '../../platform/uuid.ts';
import { requireRole } from '../identity/index.ts';
import { type DeviceTypeName, type Nodes, seesNode } from '../nodes/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { checkWish, wishOf } from './check.ts';
import type { Pusher } from './push.ts';
import {
  type LegState,
  legsOf,
  MOST_TUNNELS,
  type NewTunnel,
  type Part,
  type Tunnel,
  type TunnelChanges,
  type TunnelWish,
} from './schema.ts';
import { mintSecrets, sealSecrets } from './secrets.ts';
import { tunnelStore } from './store.ts';

/** Whoever makes or changes a tunnel waits this long for its nodes; what comes later is seen in its state. */
const MOST_WAIT_MS = 15_000;

/** A tunnel with the names of its nodes. */
export type NamedTunnel = Tunnel & Record<`${Part}NodeName`, string | null>;
/** `warnings`: what is not as it is wanted yet, in sentences. */
export type Pushed = { tunnel: NamedTunnel; warnings: string[] };

/** Tunnels between edges. Who does not see both of its ends does not see a tunnel. */
export type TunnelService = {
  /** By name. @throws forbidden */
  list(principal: Principal): Promise<NamedTunnel[]>;
  /** Those a node is a part of. @throws forbidden, not_found */
  listOfNode(principal: Principal, nodeId: string): Promise<NamedTunnel[]>;
  /** @throws forbidden, not_found */
  get(principal: Principal, id: string): Promise<NamedTunnel>;
  /** Makes a tunnel with new secrets and tells its nodes; those that are away are told when they come. @throws forbidden, invalid, limit */
  create(principal: Principal, wanted: NewTunnel): Promise<Pushed>;
  /** Its edges forget the old version before they are told the new one. @throws forbidden, not_found, invalid */
  change(principal: Principal, id: string, changes: TunnelChanges): Promise<Pushed>;
  /** Its nodes are to forget it, those that are away when they come. @throws forbidden, not_found */
  remove(principal: Principal, id: string): Promise<void>;
  /** Removes the tunnels of a node that is being deleted; what is left of them is told to forget them. */
  forgetNode(tx: Transaction, nodeId: string): Promise<void>;
};

type Parts = {
  database: Database;
  events: Events;
  vault: Vault;
  nodes: Pick<Nodes, 'get' | 'names' | 'hub'>;
  pusher: Pick<Pusher, 'push' | 'soon'>;
};

export function createTunnelService({ database, events, vault, nodes, pusher }: Parts): TunnelService {
  async function named(principal: Principal, tunnels: readonly Tunnel[]): Promise<NamedTunnel[]> {
    const ids = new Set(tunnels.flatMap((t) => [t.ingressNodeId, t.egressNodeId]));
    for (const { relayNodeId } of tunnels) if (relayNodeId) ids.add(relayNodeId);
    const names = await nodes.names(principal.tenantId, [...ids]);
    const nameOf = (id: string | null) => (id !== null && seesNode(principal, id) ? (names.get(id) ?? null) : null);
    return tunnels.map((tunnel) => ({
      ...tunnel,
      ingressNodeName: nameOf(tunnel.ingressNodeId),
      egressNodeName: nameOf(tunnel.egressNodeId),
      relayNodeName: nameOf(tunnel.relayNodeId),
    }));
  }

  async function find(principal: Principal, id: string): Promise<Tunnel> {
    const tunnel = isUuid(id) ? await tunnelStore.find(database, principal.tenantId, id) : undefined;
    if (!tunnel) throw noTunnel(id);
    if (!seesNode(principal, tunnel.ingressNodeId) || !seesNode(principal, tunnel.egressNodeId))
      throw forbidden('No access to both nodes of this tunnel', { code: 'NODE_OUT_OF_SCOPE' });
    return tunnel;
  }

  async function get(principal: Principal, id: string): Promise<NamedTunnel> {
    requireRole(principal, 'operator');
    const [tunnel] = await named(principal, [await find(principal, id)]);
    return tunnel as NamedTunnel;
  }

  /** Those that are the same as before are not asked for again. @throws invalid, forbidden */
  async function checkNodes(principal: Principal, wish: TunnelWish, before?: TunnelWish): Promise<void> {
    const { ingressNodeId, egressNodeId, relayNodeId } = wish;
    if (ingressNodeId !== before?.ingressNodeId) await checkNode(principal, 'ingress_node_id', ingressNodeId, 'edge');
    if (egressNodeId !== before?.egressNodeId) await checkNode(principal, 'egress_node_id', egressNodeId, 'edge');
    if (relayNodeId !== null && relayNodeId !== before?.relayNodeId)
      await checkNode(principal, 'relay_node_id', relayNodeId, 'relay');
  }

  async function checkNode(principal: Principal, field: string, id: string, wanted: DeviceTypeName): Promise<void> {
    try {
      const { deviceType, name } = await nodes.get(principal, id);
      if (deviceType === wanted) return;
      throw invalid(`${field}: ${name} is no ${wanted}`);
    } catch (error) {
      if (error instanceof HouseError && error.kind === 'not_found') throw invalid(`${field}: ${error.message}`);
      throw error;
    }
  }

  /** Tells the nodes, waits a while, and says how it went. */
  async function told(principal: Principal, id: string): Promise<Pushed> {
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([
      pusher.push(id, actorOf(principal)),
      sleep(MOST_WAIT_MS, undefined, { signal, ref: false }).catch(() => {}),
    ]);
    waiting.abort();
    const tunnel = await get(principal, id);
    return { tunnel, warnings: warningsOf(tunnel) };
  }

  function warningsOf(tunnel: NamedTunnel): string[] {
    if (!tunnel.enabled) return [];
    const of = (what: string, name: string | null, nodeId: string, { status, error }: LegState): string[] => {
      if (status === 'pushed') return [];
      const who = `${what} ${name ?? nodeId}`;
      if (status === 'failed') return [`${who}: ${error?.replace(/\.$/, '')}. It is told again in 30 s.`];
      if (nodes.hub.get(nodeId)) return [`${who} has not answered yet`];
      return [`${who} is not connected; it is told when it comes`];
    };
    const { relay, relayNodeId } = tunnel;
    return [
      ...(relay && relayNodeId ? of('Relay', tunnel.relayNodeName, relayNodeId, relay) : []),
      ...of('Ingress node', tunnel.ingressNodeName, tunnel.ingressNodeId, tunnel.ingress),
      ...of('Egress node', tunnel.egressNodeName, tunnel.egressNodeId, tunnel.egress),
    ];
  }

  const eventOf = (principal: Principal, id: string, type: string, data: Record<string, unknown>) => ({
    tenantId: principal.tenantId,
    type,
    subject: `tunnel:${id}`,
    actor: actorOf(principal),
    data,
  });

  return {
    get,
    async list(principal) {
      requireRole(principal, 'operator');
      const scope = principal.nodeScope ?? null;
      return named(principal, await tunnelStore.list(database, principal.tenantId, { scope }));
    },
    async listOfNode(principal, nodeId) {
      requireRole(principal, 'operator');
      const node = await nodes.get(principal, nodeId);
      const scope = principal.nodeScope ?? null;
      return named(principal, await tunnelStore.list(database, principal.tenantId, { scope, nodeId: node.id }));
    },
    async create(principal, wanted) {
      requireRole(principal, 'admin');
      const wish = wishOf(wanted);
      checkWish(wish);
      await checkNodes(principal, wish);
      const { tenantId } = principal;
      const id = randomUUID();
      const secrets = sealSecrets(vault, id, mintSecrets(wish.mode));
      await database
        .transaction(async (tx) => {
          if ((await tunnelStore.count(tx, tenantId)) >= MOST_TUNNELS)
            throw limitReached(`There can be ${MOST_TUNNELS} tunnels at most. Delete one first.`);
          await tunnelStore.insert(tx, { id, tenantId, wish, secrets });
          await tunnelStore.setLegs(tx, id, legsOf(wish));
          await events.append(tx, eventOf(principal, id, 'tunnel.created', shown(wish)));
        })
        .catch(nodeIsGone);
      return told(principal, id);
    },
    async change(principal, id, changes) {
      requireRole(principal, 'admin');
      const known = await find(principal, id);
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const wished = wishOf({ ...known, ...given } as NewTunnel);
      checkWish(wished);
      await checkNodes(principal, wished, known);
      await database
        .transaction(async (tx) => {
          const locked = await tunnelStore.lock(tx, known.id);
          const current = locked && (await tunnelStore.find(tx, principal.tenantId, known.id));
          if (!locked || !current) throw noTunnel(id);
          // Somebody else may have changed other fields meanwhile.
          const wish = wishOf({ ...current, ...given } as NewTunnel);
          checkWish(wish);
          const psk = wish.mode === 'direct' ? (locked.psk ?? newPsk(known.id)) : null;
          await tunnelStore.update(tx, known.id, wish, psk);
          if (concernsNodes(given)) await tunnelStore.setLegs(tx, known.id, legsOf(wish));
          const data = { name: wish.name, changed: Object.keys(given) };
          await events.append(tx, eventOf(principal, known.id, 'tunnel.changed', data));
        })
        .catch(nodeIsGone);
      return told(principal, known.id);
    },
    async remove(principal, id) {
      requireRole(principal, 'admin');
      const tunnel = await find(principal, id);
      await database.transaction(async (tx) => {
        if (!(await tunnelStore.remove(tx, tunnel.id))) throw noTunnel(id);
        await tunnelStore.unwantLegs(tx, [tunnel.id]);
        await events.append(tx, eventOf(principal, tunnel.id, 'tunnel.deleted', { name: tunnel.name }));
      });
      const waiting = sleep(MOST_WAIT_MS, undefined, { ref: false });
      await Promise.race([pusher.push(tunnel.id, actorOf(principal)), waiting]);
    },
    async forgetNode(tx, nodeId) {
      const ids = await tunnelStore.removeOfNode(tx, nodeId);
      if (ids.length === 0) return;
      await tunnelStore.unwantLegs(tx, ids);
      pusher.soon();
    },
  };

  function newPsk(id: string): string {
    return sealSecrets(vault, id, mintSecrets('direct')).psk as string;
  }
}

/** Nodes know nothing of the flows a tunnel belongs to; a change of nothing tells them all again. */
function concernsNodes(changes: Record<string, unknown>): boolean {
  const names = Object.keys(changes);
  return names.length === 0 || names.some((name) => name !== 'associatedFlowIds');
}

function noTunnel(id: string): HouseError {
  return notFound(`There is no tunnel ${id.slice(0, 100)}`, { code: 'TUNNEL_NOT_FOUND' });
}

/** A node was deleted between the look at it and the use of it. */
function nodeIsGone(error: unknown): never {
  if (isForeignKeyViolation(error)) throw conflict('One of the nodes was deleted in this moment. Look, and try again.');
  throw error;
}

/** What an event tells of a new tunnel. */
function shown({ name, protocol, mode, ingressNodeId, egressNodeId, relayNodeId }: TunnelWish) {
  return { name, protocol, mode, ingressNodeId, egressNodeId, relayNodeId };
}
