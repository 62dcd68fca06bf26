import type { MlAnswer } from '@signalbox/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';

export type Inbox = MlAnswer<'/api/v1/notifications', 'get'>;
export type Notification = Inbox['notifications'][number];

/** Asked again while the page is looked at: the count beside "Inbox" follows what happens. */
const ASK_AGAIN_MS = 5_000;

export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'unread'],
  queryFn: async ({ signal }) =>
    (
      await answer(
        ml.GET('/api/v1/notifications', { params: { query: { limit: 1, offset: 0, unread: false } }, signal }),
      )
    ).unread_count,
  refetchInterval: ASK_AGAIN_MS,
});

export const inboxQuery = (limit: number) =>
  queryOptions({
    queryKey: ['notifications', 'inbox', limit],
    queryFn: ({ signal }) =>
      answer(ml.GET('/api/v1/notifications', { params: { query: { limit, offset: 0, unread: false } }, signal })),
    refetchInterval: ASK_AGAIN_MS,
    placeholderData: keepPreviousData,
  });

export const markRead = (id: string) =>
  answer(ml.POST('/api/v1/notifications/{id}/read', { params: { path: { id } } }));

export const markAllRead = () => answer(ml.POST('/api/v1/notifications/read'));
