import type { MlAnswer, MlRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';
import { removalsSent } from './removals.ts';
import { isOnItsWay } from './states.ts';

export type Deployment = MlAnswer<'/api/v1/deployments/{id}', 'get'>;
export type DeploymentLine = MlAnswer<'/api/v1/deployments/{id}/log', 'get'>[number];
export type Target = MlAnswer<'/api/v1/deployments/targets', 'get'>[number];
export type NewDeployment = MlRequest<'/api/v1/deployments', 'post'>;
export type NewTarget = MlRequest<'/api/v1/deployments/targets', 'post'>;

export const deploymentsQuery = queryOptions({
  queryKey: ['deployments'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/deployments', { signal })),
  refetchInterval: ({ state }) => (state.data?.some(isOnItsWay) ? 2_000 : 15_000),
});

export const deploymentQuery = (id: string) =>
  queryOptions({
    queryKey: ['deployments', id],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/deployments/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isOnItsWay(state.data) ? 1_000 : false),
  });

/** @param live whether lines are still being written */
export const deploymentLogQuery = (id: string, live: boolean) =>
  queryOptions({
    queryKey: ['deployments', id, 'log'],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/deployments/{id}/log', { params: { path: { id } }, signal })),
    refetchInterval: live ? 1_000 : false,
  });

export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/deployments/targets', { signal })),
  refetchInterval: 15_000,
});

export const deploy = (body: NewDeployment) =>
  answer(removalsSent().then(() => ml.POST('/api/v1/deployments', { body })));

export const retryDeployment = (id: string) =>
  answer(ml.POST('/api/v1/deployments/{id}/retry', { params: { path: { id } } }));

export const deleteDeployment = (id: string) =>
  ml.DELETE('/api/v1/deployments/{id}', { params: { path: { id } }, keepalive: true });

export const registerTarget = (body: NewTarget) =>
  answer(removalsSent().then(() => ml.POST('/api/v1/deployments/targets', { body })));

export const removeTarget = (id: string) =>
  ml.DELETE('/api/v1/deployments/targets/{id}', { params: { path: { id } }, keepalive: true });
