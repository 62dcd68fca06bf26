import type { Database } from '../../platform/database/index.ts';
import { notFound, unauthenticated } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, type Principal } from '../principal.ts';
import { attemptStore } from './attempt-store.ts';
import { beginAttempt } from './attempts.ts';
import type { Passwords } from './passwords.ts';
import { checkPassword } from './rules.ts';
import type { Origin } from './schema.ts';
import { sessionStore, userStore } from './store.ts';

/**
 * Sets a new password. All other sessions of the user end; the one that asks goes on.
 *
 * @throws unauthenticated for a wrong current password; invalid for a new one against the rules; rate_limited
 */
export async function changePassword(
  parts: { database: Database; events: Events; passwords: Passwords },
  principal: Principal,
  given: { currentPassword: string; newPassword: string },
  origin: Origin,
): Promise<void> {
  const { database, events, passwords } = parts;
  const user = await userStore.findForLogin(database, principal.name);
  if (!user) throw notFound('User not found');
  checkPassword(given.newPassword);
  // Guesses count as those at the login: a stolen session is no way around it.
  const attempt = await beginAttempt(database, user.username, user, origin.address);
  if (!(await passwords.verify(given.currentPassword, user.passwordHash)))
    throw unauthenticated('Current password is incorrect', { code: 'INVALID_CREDENTIALS' });
  const passwordHash = await passwords.hash(given.newPassword);
  await database.transaction(async (tx) => {
    await attemptStore.succeed(tx, attempt.account, attempt.address);
    await userStore.setPassword(tx, user.id, passwordHash);
    await sessionStore.removeAllOf(tx, user.id, principal.sessionId);
    await events.append(tx, {
      tenantId: user.tenantId,
      type: 'user.password_changed',
      subject: `user:${user.id}`,
      actor: actorOf(principal),
    });
  });
}
