import type { NodesAnswer } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, nodesDoor } from './client.ts';

export type NodeHistory = NodesAnswer<'/api/v1/nodes/{id}/history', 'get'>;
export type HistoryBucket = NodeHistory['buckets'][number];

const params = (id: string) => ({ path: { id } });

/** The figures of a node that have a history. */
export const nodeMetricsQuery = (id: string) =>
  queryOptions({
    queryKey: ['nodes', id, 'metrics'],
    queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/nodes/{id}/metrics', { params: params(id), signal })),
    // Of a node that has just come the first ones are waited for.
    refetchInterval: ({ state }) => (state.data?.length ? 60_000 : 5_000),
  });

/** A stretch of time up to now, or, with both ends, one that stays where it is. */
export type Stretch = { lengthMs: number; points: number; everyMs: number } | { from: number; to: number };

/** Buckets of a stretch looked at closer. */
const CLOSE_POINTS = 300;

/** Some figures over the same time, by name, and which time that is. */
export const nodeHistoryQuery = (id: string, metrics: readonly string[], stretch: Stretch) =>
  queryOptions({
    queryKey: ['nodes', id, 'history', metrics, stretch],
    async queryFn({ signal }) {
      const isFixed = 'from' in stretch;
      const to = isFixed ? stretch.to : Date.now();
      const from = isFixed ? stretch.from : to - stretch.lengthMs;
      const range = {
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        points: isFixed ? CLOSE_POINTS : stretch.points,
      };
      const ask = (metric: string) =>
        answer(
          nodesDoor.GET('/api/v1/nodes/{id}/history', {
            params: { ...params(id), query: { metric, ...range } },
            signal,
          }),
        );
      return { from, to, histories: new Map(await Promise.all(metrics.map(async (m) => [m, await ask(m)] as const))) };
    },
    ...('everyMs' in stretch && { refetchInterval: stretch.everyMs }),
    // A stretch that stays where it is may still be filled, when it reaches up to now.
    staleTime: 5_000,
    gcTime: 60_000,
  });
