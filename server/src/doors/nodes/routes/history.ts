import { Type } from 'typebox';
import type { Nodes } from '../../../core/nodes/index.ts';
import { invalid } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';

const tags = ['Nodes'];
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });
const Time = Type.String({ format: 'date-time' });
const HOUR_MS = 3_600_000;

/** What nodes reported over time, for charts: `/nodes/{id}/metrics`, `/nodes/{id}/history`. */
export function historyRoutes(app: HttpApp, { nodes }: { nodes: Nodes }): void {
  app.get(
    '/api/v1/nodes/:id/metrics',
    {
      schema: {
        tags,
        summary: 'Figures of a node that have a history',
        params: Id,
        response: {
          200: Type.Array(Type.Object({ metric: Type.String(), value: Type.Number(), at: Time })),
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => {
      const found = await nodes.metrics(principalOf(request), request.params.id);
      return found.map(({ metric, value, at }) => ({ metric, value, at: at.toISOString() }));
    },
  );

  app.get(
    '/api/v1/nodes/:id/history',
    {
      schema: {
        tags,
        summary: 'A figure of a node over time',
        description:
          'Least, greatest and mean value in each bucket of time; empty ones are left out. The last hour, unless asked otherwise.',
        params: Id,
        querystring: Type.Object({
          metric: Type.String({ minLength: 1, maxLength: 128, examples: ['total_bitrate_bps'] }),
          from: Type.Optional(Time),
          to: Type.Optional(Time),
          points: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000, description: 'Most buckets; default 300' })),
        }),
        response: {
          200: Type.Object({
            metric: Type.String(),
            resolution: Type.Enum(['raw', 'minute', 'hour', 'day']),
            bucket_ms: Type.Number(),
            buckets: Type.Array(
              Type.Object({
                at: Time,
                count: Type.Integer(),
                mean: Type.Number(),
                min: Type.Number(),
                max: Type.Number(),
              }),
            ),
          }),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => {
      const { metric, points = 300, ...given } = request.query;
      const to = given.to === undefined ? new Date() : new Date(given.to);
      const from = given.from === undefined ? new Date(to.getTime() - HOUR_MS) : new Date(given.from);
      if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime())) throw invalid('from and to must be times');
      const { resolution, bucketMs, buckets } = await nodes.history(principalOf(request), request.params.id, {
        metric,
        from,
        to,
        points,
      });
      return {
        metric,
        resolution,
        bucket_ms: bucketMs,
        buckets: buckets.map(({ at, ...figures }) => ({ at: at.toISOString(), ...figures })),
      };
    },
  );
}
