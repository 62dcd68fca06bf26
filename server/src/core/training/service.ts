import { randomId } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/types.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Billing } from '../billing/index.ts';
import { requireOwnership, requireRole, seesWholeTenant } from '../identity/index.ts';
import type { Principal } from '../principal.ts';
import type { Admission } from './admission.ts';
import { runEvent, subjectOf } from './events.ts';
import { parseArchitecture, parseHyperparameters } from './hyperparameters.ts';
import type { Epoch, QueueStatus, TrainingRun } from './schema.ts';
import { isFinal } from './states.ts';
import * as store from './store.ts';

export type StartRequest = { datasetId: string; architecture?: unknown; hyperparameters?: unknown };

export type TrainingService = {
  /**
   * Starts a run, or puts it in line when all capacity is taken. One token, and nothing when it is refused.
   *
   * @param remember called in the same transaction with the run
   * @throws invalid (architecture, hyperparameters, a dataset not validated), not_found, forbidden, limit
   */
  start(
    principal: Principal,
    request: StartRequest,
    remember?: (tx: Transaction, run: TrainingRun) => Promise<void>,
  ): Promise<TrainingRun>;
  /** Newest first; one's own, for administrators the tenant's. */
  list(principal: Principal, page?: { limit?: number; offset?: number }): Promise<TrainingRun[]>;
  /** @throws not_found, forbidden */
  get(principal: Principal, id: string): Promise<TrainingRun>;
  /** Losses of every finished epoch. @throws not_found, forbidden */
  epochs(principal: Principal, id: string): Promise<Epoch[]>;
  queueStatus(): Promise<QueueStatus>;
  /**
   * Ends a run: one in line leaves the line, a running one keeps its best weights, which become a model shortly after.
   * A run that already ended is left as it is. Returns the run as it is afterwards.
   *
   * @throws not_found, forbidden
   */
  stop(principal: Principal, id: string): Promise<TrainingRun>;
  /** Removes one's finished runs from the list; their models stay. Returns how many. */
  clear(principal: Principal): Promise<number>;
};

export type TrainingServiceDeps = {
  database: Database;
  events: Events;
  admission: Admission;
  /** @throws not_found, forbidden */
  findDataset(
    principal: Principal,
    id: string,
  ): Promise<{ id: string; name: string; equipmentType: string; isValidated: boolean }>;
  countModels(tx: Transaction, tenantId: string): Promise<number>;
  billing: Pick<Billing, 'requireRoom' | 'reserve'>;
};

const TOKENS_PER_START = 1;
/** 48 bits: two of a million runs share an id once in 600 houses, and then the second start fails and can be repeated. */
const ID_DIGITS = 12;

export function createTrainingService(deps: TrainingServiceDeps): TrainingService {
  const { database, events, admission } = deps;

  async function checkLimits(tx: Transaction, principal: Principal): Promise<void> {
    const { unfinished, unsettled } = await store.countOf(tx, principal.tenantId);
    await deps.billing.requireRoom(tx, principal, 'concurrentTrainings', async () => unfinished);
    const models = unsettled + (await deps.countModels(tx, principal.tenantId));
    await deps.billing.requireRoom(tx, principal, 'models', async () => models);
  }

  async function get(principal: Principal, id: string): Promise<TrainingRun> {
    const run = await store.findRun(database, principal.tenantId, id);
    if (!run) throw noRun(id);
    requireOwnership(principal, run.ownerId);
    return run;
  }

  return {
    async start(principal, request, remember) {
      requireRole(principal, 'operator');
      const architecture = parseArchitecture(request.architecture ?? 'lstm_autoencoder');
      const hyperparameters = parseHyperparameters(architecture, request.hyperparameters);
      const dataset = await deps.findDataset(principal, request.datasetId);
      if (!dataset.isValidated) {
        throw invalid(`Dataset has not been validated. Validate it first: POST /datasets/${dataset.id}/validate`, {
          code: 'DATASET_NOT_VALIDATED',
          details: dataset.id,
        });
      }
      return await database.transaction(async (tx) => {
        await store.lockAdmission(tx);
        await checkLimits(tx, principal);
        const id = randomId('tr', ID_DIGITS);
        await store.insertRun(tx, {
          id,
          tenantId: principal.tenantId,
          ownerId: principal.id,
          ownerName: principal.name,
          datasetId: dataset.id,
          datasetName: dataset.name,
          equipmentType: dataset.equipmentType,
          modelId: randomId('mdl', ID_DIGITS),
          architecture,
          hyperparameters,
        });
        const { events: started } = await admission.admit(tx);
        await deps.billing.reserve(tx, principal, subjectOf(id), TOKENS_PER_START);
        const run = (await store.findRun(tx, principal.tenantId, id)) as TrainingRun;
        await remember?.(tx, run);
        await events.append(tx, runEvent('training.queued', run, { status: run.status }, principal), ...started);
        return run;
      });
    },

    list: (principal, page = {}) =>
      store.listRuns(database, principal.tenantId, {
        ownerId: seesWholeTenant(principal) ? undefined : principal.id,
        limit: page.limit ?? 1000,
        offset: page.offset ?? 0,
      }),

    get,

    async epochs(principal, id) {
      await get(principal, id);
      return await store.listEpochs(database, id);
    },

    async queueStatus() {
      const { running, queued } = await store.countUnfinished(database);
      return { active: running, capacity: admission.capacity, queued };
    },

    async stop(principal, id) {
      requireRole(principal, 'operator');
      return await database.transaction(async (tx) => {
        const before = await store.lockRun(tx, id);
        if (before?.tenantId !== principal.tenantId) throw noRun(id);
        requireOwnership(principal, before.ownerId);
        if (isFinal(before.status)) return before;
        const stopped = (await store.takeStep(tx, id, 'stop')) as TrainingRun;
        // A run in line has no job: nothing else will come of it.
        if (before.status === 'queued') await store.settleRun(tx, id, null);
        const { events: started } = await admission.admit(tx);
        await events.append(tx, runEvent('training.stopped', stopped, { was: before.status }, principal), ...started);
        return stopped;
      });
    },

    async clear(principal) {
      requireRole(principal, 'operator');
      const ids = await database.transaction((tx) => store.deleteSettled(tx, principal.tenantId, principal.id));
      return ids.length;
    },
  };
}

function noRun(id: string) {
  return notFound('Training run not found', { code: 'NOT_FOUND', details: id });
}
