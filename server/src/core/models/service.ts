import type { Readable } from 'node:stream';
import type { Database, Queryable, Transaction } from '../../platform/database/index.ts';
import { invalid, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Queue } from '../../platform/queue/types.ts';
import type { Storage } from '../../platform/storage/types.ts';
import { requireOwnership, requireRole, seesWholeTenant } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { type Comparison, compareModels } from './compare.ts';
import type { Model, NewModel } from './schema.ts';
import * as store from './store.ts';

/** Called in the transaction that deletes a model; throws (conflict) when something still needs it. */
export type BeforeDelete = (tx: Transaction, model: Model) => Promise<void>;

export type ModelService = {
  /** Newest first; one's own, for administrators the tenant's. */
  list(principal: Principal, page?: { limit?: number; offset?: number }): Promise<Model[]>;
  /** @throws not_found, forbidden */
  get(principal: Principal, id: string): Promise<Model>;
  /** The `.axonml` file. @throws not_found, forbidden */
  open(principal: Principal, id: string): Promise<{ model: Model; fileName: string; content: Readable }>;
  /** @throws invalid, not_found, forbidden */
  rename(principal: Principal, id: string, name: string): Promise<Model>;
  /**
   * Deletes the model, its evaluations and, shortly after, its file.
   *
   * @throws not_found, forbidden; conflict while something uses it
   */
  remove(principal: Principal, id: string): Promise<void>;
  /** @throws invalid, not_found (with the id that is unknown in its details), forbidden */
  compare(principal: Principal, id: string, otherId: unknown): Promise<Comparison>;
  /** How many models a tenant has, for its plan's limit. */
  count(on: Queryable, tenantId: string): Promise<number>;
  /** Adds what training learned; the file is already in storage. */
  add(tx: Transaction, model: NewModel): Promise<void>;
  /** Has a file removed when the transaction commits, however often it takes. */
  removeFile(tx: Transaction, tenantId: string, key: string): Promise<void>;
  /** Lets another capability look, or object, before a model goes. */
  beforeDelete(hook: BeforeDelete): void;
};

export type ModelDeps = {
  database: Database;
  events: Events;
  queue: Pick<Queue, 'add' | 'handle'>;
  storage: Storage;
};

const REMOVE_FILE_JOB = 'models.remove-file';
const LONGEST_NAME = 200;

/** Call before the queue starts: it handles the jobs that remove the files of deleted models. */
export function createModelService({ database, events, queue, storage }: ModelDeps): ModelService {
  const hooks: BeforeDelete[] = [];
  queue.handle({
    kind: REMOVE_FILE_JOB,
    run: async (job) => storage.remove(String(job.payload.key)),
  });

  async function get(principal: Principal, id: string): Promise<Model> {
    return visible(principal, id, await store.findModel(database, principal.tenantId, id));
  }

  async function removeFile(tx: Transaction, tenantId: string, key: string): Promise<void> {
    await queue.add(tx, { kind: REMOVE_FILE_JOB, tenantId, payload: { key } });
  }

  /** One transaction on a model the principal may change. */
  async function change<T>(principal: Principal, id: string, work: (tx: Transaction, model: Model) => Promise<T>) {
    requireRole(principal, 'operator');
    return await database.transaction(async (tx) =>
      work(tx, visible(principal, id, await store.lockModel(tx, principal.tenantId, id))),
    );
  }

  return {
    list: (principal, page = {}) =>
      store.listModels(database, principal.tenantId, {
        ownerId: seesWholeTenant(principal) ? undefined : principal.id,
        limit: page.limit ?? 1000,
        offset: page.offset ?? 0,
      }),

    get,

    async open(principal, id) {
      const model = await get(principal, id);
      const fileName = model.fileKey.slice(model.fileKey.lastIndexOf('/') + 1);
      return { model, fileName, content: await storage.get(model.fileKey) };
    },

    async rename(principal, id, name) {
      const trimmed = name.trim();
      if (trimmed === '' || [...trimmed].length > LONGEST_NAME) {
        throw invalid(`The name of a model has 1 to ${LONGEST_NAME} characters`, { code: 'VALIDATION_ERROR' });
      }
      return await change(principal, id, async (tx, model) => {
        const renamed = (await store.renameModel(tx, id, trimmed)) as Model;
        await events.append(tx, modelEvent('model.renamed', renamed, principal, { from: model.name, to: trimmed }));
        return renamed;
      });
    },

    async remove(principal, id) {
      await change(principal, id, async (tx, model) => {
        for (const hook of hooks) await hook(tx, model);
        await store.deleteModel(tx, id);
        await removeFile(tx, model.tenantId, model.fileKey);
        await events.append(tx, modelEvent('model.deleted', model, principal));
      });
    },

    async compare(principal, id, otherId) {
      requireRole(principal, 'operator');
      if (typeof otherId !== 'string' || otherId === '') {
        throw invalid('compare_with required: the id of the model to compare with', { code: 'VALIDATION_ERROR' });
      }
      return compareModels(await get(principal, id), await get(principal, otherId));
    },

    count: store.countModels,
    add: (tx, model) => store.insertModel(tx, model),
    removeFile,
    beforeDelete: (hook) => void hooks.push(hook),
  };
}

function visible(principal: Principal, id: string, model: Model | undefined): Model {
  if (!model) throw notFound('Model not found', { code: 'NOT_FOUND', details: id });
  requireOwnership(principal, model.ownerId);
  return model;
}

function modelEvent(type: string, model: Model, by: Principal, data: Record<string, unknown> = {}) {
  return {
    tenantId: model.tenantId,
    type,
    subject: `model:${model.id}`,
    actor: actorOf(by),
    data: { model_id: model.id, name: model.name, owner_id: model.ownerId, ...data },
  };
}
