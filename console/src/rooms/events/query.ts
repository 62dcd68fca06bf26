import type { EventQuery } from '../../api/node-events.ts';
import type { EventFilter } from './routes.ts';

export const PAGE_SIZE = 50;

/** What the server is asked for a filter. Days are the reader's. */
export function queryOf({ node, severity, category, q, from, to, open, page = 1 }: EventFilter): EventQuery {
  return {
    per_page: PAGE_SIZE,
    page,
    ...(node && { node_id: node }),
    ...(severity && { severity }),
    ...(category && { category }),
    ...(q && { search: q }),
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
    ...(open && { acknowledged: false }),
  };
}
