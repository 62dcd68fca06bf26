import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';
import { leaveSession, setSession } from './session.ts';

/** Signs in; the session is kept in this browser. @throws ApiError, code EMAIL_NOT_VERIFIED among others */
export async function signIn(username: string, password: string): Promise<void> {
  const { token, user } = await answer(ml.POST('/api/v1/auth/login', { body: { username, password } }));
  setSession({ token, user });
}

/** Signed out here whatever the server says; it forgets the token by itself within a day. */
export async function signOut(): Promise<void> {
  await ml.POST('/api/v1/auth/logout').catch(() => {});
  leaveSession();
}

export const signUp = (body: { username: string; email: string; password: string }) =>
  answer(ml.POST('/api/v1/auth/signup', { body }));

export const verifyEmail = (body: { email: string; code: string }) =>
  answer(ml.POST('/api/v1/auth/verify-email', { body }));

export const resendCode = (email: string) => answer(ml.POST('/api/v1/auth/resend-verification', { body: { email } }));

export const forgotPassword = (email: string) => answer(ml.POST('/api/v1/auth/forgot-password', { body: { email } }));

export const resetPassword = (body: { token: string; new_password: string }) =>
  answer(ml.POST('/api/v1/auth/reset-password', { body }));

/** How the machine is doing, and what the tenant has. */
export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => answer(ml.GET('/api/v1/system/metrics', { signal })),
  refetchInterval: 10_000,
});
