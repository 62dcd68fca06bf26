import type { Database } from '../../platform/database/index.ts';
import { forbidden, unauthenticated } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { attemptStore } from './attempt-store.ts';
import { beginAttempt } from './attempts.ts';
import { loggedIn } from './login-event.ts';
import type { Passwords } from './passwords.ts';
import type { Origin, User } from './schema.ts';
import type { Sessions } from './sessions.ts';
import { userStore } from './store.ts';

/** `mfaRequired`: the token opens nothing but the second step, `finishLogin`. */
export type Login = { token: string; user: User; mfaRequired: boolean };

/**
 * Logs in with a name (or address) and a password. A wrong password and an unknown name cost the same work and get the
 * same answer; what is special about an account is told only to who knows its password.
 *
 * @throws unauthenticated INVALID_CREDENTIALS; forbidden EMAIL_NOT_VERIFIED, ACCOUNT_DISABLED, ACCOUNT_EXPIRED; rate_limited ACCOUNT_LOCKED
 */
export async function login(
  parts: { database: Database; events: Events; passwords: Passwords; sessions: Sessions },
  credentials: { username: string; password: string },
  origin: Origin,
  sessionSeconds?: number,
): Promise<Login> {
  const { database, events, passwords, sessions } = parts;
  const user = await userStore.findForLogin(database, credentials.username);
  const attempt = await beginAttempt(database, credentials.username, user, origin.address);
  const matches = await passwords.verify(credentials.password, user?.passwordHash);
  if (!user || !matches) {
    await database.transaction((tx) =>
      events.append(tx, {
        tenantId: user?.tenantId ?? null,
        type: attempt.locks ? 'user.locked_out' : 'user.login_failed',
        // Not what was typed: people type passwords into the wrong field.
        subject: user ? `user:${user.id}` : 'user:unknown',
        actor: 'anonymous',
        data: { address: origin.address },
      }),
    );
    throw unauthenticated('Invalid credentials', { code: 'INVALID_CREDENTIALS' });
  }
  if (user.disabled) throw forbidden('Account disabled. Ask an administrator.', { code: 'ACCOUNT_DISABLED' });
  if (user.expiresAt !== null && user.expiresAt <= new Date())
    throw forbidden('Account has expired. Ask an administrator.', { code: 'ACCOUNT_EXPIRED' });
  if (!user.emailVerified) {
    throw forbidden('Email not verified. Please check your email for a verification code.', {
      code: 'EMAIL_NOT_VERIFIED',
    });
  }
  const upgraded = passwords.needsRehash(user.passwordHash) ? await passwords.hash(credentials.password) : undefined;
  return database.transaction(async (tx) => {
    await attemptStore.succeed(tx, attempt.account, attempt.address);
    if (upgraded !== undefined) await userStore.setPassword(tx, user.id, upgraded);
    if (user.mfaEnabled) return { token: await sessions.openPending(tx, user, origin), user, mfaRequired: true };
    const { token, sessionId } = await sessions.open(tx, user, origin, sessionSeconds);
    await userStore.setLoggedIn(tx, user.id);
    await events.append(tx, loggedIn(user, sessionId, origin));
    return { token, user, mfaRequired: false };
  });
}
