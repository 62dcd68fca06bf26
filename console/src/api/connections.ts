import type { MlAnswer, MlRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';
import { removalsSent } from './removals.ts';

export type Connection = MlAnswer<'/api/v1/connections', 'get'>[number];
export type SourcePreview = { latency_ms: number; columns: string[]; rows: string[][] };
export type SourceTest = MlRequest<'/api/v1/connections/test', 'post'>;
export type NewImport = MlRequest<'/api/v1/datasets/connect', 'post'>;
export type Reimport = MlRequest<'/api/v1/connections/{id}/use', 'post'>;

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/connections', { signal })),
});

export const testSource = (body: SourceTest): Promise<SourcePreview> =>
  answer(ml.POST('/api/v1/connections/test', { body })) as Promise<SourcePreview>;

/** Hanging up ends the import; nothing of it stays. */
export const importSource = (body: NewImport, signal: AbortSignal) =>
  answer(removalsSent().then(() => ml.POST('/api/v1/datasets/connect', { body, signal })));

export const importAgain = (id: string, body: Reimport, signal: AbortSignal) =>
  answer(
    removalsSent().then(() => ml.POST('/api/v1/connections/{id}/use', { params: { path: { id } }, body, signal })),
  );

export const forgetConnection = (id: string) =>
  ml.DELETE('/api/v1/connections/{id}', { params: { path: { id } }, keepalive: true });
