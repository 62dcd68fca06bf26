import type { Database, Transaction } from '../../platform/database/index.ts';
import { HouseError, upstreamFailed, upstreamTimeout } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { storable } from '../../platform/failure-text.ts';
import type { Log } from '../../platform/log/index.ts';
import type { JobHandler, RunningJob } from '../../platform/queue/types.ts';
import type { SshConnection } from '../../platform/ssh/index.ts';
import type { ModelService } from '../models/index.ts';
import type { Principal } from '../principal.ts';
import type { Targets } from '../targets/index.ts';
import type { BinaryBuilder } from './builder.ts';
import { type Deployment, type DeploymentStep, deploymentSteps } from './schema.ts';
import { DEPLOYMENT_JOB } from './service.ts';
import * as store from './store.ts';
import { transfer } from './transfer.ts';

export type RunDependencies = {
  database: Database;
  events: Events;
  models: Pick<ModelService, 'get'>;
  targets: Targets;
  builder: BinaryBuilder;
  log: Log;
};

/** A device that answers just often enough holds up others' deployments no longer than this. */
const LONGEST_TRANSFER_MS = 600_000;
/** A device's last words; an event has room for more, a person has not. */
const MOST_SAID = 4_000;

/** Thrown when the deployment was cancelled, deleted or begun anew: this job has nothing left to do. */
class Overtaken extends Error {}

/**
 * The job that takes one deployment from `compiling` to `deployed`.
 *
 * A job that is interrupted (kill -9, shutdown) starts over from the first step: compiling is cached, the same model gives
 * the same bytes, and the transfer swaps the file only when it is whole. INVARIANT: every change of the row happens under
 * the job's fence, so a worker that lost its lease writes nothing.
 */
export function deploymentJob({ database, events, models, targets, builder, log }: RunDependencies): JobHandler {
  async function run(job: RunningJob): Promise<void> {
    const { deploymentId, try: attempt } = job.payload as { deploymentId: string; try: number };
    const deployment = await store.findDeployment(database, deploymentId);
    if (!deployment || deployment.try !== attempt) return;
    let step: DeploymentStep = 'compiling';

    const record = (type: string, data: Record<string, unknown>, change?: (tx: Transaction) => Promise<boolean>) =>
      database.transaction(async (tx) => {
        await job.fence(tx);
        if (change && !(await change(tx))) throw new Overtaken();
        await events.append(tx, {
          tenantId: deployment.tenantId,
          type,
          subject: `deployment:${deployment.id}`,
          actor: 'system',
          data: { ...ownerData(deployment), ...data },
        });
      });
    const enter = async (next: DeploymentStep) => {
      step = next;
      await record('deployment.step', { status: next }, (tx) => store.setStep(tx, deployment.id, attempt, next));
    };
    const say = (line: string) => record('deployment.log', { line: storable(line.slice(0, MOST_SAID)) });

    try {
      await enter('compiling');
      const program = await builder.compile(deployment.targetArch, job.signal);
      await say(`compiled by ${program.compiler}${program.cached ? ' (cached)' : ''}`);

      await enter('quantizing');
      const model = await models.get(system(deployment), deployment.modelId);
      const weights = await builder.quantizeWeights(model.fileKey, deployment.precision);
      await say(`${weights.parameters} parameters as ${deployment.precision}, ${weights.bytes} bytes`);

      await enter('packaging');
      const binary = await builder.pack(deployment, weights, job.signal);
      step = 'transferring';
      await record('deployment.step', { status: step, binary_size_bytes: binary.bytes }, (tx) =>
        store.setPackaged(tx, deployment.id, attempt, binary),
      );

      const version = await ship(deployment, binary, job.signal, say);
      await record('deployment.deployed', { status: 'deployed', target: deployment.targetName, version }, (tx) =>
        store.setEnd(tx, deployment.id, attempt, { status: 'deployed' }),
      );
    } catch (error) {
      if (error instanceof Overtaken) return;
      if (job.signal.aborted) throw error;
      const known = error instanceof HouseError;
      if (!known) log.error({ err: error, deployment: deployment.id, step }, 'deployment step failed');
      const text = known
        ? storable(error.message.slice(0, MOST_SAID))
        : `${step} failed by an error of this server; its log says more.`;
      await record('deployment.failed', { status: 'failed', step, error: text }, (tx) =>
        store.setEnd(tx, deployment.id, attempt, { status: 'failed', failedStep: step, error: text }),
      ).catch((e) => {
        if (!(e instanceof Overtaken)) throw e;
      });
    }
  }

  async function ship(
    deployment: Deployment,
    binary: { path: string; sha256: string },
    signal: AbortSignal,
    say: (line: string) => Promise<void>,
  ): Promise<string> {
    if (deployment.targetId === null) {
      throw upstreamFailed(
        `No deployment target with the address ${deployment.targetIp} is registered, so there are no credentials to send the binary with. Register it and retry, or download the binary and copy it yourself.`,
      );
    }
    const target = await targets.get(system(deployment), deployment.targetId);
    const overdue = new AbortController();
    const timer = setTimeout(() => overdue.abort(), LONGEST_TRANSFER_MS);
    const late = new Promise<never>((_, reject) => {
      overdue.signal.addEventListener('abort', () =>
        reject(
          upstreamTimeout(`The transfer to ${target.host} did not end within ${LONGEST_TRANSFER_MS / 60_000} min.`),
        ),
      );
    });
    let ssh: SshConnection | undefined;
    try {
      ssh = await targets.connect(target, AbortSignal.any([signal, overdue.signal]));
      if (target.hostKey === null) await say(`pinned the host key ${ssh.fingerprint} of the first connection`);
      const shipment = {
        path: binary.path,
        sha256: binary.sha256,
        arch: deployment.targetArch,
        modelId: deployment.modelId,
      };
      const { version } = await Promise.race([transfer(ssh, target, shipment, say), late]);
      await targets.setRunningModel(target.id, { id: deployment.modelId, version });
      return version;
    } finally {
      clearTimeout(timer);
      ssh?.close();
    }
  }

  return {
    kind: DEPLOYMENT_JOB,
    concurrency: 2,
    leaseSeconds: 30,
    maxAttempts: 5,
    run,
    // A deployment whose job is dead must not look as if it were under way: its model could never be deleted.
    async onDead(tx, { payload }) {
      const { deploymentId, try: attempt } = payload as { deploymentId: string; try: number };
      const deployment = await store.findDeployment(tx, deploymentId);
      if (!deployment || deployment.try !== attempt) return;
      const failedStep = deploymentSteps.find((name) => name === deployment.status);
      if (!failedStep) return;
      const error = `${failedStep} was interrupted too often; this server's log says more.`;
      await store.setEnd(tx, deploymentId, attempt, { status: 'failed', failedStep, error });
      await events.append(tx, {
        tenantId: deployment.tenantId,
        type: 'deployment.failed',
        subject: `deployment:${deploymentId}`,
        actor: 'system',
        data: { ...ownerData(deployment), status: 'failed', step: failedStep, error },
      });
    },
  };
}

/** Whom to tell, and of what. */
function ownerData({ createdBy, modelId, targetName }: Deployment): Record<string, unknown> {
  return { owner_id: createdBy, model_id: modelId, target: targetName };
}

/** The house itself, within the deployment's tenant. */
function system({ tenantId }: Deployment): Principal {
  return { kind: 'system', id: 'system', name: 'system', tenantId, role: 'owner' };
}
