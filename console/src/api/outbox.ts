import type { MlAnswer } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';

export type SentMail = MlAnswer<'/api/v1/admin/outbox', 'get'>[number];

export const outboxQuery = queryOptions({
  queryKey: ['outbox'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/admin/outbox', { params: { query: { limit: 100 } }, signal })),
  // A mail that somebody waits for is looked for here.
  refetchInterval: ({ state }) => (state.error ? false : 10_000),
});
