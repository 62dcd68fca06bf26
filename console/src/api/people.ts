import type { MlAnswer, MlRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';

export type Person = MlAnswer<'/api/v1/admin/users', 'get'>[number];
export type Role = Person['role'];

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/admin/users', { signal })),
});

/** A person as they are now, and the mark of that state: a change that carries it is refused when somebody was quicker. */
export const personQuery = (username: string) =>
  queryOptions({
    queryKey: ['people', username],
    queryFn: async ({ signal }) => {
      const { data, response } = await ml.GET('/api/v1/admin/users/{username}', {
        params: { path: { username } },
        signal,
      });
      return { person: data as NonNullable<typeof data>, etag: response.headers.get('ETag') ?? '*' };
    },
    // The form starts from what holds now.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const createPerson = (body: MlRequest<'/api/v1/admin/users', 'post'>) =>
  answer(ml.POST('/api/v1/admin/users', { body, params: { header: {} } }));

export const changePerson = (
  username: string,
  etag: string,
  body: MlRequest<'/api/v1/admin/users/{username}', 'put'>,
) =>
  answer(
    ml.PUT('/api/v1/admin/users/{username}', { params: { path: { username }, header: { 'if-match': etag } }, body }),
  );

export const deletePerson = (username: string) =>
  ml.DELETE('/api/v1/admin/users/{username}', { params: { path: { username } } });
