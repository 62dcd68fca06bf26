import { randomUUID } from 'node:crypto';
import { sha256 } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { deviceTypeOf } from './device-types.ts';
import type { Hub } from './hub.ts';
import type { MediaNode, NewNode, NodeChanges } from './schema.ts';
import { noNode, requireScope } from './scope.ts';
import { nodeStore } from './store.ts';

/** Which nodes there are. */
export type Registry = {
  /** By name; those the principal may see. */
  list(principal: Principal, of?: { deviceType?: string | undefined }): Promise<MediaNode[]>;
  /** @throws not_found, forbidden (out of the principal's scope) */
  get(principal: Principal, id: string): Promise<MediaNode>;
  /** @returns the node and the token it registers with, told this once. @throws forbidden, invalid */
  create(principal: Principal, wanted: NewNode): Promise<{ node: MediaNode; token: string }>;
  /** @throws forbidden, not_found, invalid */
  change(principal: Principal, id: string, changes: NodeChanges): Promise<MediaNode>;
  /** Disconnects the node and forgets everything about it. @throws forbidden, not_found */
  remove(principal: Principal, id: string): Promise<void>;
  /** A new registration token; the credentials the node had are worth nothing from now on. @throws forbidden, not_found */
  renewToken(principal: Principal, id: string): Promise<string>;
};

type Parts = {
  database: Database;
  events: Events;
  hub: Hub;
  /** Forgets in the same transaction what others keep about a node. */
  forget: (tx: Transaction, nodeId: string) => Promise<void>;
};

export function createRegistry({ database, events, hub, forget }: Parts): Registry {
  async function get(principal: Principal, id: string): Promise<MediaNode> {
    const node = await nodeStore.find(database, principal.tenantId, id.toLowerCase());
    if (!node) throw noNode(id);
    requireScope(principal, node.id);
    return asItIs(hub, node);
  }

  const eventOf = (principal: Principal, id: string, type: string, data: Record<string, unknown>) => ({
    tenantId: principal.tenantId,
    type,
    subject: `node:${id}`,
    actor: actorOf(principal),
    data,
  });

  return {
    get,
    async list(principal, of = {}) {
      const nodes = await nodeStore.list(database, principal.tenantId, { ...of, ids: principal.nodeScope });
      return nodes.map((node) => asItIs(hub, node));
    },
    async create(principal, { name, description = null, deviceType = 'edge', expiresAt = null }) {
      requireRole(principal, 'admin');
      checkName(name);
      checkDescription(description);
      const type = deviceTypeOf(deviceType).name;
      checkExpiry(expiresAt);
      const token = randomUUID();
      const node = await database.transaction(async (tx) => {
        const { tenantId } = principal;
        const created = await nodeStore.insert(tx, {
          tenantId,
          name,
          description,
          deviceType: type,
          expiresAt,
          tokenHash: sha256(token),
        });
        await events.append(tx, eventOf(principal, created.id, 'node.created', { name, deviceType: type }));
        return created;
      });
      return { node, token };
    },
    async change(principal, id, changes) {
      requireRole(principal, 'admin');
      const node = await get(principal, id);
      if (changes.name !== undefined) checkName(changes.name);
      if (typeof changes.description === 'string') checkDescription(changes.description);
      if (changes.expiresAt) checkExpiry(changes.expiresAt);
      const changed = await database.transaction(async (tx) => {
        const row = await nodeStore.update(tx, node.id, changes);
        if (!row) throw noNode(id);
        await events.append(tx, eventOf(principal, row.id, 'node.changed', { changed: Object.keys(changes) }));
        return row;
      });
      hub.changed(changed);
      return asItIs(hub, changed);
    },
    async remove(principal, id) {
      requireRole(principal, 'admin');
      const node = await get(principal, id);
      await database.transaction(async (tx) => {
        await forget(tx, node.id);
        if (!(await nodeStore.remove(tx, node.id))) throw noNode(id);
        await events.append(tx, eventOf(principal, node.id, 'node.deleted', { name: node.name }));
      });
      hub.dismiss(node.id, 'the node was deleted');
    },
    async renewToken(principal, id) {
      requireRole(principal, 'admin');
      const node = await get(principal, id);
      const token = randomUUID();
      await database.transaction(async (tx) => {
        await nodeStore.putToken(tx, node.id, sha256(token));
        await events.append(tx, eventOf(principal, node.id, 'node.token_renewed', { name: node.name }));
      });
      hub.dismiss(node.id, 'register again with the new token');
      return token;
    },
  };
}

/** What the hub knows is newer than what is written down. */
function asItIs(hub: Hub, node: MediaNode): MediaNode {
  const connection = hub.get(node.id);
  if (!connection) return node.status === 'online' ? { ...node, status: 'offline' } : node;
  return {
    ...node,
    status: 'online',
    lastSeenAt: new Date(connection.lastHeardAt),
    lastHealth: connection.health ?? node.lastHealth,
    softwareVersion: connection.softwareVersion ?? node.softwareVersion,
    protocolVersion: connection.protocolVersion ?? node.protocolVersion,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const controls = /[\x00-\x1f\x7f]/;

/** @throws invalid */
export function checkName(name: string): void {
  if (name.trim() === '' || name.length > 128) throw invalid('name must have 1 to 128 characters');
  if (controls.test(name)) throw invalid('name must not hold control characters');
}

/** @throws invalid */
export function checkDescription(description: string | null): void {
  if (description !== null && description.length > 512) throw invalid('description must have at most 512 characters');
}

function checkExpiry(expiresAt: Date | null): void {
  if (expiresAt !== null && expiresAt <= new Date()) throw invalid('expires_at must be in the future');
}
