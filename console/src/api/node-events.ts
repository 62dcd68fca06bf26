import type { NodesAnswer, NodesPaths } from '@signalbox/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, nodesDoor } from './client.ts';

export type NodeEvent = NodesAnswer<'/api/v1/events', 'get'>[number];
export type EventQuery = NonNullable<NodesPaths['/api/v1/events']['get']['parameters']['query']>;

/** Asked again while the page is looked at: the count beside "Events" follows what happens. */
const ASK_AGAIN_MS = 5_000;

/** Warnings and worse that nobody has acknowledged: all, and by node. */
export const openEventsQuery = queryOptions({
  queryKey: ['node-events', 'open'],
  queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/events/count', { signal })),
  refetchInterval: ASK_AGAIN_MS,
});

export const nodeEventsQuery = (query: EventQuery) =>
  queryOptions({
    queryKey: ['node-events', 'list', query],
    queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/events', { params: { query }, signal })),
    refetchInterval: ASK_AGAIN_MS,
    placeholderData: keepPreviousData,
  });

/** How many of them exist and are acknowledged now. */
export const acknowledge = async (ids: number[]) =>
  (await answer(nodesDoor.POST('/api/v1/events/ack', { body: { ids } }))).acknowledged;
