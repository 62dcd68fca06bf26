import { queryOptions } from '@tanstack/react-query';
import { answer, ml } from './client.ts';
import { removalsSent } from './removals.ts';
import { leaveSession, type Session, setSession } from './session.ts';

/** A login whose second factor is still missing. */
export type HalfIn = { pendingToken: string; user: Session['user'] };

/**
 * Signs in; the session is kept in this browser. Where a second factor is on, what `finishSignIn` needs instead.
 *
 * @throws ApiError, code EMAIL_NOT_VERIFIED among others
 */
export async function signIn(username: string, password: string): Promise<HalfIn | undefined> {
  const { token, user, mfa_required } = await answer(ml.POST('/api/v1/auth/login', { body: { username, password } }));
  if (mfa_required) return { pendingToken: token, user };
  setSession({ token, user });
  return undefined;
}

/** The second step: a code of the authenticator app, or a recovery code. */
export async function finishSignIn({ pendingToken, user }: HalfIn, code: string): Promise<void> {
  const { token } = await answer(
    ml.POST('/api/v1/auth/mfa/validate', {
      body: { username: user.username, code },
      headers: { Authorization: `Bearer ${pendingToken}` },
    }),
  );
  setSession({ token, user });
}

/** Signed out here whatever the server says; it forgets the token by itself within a day. */
export async function signOut(): Promise<void> {
  await removalsSent();
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
