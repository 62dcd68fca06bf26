import type { NodesAnswer, NodesRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, nodesDoor, othersMayChangeMs } from './client.ts';

export type MediaNode = NodesAnswer<'/api/v1/nodes', 'get'>[number];
export type DeviceType = NodesAnswer<'/api/v1/device-types', 'get'>['device_types'][number];
export type GivenCommand = NodesAnswer<'/api/v1/nodes/{id}/commands', 'get'>[number];
export type NewNode = NodesRequest<'/api/v1/nodes', 'post'>;
export type NodeChange = NodesRequest<'/api/v1/nodes/{id}', 'put'>;
export type Action = { type: string } & Record<string, unknown>;
export type CommandAnswer = { command_id: string; success: boolean; data?: unknown };
export type NodeConfig = Record<string, unknown>;

const one = (id: string) => ({ params: { path: { id } } });

export const nodesQuery = queryOptions({
  queryKey: ['nodes'],
  queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/nodes', { signal })),
  refetchInterval: othersMayChangeMs,
});

export const nodeQuery = (id: string) =>
  queryOptions({
    queryKey: ['nodes', id],
    queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/nodes/{id}', { ...one(id), signal })),
    refetchInterval: othersMayChangeMs,
  });

export const deviceTypesQuery = queryOptions({
  queryKey: ['device-types'],
  queryFn: async ({ signal }) => (await answer(nodesDoor.GET('/api/v1/device-types', { signal }))).device_types,
  staleTime: Number.POSITIVE_INFINITY,
});

/** As the node says it now; asked for once, because an editor must not lose what is typed. */
export const configQuery = (id: string) =>
  queryOptions({
    queryKey: ['nodes', id, 'config'],
    queryFn: async ({ signal }) =>
      (await answer(nodesDoor.GET('/api/v1/nodes/{id}/config', { ...one(id), signal }))) as NodeConfig,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const commandsQuery = (id: string) =>
  queryOptions({
    queryKey: ['nodes', id, 'commands'],
    queryFn: ({ signal }) => answer(nodesDoor.GET('/api/v1/nodes/{id}/commands', { ...one(id), signal })),
    refetchInterval: othersMayChangeMs,
  });

/** Whether this server's certificate is one that nodes have to be told to trust. */
export const healthQuery = queryOptions({
  queryKey: ['nodes-health'],
  queryFn: ({ signal }) => answer(nodesDoor.GET('/health', { signal })),
  staleTime: 60_000,
});

export const addNode = (body: NewNode) => answer(nodesDoor.POST('/api/v1/nodes', { body }));

export const changeNode = (id: string, body: NodeChange) =>
  answer(nodesDoor.PUT('/api/v1/nodes/{id}', { ...one(id), body }));

export const deleteNode = (id: string) => nodesDoor.DELETE('/api/v1/nodes/{id}', { ...one(id), keepalive: true });

/** A fresh registration token; the node's credentials are worth nothing from then on. */
export const renewToken = async (id: string) =>
  (await answer(nodesDoor.POST('/api/v1/nodes/{id}/token', one(id)))).registration_token;

/** Answers when the node has. */
export const giveCommand = (id: string, action: Action): Promise<CommandAnswer> =>
  answer(nodesDoor.POST('/api/v1/nodes/{id}/command', { ...one(id), body: { action } }));

export const changeConfig = (id: string, config: NodeConfig): Promise<CommandAnswer> =>
  answer(nodesDoor.PUT('/api/v1/nodes/{id}/config', { ...one(id), body: { config } }));
