import type { MlAnswer, MlRequest } from '@signalbox/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';
import { session } from './session.ts';

export type Profile = MlAnswer<'/api/v1/profile', 'get'>;
export type Preferences = Profile['preferences'];
export type OpenSession = MlAnswer<'/api/v1/profile/sessions', 'get'>[number];

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/profile', { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: ['profile', 'sessions'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/profile/sessions', { signal })),
});

export const endSession = (id: string) => ml.DELETE('/api/v1/profile/sessions/{id}', { params: { path: { id } } });

export const changePreferences = (body: MlRequest<'/api/v1/profile/preferences', 'put'>) =>
  answer(ml.PUT('/api/v1/profile/preferences', { body }));

export const changePassword = (body: MlRequest<'/api/v1/auth/change-password', 'put'>) =>
  answer(ml.PUT('/api/v1/auth/change-password', { body }));

export const setUpMfa = () => answer(ml.POST('/api/v1/mfa/setup'));
export const enableMfa = (code: string) => answer(ml.POST('/api/v1/mfa/verify', { body: { code } }));
export const disableMfa = (code: string) => answer(ml.POST('/api/v1/mfa/disable', { body: { code } }));

/** The command line that waits with this code. */
export const deviceQuery = (code: string) =>
  queryOptions({
    queryKey: ['device', code],
    queryFn: ({ signal }) => answer(ml.GET('/api/v1/auth/cli/request', { params: { query: { code } }, signal })),
    retry: false,
  });

export const confirmDevice = (code: string) =>
  answer(ml.POST('/api/v1/auth/cli/verify', { body: { code, token: session()?.token ?? '' } }));
