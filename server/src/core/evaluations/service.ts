import type { Database, Transaction } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import { requireOwnership, seesWholeTenant } from '../identity/index.ts';
import type { Principal } from '../principal.ts';
import type { Evaluation, NewEvaluation } from './schema.ts';
import * as store from './store.ts';

export type EvaluationService = {
  /** Newest first; one's own, for administrators the tenant's. */
  list(principal: Principal, page?: { limit?: number; offset?: number }): Promise<Evaluation[]>;
  /** @throws not_found, forbidden */
  get(principal: Principal, id: string): Promise<Evaluation>;
  add(tx: Transaction, evaluation: NewEvaluation): Promise<void>;
};

export function createEvaluationService({ database }: { database: Database }): EvaluationService {
  return {
    list: (principal, page = {}) =>
      store.listEvaluations(database, principal.tenantId, {
        ownerId: seesWholeTenant(principal) ? undefined : principal.id,
        limit: page.limit ?? 1000,
        offset: page.offset ?? 0,
      }),
    async get(principal, id) {
      const evaluation = await store.findEvaluation(database, principal.tenantId, id);
      if (!evaluation) throw notFound('Evaluation not found', { code: 'NOT_FOUND', details: id });
      requireOwnership(principal, evaluation.ownerId);
      return evaluation;
    },
    add: (tx, evaluation) => store.insertEvaluation(tx, evaluation),
  };
}
