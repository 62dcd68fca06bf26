import type { MlAnswer } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';
import { removalsSent } from './removals.ts';
import { isUnderWay } from './states.ts';

export type RunSummary = MlAnswer<'/api/v1/training', 'get'>[number];
export type Run = MlAnswer<'/api/v1/training/{id}', 'get'>;

/** Asked again while something runs, and now and then otherwise: others may start something. */
export const runsQuery = queryOptions({
  queryKey: ['training'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/training', { signal })),
  refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? 2_000 : 15_000),
});

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['training', id],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/training/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 5_000 : false),
  });

export const queueQuery = queryOptions({
  queryKey: ['training', 'queue'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/training/queue', { signal })),
  refetchInterval: 5_000,
});

export type StartRequest = {
  dataset_id: string;
  architecture: string;
  hyperparameters: Record<string, number | string>;
};

export const startTraining = (body: StartRequest) =>
  answer(removalsSent().then(() => ml.POST('/api/v1/training/start', { body })));

export const stopTraining = (id: string) => answer(ml.POST('/api/v1/training/{id}/stop', { params: { path: { id } } }));

export const clearFinished = () => answer(ml.POST('/api/v1/training/clear'));
