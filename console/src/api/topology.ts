import { queryOptions } from '@tanstack/react-query';
import { answer, nodesDoor } from './client.ts';

export type Position = { x: number; y: number };
/** By node. */
export type Positions = Readonly<Record<string, Position>>;

/** Where the person put nodes; asked for once, because nobody else moves them. */
export const positionsQuery = queryOptions({
  queryKey: ['topology-positions'],
  queryFn: async ({ signal }): Promise<Positions> =>
    (await answer(nodesDoor.GET('/api/v1/topology/positions', { signal }))).positions,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Outlives the page: what was moved last is kept, however soon somebody leaves. */
export function keepPositions(positions: Positions): Promise<unknown> {
  if (Object.keys(positions).length === 0) return nodesDoor.DELETE('/api/v1/topology/positions', { keepalive: true });
  return nodesDoor.PUT('/api/v1/topology/positions', { body: { positions }, keepalive: true });
}
