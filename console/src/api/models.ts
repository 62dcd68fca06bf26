import type { MlAnswer } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, ml, othersMayChangeMs } from './client.ts';

export type ModelSummary = MlAnswer<'/api/v1/models', 'get'>[number];
export type Model = MlAnswer<'/api/v1/models/{id}', 'get'>;
export type EvaluationSummary = MlAnswer<'/api/v1/evaluations', 'get'>[number];
export type Evaluation = MlAnswer<'/api/v1/evaluations/{id}', 'get'>;

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/models', { signal })),
  refetchInterval: othersMayChangeMs,
});

export const modelQuery = (id: string) =>
  queryOptions({
    queryKey: ['models', id],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/models/{id}', { params: { path: { id } }, signal })),
    refetchInterval: othersMayChangeMs,
  });

export const comparisonQuery = (id: string, other: string) =>
  queryOptions({
    queryKey: ['models', id, 'compare', other],
    queryFn: ({ signal }) => {
      const params = { path: { id } };
      return answer(ml.POST('/api/v1/models/{id}/compare', { params, body: { compare_with: other }, signal }));
    },
  });

export const renameModel = (id: string, name: string) =>
  answer(ml.PUT('/api/v1/models/{id}', { params: { path: { id } }, body: { name } }));

export const deleteModel = (id: string) =>
  ml.DELETE('/api/v1/models/{id}', { params: { path: { id } }, keepalive: true });

export const evaluationsQuery = queryOptions({
  queryKey: ['evaluations'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/evaluations', { signal })),
});

export const evaluationQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluations', id],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/evaluations/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.gradient_evaluation?.status === 'running' ? 1_000 : false),
  });

export type Gradient = NonNullable<Evaluation['gradient_evaluation']>;

/** Has the nineteen figures computed; they appear in the evaluation. */
export const startGradient = (id: string) =>
  answer(ml.POST('/api/v1/evaluations/{id}/gradient', { params: { path: { id } } }));

/** The evaluation that a model's training run ended with; null when there is none. */
export const evaluationOfModelQuery = (modelId: string) =>
  queryOptions({
    queryKey: ['evaluations', 'of', modelId],
    queryFn: async ({ client }) => {
      const list = await client.fetchQuery(evaluationsQuery);
      const found = list.find(({ model_id }) => model_id === modelId);
      return found ? client.fetchQuery(evaluationQuery(found.id)) : null;
    },
  });
