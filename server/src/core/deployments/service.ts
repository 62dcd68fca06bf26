import type { Readable } from 'node:stream';
import { randomId } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Queue } from '../../platform/queue/types.ts';
import type { Storage } from '../../platform/storage/types.ts';
import type { Billing } from '../billing/index.ts';
import { requireOwnership, requireRole, seesWholeTenant } from '../identity/index.ts';
import type { ModelService } from '../models/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { defaultArchitecture, type Targets } from '../targets/index.ts';
import type { Deployment, NewDeployment } from './schema.ts';
import * as store from './store.ts';

export const DEPLOYMENT_JOB = 'deployment.run';

export type DeploymentDependencies = {
  database: Database;
  events: Events;
  queue: Queue;
  storage: Storage;
  billing: Billing;
  models: ModelService;
  targets: Targets;
};

export type Deployments = ReturnType<typeof createDeployments>;

/** Deployments of models to devices: asking for them, looking at them, ending them. The work itself is in `run.ts`. */
export function createDeployments(deps: DeploymentDependencies) {
  const { database, events, queue, storage, billing, models, targets } = deps;
  models.beforeDelete(async (tx, model) => {
    if (!(await store.modelInUse(tx, model.id))) return;
    throw conflict(`Model ${model.id} is being deployed. Wait for the deployment to end, or remove it first.`);
  });

  async function list(principal: Principal): Promise<Deployment[]> {
    const ownerId = seesWholeTenant(principal) ? undefined : principal.id;
    return store.listDeployments(database, principal.tenantId, ownerId);
  }

  /** @throws not_found; forbidden when it is somebody else's and one is no administrator */
  async function get(principal: Principal, id: string): Promise<Deployment> {
    const deployment = await store.findDeployment(database, id);
    if (!deployment || deployment.tenantId !== principal.tenantId) {
      throw notFound('Deployment not found', { details: id });
    }
    requireOwnership(principal, deployment.createdBy ?? '');
    return deployment;
  }

  /** What the deployment did so far, oldest first. */
  async function log(principal: Principal, id: string): Promise<{ at: Date; line: string }[]> {
    const { tenantId } = await get(principal, id);
    const happened = await events.read({ tenantId, subject: `deployment:${id}`, limit: 1000 });
    return happened.map((event) => ({ at: event.at, line: lineOf(event.type, event.data) }));
  }

  /**
   * Asks for a deployment; the work starts as soon as a worker is free.
   *
   * @throws invalid without a target, not_found for an unknown model or target, limit of the plan, forbidden for viewers
   */
  async function create(principal: Principal, wanted: NewDeployment): Promise<Deployment> {
    requireRole(principal, 'operator');
    const model = await models.get(principal, wanted.modelId);
    if (wanted.targetId === undefined && wanted.targetIp === undefined) {
      throw invalid("'target_ip' or 'target_id' is required: the device to deploy to.");
    }
    const target =
      wanted.targetId === undefined
        ? await targets.findByHost(principal.tenantId, wanted.targetIp ?? '')
        : await targets.get(principal, wanted.targetId);
    const targetIp = target?.host ?? wanted.targetIp ?? '';
    return database.transaction(async (tx) => {
      await billing.requireRoom(tx, principal, 'deployments', () => store.countDeployments(tx, principal.tenantId));
      const deployment = await store.insertDeployment(tx, {
        id: randomId('dep'),
        tenantId: principal.tenantId,
        createdBy: principal.id,
        deployedBy: principal.name,
        modelId: model.id,
        modelName: model.name,
        targetId: target?.id ?? null,
        targetIp,
        targetName: wanted.targetName ?? target?.name ?? targetIp,
        targetArch: wanted.arch ?? target?.arch ?? defaultArchitecture,
        precision: wanted.precision ?? 'int8',
      });
      await enqueue(tx, deployment, actorOf(principal), 'deployment.created');
      return deployment;
    });
  }

  /**
   * Begins a failed or cancelled deployment anew, with the target as it is registered now.
   *
   * @throws conflict while it is under way or when it is deployed already
   */
  async function retry(principal: Principal, id: string): Promise<Deployment> {
    requireRole(principal, 'operator');
    const before = await get(principal, id);
    const target =
      (before.targetId === null ? undefined : await targets.get(principal, before.targetId)) ??
      (await targets.findByHost(principal.tenantId, before.targetIp));
    return database.transaction(async (tx) => {
      const deployment = await store.beginRetry(tx, id, {
        id: target?.id ?? null,
        ip: target?.host ?? before.targetIp,
        name: before.targetName,
        arch: target?.arch ?? before.targetArch,
      });
      if (!deployment) {
        throw conflict(`Deployment ${id} is ${before.status}; only a failed or cancelled one can be retried.`);
      }
      await enqueue(tx, deployment, actorOf(principal), 'deployment.retried');
      return deployment;
    });
  }

  /** Stops a deployment that is under way and removes it with its binary. What runs on the device stays there. */
  async function remove(principal: Principal, id: string): Promise<void> {
    requireRole(principal, 'operator');
    const deployment = await get(principal, id);
    await database.transaction(async (tx) => {
      await store.setCancelled(tx, id);
      await queue.cancel(tx, { kind: DEPLOYMENT_JOB, key: jobKey(deployment) });
      await store.deleteDeployment(tx, id);
      await events.append(tx, {
        tenantId: deployment.tenantId,
        type: 'deployment.deleted',
        subject: `deployment:${id}`,
        actor: actorOf(principal),
      });
    });
    if (deployment.binaryKey !== null) await storage.remove(deployment.binaryKey);
  }

  /**
   * The binary for download: there from the end of packaging on, also when the transfer failed.
   *
   * @throws invalid `Deployment is not ready for download (status: …)`
   */
  async function openBinary(
    principal: Principal,
    id: string,
  ): Promise<{ name: string; bytes: number; content: Readable }> {
    const deployment = await get(principal, id);
    if (deployment.binaryKey === null || deployment.binarySizeBytes === null) {
      throw invalid(`Deployment is not ready for download (status: ${deployment.status})`);
    }
    return {
      name: `signalbox-edge-inference-${deployment.targetArch}`,
      bytes: deployment.binarySizeBytes,
      content: await storage.get(deployment.binaryKey),
    };
  }

  async function enqueue(tx: Transaction, deployment: Deployment, actor: string, type: string): Promise<void> {
    await queue.add(tx, {
      kind: DEPLOYMENT_JOB,
      tenantId: deployment.tenantId,
      key: jobKey(deployment),
      payload: { deploymentId: deployment.id, try: deployment.try },
    });
    await events.append(tx, {
      tenantId: deployment.tenantId,
      type,
      subject: `deployment:${deployment.id}`,
      actor,
      data: { status: deployment.status, model_id: deployment.modelId, target: deployment.targetName },
    });
  }

  /** How many a tenant has. */
  const count = (tenantId: string) => store.countDeployments(database, tenantId);

  return { list, get, log, count, create, retry, remove, openBinary };
}

function jobKey(deployment: Deployment): string {
  return `${deployment.id}#${deployment.try}`;
}

function lineOf(type: string, data: Record<string, unknown>): string {
  if (typeof data.line === 'string') return data.line;
  if (typeof data.error === 'string') return `failed: ${data.error}`;
  return typeof data.status === 'string' ? data.status : type;
}
