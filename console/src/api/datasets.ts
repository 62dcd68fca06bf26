import type { MlAnswer, MlPaths } from '@signalbox/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, ml, othersMayChangeMs } from './client.ts';

export type DatasetSummary = MlAnswer<'/api/v1/datasets', 'get'>[number];
export type Dataset = MlAnswer<'/api/v1/datasets/{id}', 'get'>;
export type Findings = MlAnswer<'/api/v1/datasets/{id}/validate', 'post'>;
export type Histogram = MlAnswer<'/api/v1/datasets/{id}/histograms', 'get'>['histograms'][number];
export type Series = MlAnswer<'/api/v1/datasets/{id}/series', 'get'>;
export type Recommendation = MlAnswer<'/api/v1/datasets/{id}/recommend', 'get'>['recommendations'][number];
export type Architecture = Recommendation['architecture'];

type PreviewQuery = NonNullable<MlPaths['/api/v1/datasets/{id}/preview']['get']['parameters']['query']>;

export const datasetsQuery = queryOptions({
  queryKey: ['datasets'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/datasets', { signal })),
  refetchInterval: othersMayChangeMs,
});

export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: ['datasets', id],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/datasets/{id}', { params: { path: { id } }, signal })),
    refetchInterval: othersMayChangeMs,
  });

/** Rows of one page; a dataset's rows never change, so what was seen once is kept. */
export const previewQuery = (id: string, query: PreviewQuery) =>
  queryOptions({
    queryKey: ['datasets', id, 'preview', query],
    queryFn: ({ signal }) =>
      answer(ml.GET('/api/v1/datasets/{id}/preview', { params: { path: { id }, query }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

export const histogramsQuery = (id: string, bins: number) =>
  queryOptions({
    queryKey: ['datasets', id, 'histograms', bins],
    queryFn: async ({ signal }) => {
      const query = { bins };
      const { histograms } = await answer(
        ml.GET('/api/v1/datasets/{id}/histograms', { params: { path: { id }, query }, signal }),
      );
      return new Map(histograms.map((one) => [one.column, one]));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export type SeriesRange = { from?: string; to?: string };

/** What a plot `points` wide shows of a range; while the next range is on its way the last one stays. */
export const seriesQuery = (id: string, columns: readonly string[], points: number, range: SeriesRange) =>
  queryOptions({
    queryKey: ['datasets', id, 'series', columns, points, range],
    queryFn: ({ signal }) => {
      const query = { columns: [...columns], points, ...range };
      return answer(ml.GET('/api/v1/datasets/{id}/series', { params: { path: { id }, query }, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

export const recommendationQuery = (id: string) =>
  queryOptions({
    queryKey: ['datasets', id, 'recommendation'],
    queryFn: async ({ signal }) => {
      const call = ml.GET('/api/v1/datasets/{id}/recommend', { params: { path: { id } }, signal });
      return (await answer(call)).recommendations;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const validateDataset = (id: string) =>
  answer(ml.POST('/api/v1/datasets/{id}/validate', { params: { path: { id } } }));

export const unlockDataset = (id: string) =>
  answer(ml.POST('/api/v1/datasets/{id}/unlock', { params: { path: { id } } }));

export const deleteDataset = (id: string) =>
  ml.DELETE('/api/v1/datasets/{id}', { params: { path: { id } }, keepalive: true });
