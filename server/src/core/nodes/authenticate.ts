import { randomUUID } from 'node:crypto';
import { batched } from '../../platform/batched.ts';
import { equalSecrets, sha256 } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Events } from '../../platform/events/types.ts';
import { isUuid } from '../../platform/uuid.ts';
import { createLockouts, type Lockouts } from './lockouts.ts';
import type { MediaNode } from './schema.ts';
import { nodeStore } from './store.ts';

/** A node that has proved who it is; `secret` for one that has just registered. */
export type Admission = { node: MediaNode; secret?: string; softwareVersion?: string; protocolVersion?: number };

/** Refused: the message goes to the node. Source of the words: facts about the nodes contract. */
export class Refused extends Error {}

type Parts = {
  database: Database;
  events: Events;
  /** Whether the node has taken over its credentials, or may still do so: it is connected. */
  hasCredentials: (nodeId: string) => boolean;
  lockouts?: Lockouts;
};

export type Authenticate = (payload: unknown, address: string) => Promise<Admission>;

/**
 * Checks the payload of an `auth` message. A token registers its node once and gets a secret in return; a secret lets a
 * registered node in.
 *
 * A token that was used but whose node has not shown its secret yet registers again while that node is not connected: its
 * first session ended without a goodbye, and the node knows nothing but the token.
 *
 * @throws Refused; unavailable when the database is away
 */
export function createAuthenticate(parts: Parts): Authenticate {
  const { database, events, hasCredentials, lockouts = createLockouts() } = parts;
  const find = batched((ids: readonly string[]) => nodeStore.findManyForLogin(database, ids));

  const inUse = new Set<string>();

  /** INVARIANT: until a node that registers counts as connected, nobody else registers with its token. */
  async function alone<T>(tokenHash: string, work: () => Promise<T>): Promise<T> {
    inUse.add(tokenHash);
    try {
      const done = await work();
      // Whoever waits for this lets the node in before anything new is read.
      setImmediate(() => inUse.delete(tokenHash));
      return done;
    } catch (error) {
      inUse.delete(tokenHash);
      throw error;
    }
  }

  async function register(token: string, address: string): Promise<Pick<Admission, 'node' | 'secret'>> {
    const key = `token:${token.slice(0, 8)} ${address}`;
    if (lockouts.isLocked(key)) throw new Refused('Too many failed attempts. Try again later.');
    const tokenHash = sha256(token);
    if (inUse.has(tokenHash)) {
      lockouts.fail(key);
      throw new Refused('Invalid registration token');
    }
    return alone(tokenHash, () => registerWith(tokenHash, key, address));
  }

  async function registerWith(
    tokenHash: string,
    key: string,
    address: string,
  ): Promise<Pick<Admission, 'node' | 'secret'>> {
    const node = await nodeStore.findByToken(database, tokenHash);
    if (!node || (node.tokenConsumedAt !== null && hasCredentials(node.id))) {
      lockouts.fail(key);
      throw new Refused('Invalid registration token');
    }
    refuseExpired(node);
    const secret = randomUUID();
    const registered = await database.transaction(async (tx) => {
      const consumedBefore = node.tokenConsumedAt;
      if (!(await nodeStore.register(tx, { id: node.id, tokenHash, secretHash: sha256(secret), consumedBefore })))
        return false;
      const { tenantId, id, name } = node;
      await events.append(tx, {
        tenantId,
        type: 'node.registered',
        subject: `node:${id}`,
        actor: `node:${id}`,
        data: { name, address },
      });
      return true;
    });
    // Somebody else came with the same token in this moment.
    if (!registered) throw new Refused('Invalid registration token');
    lockouts.succeed(key);
    return { node: { ...node, registeredAt: new Date() }, secret };
  }

  async function recognize(nodeId: string, secret: string, address: string): Promise<MediaNode> {
    const key = `${nodeId} ${address}`;
    if (lockouts.isLocked(key))
      throw new Refused('Too many failed authentication attempts. Locked out for 60 seconds.');
    const node = isUuid(nodeId) ? await find(nodeId.toLowerCase()) : undefined;
    if (!node || node.secretHash === null) {
      lockouts.fail(key);
      throw new Refused('Node not registered');
    }
    const hash = sha256(secret);
    const isNext = node.nextSecretHash !== null && equalSecrets(hash, node.nextSecretHash);
    if (!isNext && !equalSecrets(hash, node.secretHash)) {
      const locks = lockouts.fail(key);
      throw new Refused(
        locks ? 'Invalid node secret. Too many failures — locked out for 60 seconds.' : 'Invalid node secret',
      );
    }
    refuseExpired(node);
    if (isNext) await nodeStore.promoteNextSecret(database, node.id);
    if (node.tokenConsumedAt !== null) await nodeStore.forgetConsumedToken(database, node.id);
    lockouts.succeed(key);
    return node;
  }

  return async (payload, address) => {
    const given = (typeof payload === 'object' && payload !== null ? payload : {}) as Record<string, unknown>;
    const { registration_token: token, node_id: nodeId, node_secret: secret } = given;
    const versions = readVersions(given);
    if (isText(nodeId) && isText(secret)) return { node: await recognize(nodeId, secret, address), ...versions };
    if (isText(token)) return { ...(await register(token, address)), ...versions };
    throw new Refused(isText(nodeId) ? 'Missing node_secret in auth payload' : 'Missing node_id in auth payload');
  };
}

function refuseExpired({ expiresAt }: MediaNode): void {
  if (expiresAt !== null && expiresAt <= new Date()) throw new Refused('Node has expired');
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 512;

function readVersions(given: Record<string, unknown>): Pick<Admission, 'softwareVersion' | 'protocolVersion'> {
  const { software_version: software, protocol_version: protocol } = given;
  return {
    ...(isText(software) && { softwareVersion: software.slice(0, 100).replaceAll('\0', '').toWellFormed() }),
    ...(Number.isInteger(protocol) &&
      Math.abs(protocol as number) < 2 ** 31 && { protocolVersion: protocol as number }),
  };
}
