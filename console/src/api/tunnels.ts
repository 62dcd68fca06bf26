import type { NodesAnswer, NodesRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, nodesDoor, othersMayChangeMs } from './client.ts';
import { removalsSent } from './removals.ts';

export type Tunnel = NodesAnswer<'/api/v1/tunnels', 'get'>['tunnels'][number];
export type NewTunnel = NodesRequest<'/api/v1/tunnels', 'post'>;
export type TunnelChange = NodesRequest<'/api/v1/tunnels/{id}', 'put'>;
/** `warnings`: nodes that could not be told, and why. */
export type ToldTunnel = NodesAnswer<'/api/v1/tunnels', 'post'>;
export type FlowEnds = NodesAnswer<'/api/v1/nodes/endpoints', 'get'>;

/** While a node is yet to be told, it may be from one second to the next. */
const SOON_MS = 2_000;
const one = (id: string) => ({ params: { path: { id } } });

/** For operators and above. */
export const tunnelsQuery = queryOptions({
  queryKey: ['tunnels'],
  queryFn: async ({ signal }) => (await answer(nodesDoor.GET('/api/v1/tunnels', { signal }))).tunnels,
  refetchInterval: ({ state }) =>
    state.data?.some(({ status }) => status === 'pending') ? SOON_MS : othersMayChangeMs,
});

/** Inputs and outputs of the connected edges; their programs are asked for it, so not often. */
export const flowEndsQuery = queryOptions({
  queryKey: ['flow-ends'],
  queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/nodes/endpoints', { signal })),
  staleTime: 60_000,
});

/** Answers when the nodes know, or after a while. */
export async function createTunnel(body: NewTunnel): Promise<ToldTunnel> {
  // One that was deleted a moment ago may still listen at the port.
  await removalsSent();
  return answer(nodesDoor.POST('/api/v1/tunnels', { body }));
}

/** Answers when the nodes know, or after a while. */
export const changeTunnel = (id: string, body: TunnelChange): Promise<ToldTunnel> =>
  answer(nodesDoor.PUT('/api/v1/tunnels/{id}', { ...one(id), body }));

export const deleteTunnel = (id: string) => nodesDoor.DELETE('/api/v1/tunnels/{id}', { ...one(id), keepalive: true });
