import { Type } from 'typebox';
import type { Nodes } from '../../../core/nodes/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { eventView, NodeEventView } from '../views.ts';

const tags = ['Events'];
const MOST_EVENT_ID = Number.MAX_SAFE_INTEGER;
const EventId = Type.Integer({ minimum: 1, maximum: MOST_EVENT_ID });

/** What nodes reported: `/events`. */
export function eventRoutes(app: HttpApp, { nodes }: { nodes: Nodes }): void {
  app.get(
    '/api/v1/events',
    {
      schema: {
        tags,
        summary: 'List events',
        description: 'Newest first, of the nodes the caller may see.',
        querystring: Type.Object({
          node_id: Type.Optional(Type.String({ maxLength: 100 })),
          severity: Type.Optional(Type.String({ maxLength: 20, examples: ['warning'] })),
          category: Type.Optional(Type.String({ maxLength: 256 })),
          flow_id: Type.Optional(Type.String({ maxLength: 256 })),
          search: Type.Optional(
            Type.String({ maxLength: 256, description: 'Part of message, category, severity or node' }),
          ),
          from: Type.Optional(Type.String({ maxLength: 64, description: 'RFC 3339' })),
          to: Type.Optional(Type.String({ maxLength: 64, description: 'RFC 3339' })),
          acknowledged: Type.Optional(Type.Boolean()),
          page: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
          per_page: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Default 50' })),
        }),
        response: { 200: Type.Array(NodeEventView), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => {
      const q = request.query;
      const found = await nodes.events.list(principalOf(request), {
        nodeId: q.node_id?.toLowerCase(),
        severity: q.severity?.toLowerCase(),
        category: q.category,
        flowId: q.flow_id,
        search: q.search,
        from: timeOf('from', q.from),
        to: timeOf('to', q.to),
        acknowledged: q.acknowledged,
        page: q.page,
        perPage: q.per_page,
      });
      return found.map(eventView);
    },
  );

  app.get(
    '/api/v1/events/count',
    {
      schema: {
        tags,
        summary: 'Count unacknowledged events',
        description: 'Warnings and worse; also by node.',
        response: {
          200: Type.Object({ count: Type.Integer(), by_node: Type.Record(Type.String(), Type.Integer()) }),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const byNode = await nodes.events.countOpenByNode(principalOf(request));
      return {
        count: [...byNode.values()].reduce((sum, count) => sum + count, 0),
        by_node: Object.fromEntries(byNode),
      };
    },
  );

  app.post(
    '/api/v1/events/:id/ack',
    {
      schema: {
        tags,
        summary: 'Acknowledge an event',
        params: Type.Object({ id: EventId }),
        response: {
          200: Type.Object({ success: Type.Boolean() }),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => {
      await nodes.events.acknowledge(principalOf(request), request.params.id);
      return { success: true };
    },
  );

  app.post(
    '/api/v1/events/ack',
    {
      schema: {
        tags,
        summary: 'Acknowledge many events',
        body: Type.Object(
          { ids: Type.Array(EventId, { minItems: 1, maxItems: 1000 }) },
          { examples: [{ ids: [1, 2] }] },
        ),
        response: {
          200: Type.Object({ acknowledged: Type.Integer() }),
          ...problems('invalid', 'unauthenticated', 'forbidden'),
        },
      },
    },
    async (request) => ({ acknowledged: await nodes.events.acknowledgeAll(principalOf(request), request.body.ids) }),
  );
}

/** @throws invalid */
function timeOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined || text === '') return undefined;
  // A `+` that was not encoded arrives as a space.
  const time = new Date(text.replace(/ (\d\d:\d\d)$/, '+$1'));
  if (Number.isNaN(time.getTime())) throw invalid(`'${name}' is no time such as 2026-08-21T04:05:06Z`);
  return time;
}
