import type { Database, Transaction } from '../../../platform/database/index.ts';
import { HouseError } from '../../../platform/errors.ts';
import type { Events } from '../../../platform/events/types.ts';
import type { Queue, RunningJob } from '../../../platform/queue/types.ts';
import { requireRole } from '../../identity/index.ts';
import type { Model } from '../../models/index.ts';
import { actorOf, type Principal } from '../../principal.ts';
import type { Evaluation } from '../schema.ts';
import type { EvaluationService } from '../service.ts';
import * as store from '../store.ts';
import { evaluateLocally, type GradientResult, type GradientVerdict } from './evaluate.ts';
import type { Latency } from './metrics.ts';

export type { GradientVerdict };

export type Gradient = {
  /**
   * Has the nineteen figures of an evaluation computed; asked for again while that runs, nothing more happens.
   *
   * @throws not_found, forbidden
   */
  start(principal: Principal, id: string): Promise<void>;
};

export type GradientDeps = {
  database: Database;
  events: Pick<Events, 'append'>;
  queue: Pick<Queue, 'add' | 'handle'>;
  evaluations: Pick<EvaluationService, 'get'>;
  getModel(principal: Principal, id: string): Promise<Model>;
  /** Milliseconds to score one row. */
  measureLatency(model: Model, signal: AbortSignal): Promise<number>;
  /** What a language model says about the figures; null where it fails. Undefined: none is configured. */
  verdict?: ((tenantId: string, figures: object, signal: AbortSignal) => Promise<GradientVerdict | null>) | undefined;
  /** Default 3. */
  maxAttempts?: number;
};

const KIND = 'evaluation.gradient';

/** Call before the queue starts: it handles the jobs that compute. */
export function createGradient(deps: GradientDeps): Gradient {
  const { database, events, queue } = deps;
  queue.handle({
    kind: KIND,
    // Most of the time it waits: for a scorer, or a language model.
    concurrency: 4,
    leaseSeconds: 60,
    maxAttempts: deps.maxAttempts ?? 3,
    run: (job) => compute(deps, job),
    onDead: async (tx, { payload }) => {
      const evaluation = await store.lockEvaluation(tx, String(payload.evaluationId));
      if (!evaluation) return;
      const error = 'The figures could not be computed. The log of the server says why; ask for them again.';
      await store.setGradient(tx, evaluation.id, { status: 'failed', provider: 'local', error });
      await append(events, tx, evaluation, 'evaluation.gradient_failed', 'system', { error });
    },
  });

  return {
    async start(principal, id) {
      requireRole(principal, 'operator');
      const { tenantId } = await deps.evaluations.get(principal, id);
      await database.transaction(async (tx) => {
        const evaluation = await store.lockEvaluation(tx, id);
        if (!evaluation) return;
        // Also where it runs already: a job with this key is not added twice, and one that got lost is replaced.
        await queue.add(tx, { kind: KIND, key: id, tenantId, payload: { evaluationId: id } });
        if (evaluation.gradientEvaluation?.status === 'running') return;
        await store.setGradient(tx, id, { status: 'running', provider: 'local', started_at: new Date().toISOString() });
        await append(events, tx, evaluation, 'evaluation.gradient_started', actorOf(principal));
      });
    },
  };
}

async function compute(deps: GradientDeps, { payload, tenantId, signal, fence }: RunningJob): Promise<void> {
  const house: Principal = { kind: 'system', id: 'system', name: 'system', tenantId: tenantId ?? '', role: 'owner' };
  const id = String(payload.evaluationId);
  const found = await ifThere(async () => {
    const evaluation = await deps.evaluations.get(house, id);
    return { evaluation, model: await deps.getModel(house, evaluation.modelId) };
  });
  // Deleted meanwhile: nobody waits for it.
  if (!found) return;
  const { evaluation, model } = found;
  const local = evaluateLocally(evaluation, model.equipmentType, await latencyOf(deps, model, signal));
  const figures = { architecture: model.architecture, label_source: evaluation.labelSource, ...local };
  const verdict = (await deps.verdict?.(evaluation.tenantId, figures, signal)) ?? null;
  signal.throwIfAborted();
  const result: GradientResult = { ...local, verdict, completed_at: new Date().toISOString() };
  await deps.database.transaction(async (tx) => {
    await fence(tx);
    await store.setGradient(tx, id, result);
    const { pass, score } = result;
    await append(deps.events, tx, evaluation, 'evaluation.gradient_completed', 'system', { pass, score });
  });
}

/** A model that cannot be run any more is still judged by everything else. */
async function latencyOf({ measureLatency }: GradientDeps, model: Model, signal: AbortSignal): Promise<Latency> {
  try {
    return { milliseconds: await measureLatency(model, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { reason: error instanceof HouseError ? error.message : 'the model could not be run on this server' };
  }
}

async function ifThere<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof HouseError && error.kind === 'not_found') return undefined;
    throw error;
  }
}

async function append(
  events: Pick<Events, 'append'>,
  tx: Transaction,
  { id, tenantId, ownerId, modelId }: Evaluation,
  type: string,
  actor: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  const subject = `evaluation:${id}`;
  await events.append(tx, { tenantId, type, subject, actor, data: { model_id: modelId, owner_id: ownerId, ...data } });
}
