import type { Database } from '../../platform/database/index.ts';
import { notFound, rateLimited } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { createShares } from '../../platform/shares.ts';
import { requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { eventStore } from './event-store.ts';
import type { EventQuery, NodeEvent } from './schema.ts';

/** What nodes reported, for those who may see them. */
export type NodeEvents = {
  /** Newest first; a page of 50 (at most 200) unless asked otherwise. @throws rate_limited for the ninth at the same time */
  list(principal: Principal, query: EventQuery): Promise<NodeEvent[]>;
  /** Warnings and worse that nobody has acknowledged. */
  countOpen(principal: Principal): Promise<number>;
  countOpenByNode(principal: Principal): Promise<Map<string, number>>;
  /** Acknowledges one; again is no change. @throws forbidden, not_found */
  acknowledge(principal: Principal, id: number): Promise<void>;
  /** Acknowledges those that exist, and says how many. @throws forbidden */
  acknowledgeAll(principal: Principal, ids: readonly number[]): Promise<number>;
};

/** A search looks through all there is, so one person gets so many at a time. */
const MOST_LISTS = 8;

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
  const lists = createShares(MOST_LISTS);
  return {
    async list(principal, query) {
      const done = lists(principal.id);
      if (!done)
        throw rateLimited('Too many searches at the same time. Wait for one to end.', { retryAfterSeconds: 1 });
      try {
        return await eventStore.list(database, principal, query);
      } finally {
        done();
      }
    },
    countOpen: (principal) => eventStore.countOpen(database, principal),
    countOpenByNode: (principal) => eventStore.countOpenByNode(database, principal),
    async acknowledge(principal, id) {
      if ((await acknowledge(principal, [id])).length === 0)
        throw notFound(`There is no event ${id}`, { code: 'EVENT_NOT_FOUND' });
    },
    acknowledgeAll: async (principal, ids) => (await acknowledge(principal, ids)).length,
  };
}
