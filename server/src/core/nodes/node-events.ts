import type { Database } from '../../platform/database/index.ts';
import { notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { eventStore } from './event-store.ts';
import type { EventQuery, NodeEvent } from './schema.ts';

/** What nodes reported, for those who may see them. */
export type NodeEvents = {
  /** Newest first; a page of 50 (at most 200) unless asked otherwise. */
  list(principal: Principal, query: EventQuery): Promise<NodeEvent[]>;
  /** Warnings and worse that nobody has acknowledged. */
  countOpen(principal: Principal): Promise<number>;
  countOpenByNode(principal: Principal): Promise<Map<string, number>>;
  /** Acknowledges one; again is no change. @throws forbidden, not_found */
  acknowledge(principal: Principal, id: number): Promise<void>;
  /** Acknowledges those that exist, and says how many. @throws forbidden */
  acknowledgeAll(principal: Principal, ids: readonly number[]): Promise<number>;
};

export function createNodeEvents({ database, events }: { database: Database; events: Events }): NodeEvents {
  function acknowledge(principal: Principal, ids: readonly number[]): Promise<number[]> {
    requireRole(principal, 'operator');
    return database.transaction(async (tx) => {
      const done = await eventStore.acknowledge(tx, principal, ids, principal.id);
      if (done.length > 0)
        await events.append(tx, {
          tenantId: principal.tenantId,
          type: 'node.events_acknowledged',
          subject: 'node_events',
          actor: actorOf(principal),
          data: { ids: done.slice(0, 1000), count: done.length },
        });
      return done;
    });
  }
  return {
    list: (principal, query) => eventStore.list(database, principal, query),
    countOpen: (principal) => eventStore.countOpen(database, principal),
    countOpenByNode: (principal) => eventStore.countOpenByNode(database, principal),
    async acknowledge(principal, id) {
      if ((await acknowledge(principal, [id])).length === 0)
        throw notFound(`There is no event ${id}`, { code: 'EVENT_NOT_FOUND' });
    },
    acknowledgeAll: async (principal, ids) => (await acknowledge(principal, ids)).length,
  };
}
