import { isIP } from 'node:net';
import { randomId, type Vault } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { conflict, invalid, limitReached, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Outbound } from '../../platform/http/index.ts';
import { connectSsh, type SshConnection } from '../../platform/ssh/index.ts';
import { requireOwnership, requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { checkHealth } from './health.ts';
import { defaultArchitecture, type NewTarget, type Target } from './schema.ts';
import * as store from './store.ts';

/** Of a tenant: as many as are listed, and as one round of health checks can ask without keeping others waiting. */
const MOST_TARGETS = 1000;

export type TargetDependencies = {
  database: Database;
  events: Events;
  vault: Vault;
  outbound: Outbound;
};

export type Targets = ReturnType<typeof createTargets>;

/** The registered edge controllers of all tenants. */
export function createTargets({ database, events, vault, outbound }: TargetDependencies) {
  async function list(principal: Principal): Promise<Target[]> {
    return store.listTargets(database, principal.tenantId);
  }

  /** @throws not_found */
  async function get(principal: Principal, id: string): Promise<Target> {
    const target = await store.findTarget(database, principal.tenantId, id);
    if (!target) throw notFound(`There is no deployment target ${id}.`, { details: id });
    return target;
  }

  function findByHost(tenantId: string, host: string): Promise<Target | undefined> {
    return store.findTargetByHost(database, tenantId, host);
  }

  /**
   * Registers a device. Its password or key is kept encrypted and never shown again.
   *
   * @throws invalid, conflict when the address and port are registered already, forbidden for viewers
   */
  async function register(principal: Principal, wanted: NewTarget): Promise<Target> {
    requireRole(principal, 'operator');
    const secret = wanted.privateKey ?? wanted.password;
    if (secret === undefined || secret === '') {
      throw invalid('A deployment target needs a password or an ssh_key to log in with.');
    }
    if (wanted.directory !== undefined && !/^[A-Za-z0-9._/-]{1,200}$/.test(wanted.directory)) {
      throw invalid(`The folder '${wanted.directory}' may hold letters, digits, '.', '_', '-' and '/' only.`);
    }
    if (wanted.hostKey !== undefined && !/^SHA256:[A-Za-z0-9+/]{43}$/.test(wanted.hostKey)) {
      throw invalid("host_key must look like 'SHA256:…' with 43 characters, as `ssh-keygen -lf` prints it.");
    }
    const sshPort = wanted.sshPort ?? 22;
    // A name is looked up, and what it leads to checked, at each connection.
    if (isIP(wanted.host)) await outbound.address(wanted.host, { reach: 'network', port: sshPort });
    const id = randomId('tgt');
    return database.transaction(async (tx) => {
      if (await store.hostTaken(tx, principal.tenantId, wanted.host, sshPort)) {
        throw conflict(`${wanted.host}:${sshPort} is registered already. Remove that target first to replace it.`);
      }
      if ((await store.countTargets(tx, principal.tenantId)) >= MOST_TARGETS) {
        throw limitReached(`At most ${MOST_TARGETS} targets can be registered. Remove one first.`);
      }
      const target = await store.insertTarget(tx, {
        id,
        tenantId: principal.tenantId,
        createdBy: principal.id,
        name: wanted.name,
        host: wanted.host,
        sshPort,
        edgePort: wanted.edgePort ?? 6200,
        username: wanted.username ?? 'devops',
        authMethod: wanted.privateKey === undefined ? 'password' : 'key',
        credential: vault.seal(secret, credentialContext(id)),
        hostKey: wanted.hostKey ?? null,
        arch: wanted.arch ?? defaultArchitecture,
        directory: wanted.directory ?? 'signalbox',
      });
      await events.append(tx, {
        tenantId: principal.tenantId,
        type: 'target.registered',
        subject: `target:${id}`,
        actor: actorOf(principal),
        data: { name: wanted.name, host: wanted.host },
      });
      return target;
    });
  }

  /** @throws not_found; forbidden unless it is one's own or one is an administrator */
  async function remove(principal: Principal, id: string): Promise<void> {
    requireRole(principal, 'operator');
    const target = await get(principal, id);
    requireOwnership(principal, target.createdBy ?? '');
    await database.transaction(async (tx) => {
      await store.deleteTarget(tx, principal.tenantId, id);
      await events.append(tx, {
        tenantId: principal.tenantId,
        type: 'target.removed',
        subject: `target:${id}`,
        actor: actorOf(principal),
        data: { name: target.name, host: target.host },
      });
    });
  }

  /**
   * Opens an SSH connection with the stored credentials. The first connection pins the host key; later ones must show it.
   *
   * @throws upstream_failed, upstream_timeout: see `connectSsh`
   */
  async function connect(target: Target, signal?: AbortSignal): Promise<SshConnection> {
    const address = await outbound.address(target.host, { reach: 'network', port: target.sshPort });
    const secret = vault.open(target.credential, credentialContext(target.id));
    const ssh = await connectSsh(
      {
        host: address,
        port: target.sshPort,
        username: target.username,
        ...(target.authMethod === 'key' ? { privateKey: secret } : { password: secret }),
        ...(target.hostKey === null ? {} : { pinnedHostKey: target.hostKey }),
      },
      signal,
    );
    if (target.hostKey === null) await store.pinHostKey(database, target.id, ssh.fingerprint);
    return ssh;
  }

  /** Notes which model a device runs since its deployment ended well. */
  async function setRunningModel(id: string, model: { id: string; version: string }): Promise<void> {
    await store.setRunningModel(database, id, model);
  }

  /** Asks every device's `/health` once; the changes become events. Run by cron. */
  async function checkAll(): Promise<void> {
    const targets = await store.listAllTargets(database);
    await checkHealth(targets, outbound, async (target, seen) => {
      await database.transaction(async (tx) => {
        if (!(await store.setHealth(tx, target.id, seen))) return;
        await events.append(tx, {
          tenantId: target.tenantId,
          type: seen.online ? 'target.online' : 'target.offline',
          subject: `target:${target.id}`,
          actor: 'system',
          data: { name: target.name, host: target.host },
        });
      });
    });
  }

  return { list, get, findByHost, register, remove, connect, setRunningModel, checkAll };
}

/** Binds a sealed credential to its row, so that it cannot be moved to another target. */
function credentialContext(targetId: string): string {
  return `deployment_targets.credential:${targetId}`;
}
