import { randomDigits, randomId, randomPassword, sha256 } from '../../platform/crypto/index.ts';
import { type Database, isUniqueViolation, type Transaction } from '../../platform/database/index.ts';
import { forbidden, invalid, unavailable } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Mail } from '../../platform/mail/index.ts';
import type { Billing } from '../billing/index.ts';
import type { Passwords } from './passwords.ts';
import { checkEmail, checkPassword, checkUsername } from './rules.ts';
import { type Addressee, lifetimes, type Signup, type User } from './schema.ts';
import { type NewUser, proofStore, userStore } from './store.ts';

type Parts = { database: Database; events: Events; mail: Mail; billing: Billing; passwords: Passwords };
type Wanted = { username: string; email: string; password: string };
type AlsoStore<Result> = (tx: Transaction, result: Result) => Promise<void>;

/**
 * Creates an account and mails its verification code. `own`: with a tenant and a free plan of its own; `join`: as a viewer
 * of the first tenant.
 *
 * @throws invalid for a name, address or password against the rules or taken; forbidden SIGNUP_CLOSED
 */
export async function signUp(parts: Parts, mode: Signup, wanted: Wanted, also: AlsoStore<User>): Promise<User> {
  const { database, events, billing, passwords } = parts;
  if (mode === 'closed') {
    throw forbidden('Sign-up is closed. Ask an administrator for an account.', { code: 'SIGNUP_CLOSED' });
  }
  checkUsername(wanted.username);
  checkEmail(wanted.email);
  checkPassword(wanted.password);
  const passwordHash = await passwords.hash(wanted.password);
  return refusingTaken(
    database.transaction(async (tx) => {
      const tenantId =
        mode === 'own' ? await userStore.insertTenant(tx, wanted.username, false) : await firstTenant(tx);
      if (mode === 'own') await billing.open(tx, tenantId, 'free');
      const user = await userStore.insert(tx, {
        ...newUser(tenantId, wanted, passwordHash),
        role: mode === 'own' ? 'owner' : 'viewer',
        verified: false,
      });
      await mailCode(parts, tx, user);
      await also(tx, user);
      await events.append(tx, {
        tenantId,
        type: 'user.signed_up',
        subject: `user:${user.id}`,
        actor: `user:${user.id}`,
        data: { username: user.username, role: user.role },
      });
      return user;
    }),
  );
}

export type FirstLogin = { username: string; password: string; generated: boolean };

/**
 * Creates the first tenant, without limits, and its owner. Does nothing and returns undefined when there is one already,
 * also when two processes start at once. Without a password in `wanted` a random one is made and returned.
 *
 * `keep` is called before the commit: a password that was made must be somewhere safe before it is the only way in.
 */
export async function createFirstAdministrator(
  parts: Parts,
  wanted: { username: string; email: string; password?: string | undefined },
  keep: (login: FirstLogin) => Promise<void>,
): Promise<FirstLogin | undefined> {
  const { database, events, billing, passwords } = parts;
  if (await userStore.firstTenant(database)) return undefined;
  checkUsername(wanted.username);
  checkEmail(wanted.email);
  const password = wanted.password ?? randomPassword();
  checkPassword(password);
  const passwordHash = await passwords.hash(password);
  const firstLogin = { username: wanted.username, password, generated: wanted.password === undefined };
  const creating = database.transaction(async (tx) => {
    const tenantId = await userStore.insertTenant(tx, 'First tenant', true);
    await billing.open(tx, tenantId, 'enterprise', { unlimited: true });
    const user = await userStore.insert(tx, {
      ...newUser(tenantId, wanted, passwordHash),
      role: 'owner',
      verified: true,
    });
    await events.append(tx, {
      tenantId,
      type: 'user.created',
      subject: `user:${user.id}`,
      actor: 'system',
      data: { username: user.username, role: user.role },
    });
    await keep(firstLogin);
  });
  try {
    await creating;
  } catch (error) {
    if (isUniqueViolation(error, 'tenants_first')) return undefined;
    throw error;
  }
  return firstLogin;
}

/** Makes a new six-digit code, in place of the one before, and mails it. */
export async function mailCode({ mail }: Pick<Parts, 'mail'>, tx: Transaction, user: Addressee): Promise<void> {
  const code = randomDigits(6);
  const { username, email } = user;
  const minutes = lifetimes.verificationCode / 60;
  if ((await mail.send(tx, email, 'verification', { username, email, code, minutes })) === 'suppressed') return;
  await proofStore.putCode(tx, user.id, hashCode(user.id, code), lifetimes.verificationCode);
}

/** Six digits hide behind no hash; this keeps them out of casual sight for their 15 minutes. */
export function hashCode(userId: string, code: string): Buffer {
  return Buffer.from(sha256(`${userId} ${code}`), 'hex');
}

function newUser(
  tenantId: string,
  wanted: { username: string; email: string },
  passwordHash: string,
): Omit<NewUser, 'role' | 'verified' | 'email'> & { email: string } {
  const { username, email } = wanted;
  return { publicId: randomId('usr'), tenantId, username, email, passwordHash };
}

async function firstTenant(tx: Transaction): Promise<string> {
  const id = await userStore.firstTenant(tx);
  if (id === undefined) throw unavailable('This installation has not been set up yet. Try again in a moment.');
  return id;
}

/** Says in words that a name or address is taken. @throws invalid */
export async function refusingTaken<T>(creating: Promise<T>): Promise<T> {
  try {
    return await creating;
  } catch (error) {
    if (isUniqueViolation(error, 'users_username')) throw invalid('Username already taken', { code: 'USERNAME_TAKEN' });
    if (isUniqueViolation(error, 'users_email')) throw invalid('Email already registered', { code: 'EMAIL_TAKEN' });
    throw error;
  }
}
