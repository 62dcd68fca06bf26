import { randomUUID, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { invalid } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { attemptStore } from './attempt-store.ts';
import type { Passwords } from './passwords.ts';
import { checkPassword } from './rules.ts';
import { lifetimes } from './schema.ts';
import { hashCode, mailCode } from './signup.ts';
import { proofStore, sessionStore, userStore } from './store.ts';

/*
 * Proofs that somebody reads the mail of an address: a six-digit code after signing up, a link to a new password.
 * What these functions answer never tells whether an address has an account.
 */
type Parts = { database: Database; events: Events; mail: Mail; passwords: Passwords };

const wrongCode = () => invalid('Invalid or expired verification code', { code: 'INVALID_CODE' });
const wrongToken = () => invalid('Invalid or expired reset token', { code: 'INVALID_TOKEN' });

/**
 * Marks the address as verified. A code is tried at most five times and for 15 minutes.
 *
 * @throws invalid
 */
export async function verifyEmail(parts: Parts, given: { email: string; code: string }): Promise<void> {
  const { database, events, mail } = parts;
  const user = await userStore.findByEmail(database, given.email);
  if (!user) throw wrongCode();
  const stored = await proofStore.tryCode(database, user.id);
  if (!stored || !timingSafeEqual(stored.codeHash, hashCode(user.id, given.code))) throw wrongCode();
  if (stored.expired) throw invalid('Verification code has expired', { code: 'CODE_EXPIRED' });
  await database.transaction(async (tx) => {
    if (!(await proofStore.takeCode(tx, user.id, stored.codeHash))) throw wrongCode();
    await userStore.setVerified(tx, user.id);
    await mail.send(tx, user.email, 'welcome', { username: user.username });
    await events.append(tx, {
      tenantId: user.tenantId,
      type: 'user.email_verified',
      subject: `user:${user.id}`,
      actor: `user:${user.id}`,
    });
  });
}

/** Mails a new code where there is an account that waits for one; says nothing either way. */
export async function resendVerification({ database, mail }: Parts, email: string): Promise<void> {
  const user = await userStore.findByEmail(database, email);
  if (!user || user.emailVerified || user.disabled) return;
  await database.transaction((tx) => mailCode({ mail }, tx, user));
}

/** Mails a link to a new password where there is an account; says nothing either way. */
export async function forgotPassword({ database, events, mail }: Parts, email: string): Promise<void> {
  const user = await userStore.findByEmail(database, email);
  if (!user || user.disabled) {
    // Durable as well: an answer without a commit would come sooner, and tell.
    await database.transaction((tx) =>
      events.append(tx, {
        tenantId: null,
        type: 'user.password_reset_requested',
        subject: 'user:unknown',
        actor: 'anonymous',
      }),
    );
    return;
  }
  const token = randomUUID();
  const values = { username: user.username, token, minutes: lifetimes.passwordReset / 60 };
  await database.transaction(async (tx) => {
    if ((await mail.send(tx, user.email, 'password_reset', values)) === 'suppressed') return;
    await proofStore.putReset(tx, user.id, hashOf(token), lifetimes.passwordReset);
    await events.append(tx, {
      tenantId: user.tenantId,
      type: 'user.password_reset_requested',
      subject: `user:${user.id}`,
      actor: 'anonymous',
    });
  });
}

/**
 * Sets a new password with a token of `forgotPassword`: once, within 30 minutes. All sessions of the user end. Whoever has
 * the token reads the user's mail, so the address counts as verified.
 *
 * @throws invalid
 */
export async function resetPassword(parts: Parts, given: { token: string; newPassword: string }): Promise<void> {
  const { database, events, passwords } = parts;
  checkPassword(given.newPassword);
  const tokenHash = hashOf(given.token);
  const reset = await proofStore.findReset(database, tokenHash);
  if (!reset) throw wrongToken();
  if (reset.expired) throw invalid('Reset token has expired', { code: 'TOKEN_EXPIRED' });
  const passwordHash = await passwords.hash(given.newPassword);
  await database.transaction(async (tx) => {
    if (!(await proofStore.takeReset(tx, reset.userId, tokenHash))) throw wrongToken();
    await sessionStore.removeAllOf(tx, reset.userId);
    await userStore.setPassword(tx, reset.userId, passwordHash);
    await userStore.setVerified(tx, reset.userId);
    await attemptStore.forgive(tx, reset.userId);
    const user = await userStore.find(tx, reset.userId);
    await events.append(tx, {
      tenantId: user?.tenantId ?? null,
      type: 'user.password_reset',
      subject: `user:${reset.userId}`,
      actor: `user:${reset.userId}`,
    });
  });
}

function hashOf(token: string): Buffer {
  return Buffer.from(sha256(token), 'hex');
}
