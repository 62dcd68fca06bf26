import { randomBytes } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import qrcode from 'qrcode';
import { sha256, type Vault } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { conflict, invalid, notFound, rateLimited, unauthenticated } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, type Principal } from '../principal.ts';
import { loggedIn } from './login-event.ts';
import { type Factor, mfaStore } from './mfa-store.ts';
import { MFA_WINDOW_SECONDS, type Origin, RECOVERY_CODES } from './schema.ts';
import type { Sessions } from './sessions.ts';
import { sessionStore, userStore } from './store.ts';

/*
 * The second factor: codes of an authenticator app (TOTP, RFC 6238: SHA-1, 6 digits, 30 s, one step early or late), or one
 * of ten recovery codes. Each counts once, and ten wrong ones in a quarter of an hour end the guessing.
 */
const ISSUER = 'Signalbox';
const STEP_SECONDS = 30;

type Parts = { database: Database; events: Events; vault: Vault; sessions: Sessions };

/** What an authenticator app needs; the only time the secret is told. */
export type MfaSetup = {
  /** Base32, 160 bit. */
  secret: string;
  provisioningUri: string;
  /** PNG as a `data:` URI. */
  qrCode: string;
};

const wrongCode = () => invalid('Invalid MFA code', { code: 'INVALID_MFA_CODE' });

/**
 * Makes a new secret that waits for its first code. A secret that was waiting before is replaced.
 *
 * @throws conflict when the second factor is on already
 */
export async function setUpMfa({ database, vault }: Parts, principal: Principal): Promise<MfaSetup> {
  const user = await userStore.find(database, principal.id);
  if (!user) throw notFound('User not found');
  const secret = generateSecret({ length: 20 });
  if (!(await mfaStore.putPending(database, user.id, vault.seal(secret, contextOf(user.id)))))
    throw conflict('MFA is already enabled. Disable it first to set it up anew.', { code: 'MFA_ENABLED' });
  const provisioningUri = generateURI({ issuer: ISSUER, label: user.email ?? user.username, secret });
  return { secret, provisioningUri, qrCode: await qrcode.toDataURL(provisioningUri, { width: 264, margin: 2 }) };
}

/**
 * Turns the second factor on with its first code, and tells the recovery codes, this once.
 *
 * @throws invalid for a wrong code or nothing to confirm; conflict when it is on already; rate_limited
 */
export async function enableMfa(parts: Parts, principal: Principal, code: string): Promise<string[]> {
  const { database, events } = parts;
  const factor = await mfaStore.find(database, principal.id);
  if (!factor) throw invalid('MFA not configured for this user', { code: 'MFA_NOT_CONFIGURED' });
  if (factor.enabled) throw conflict('MFA is already enabled', { code: 'MFA_ENABLED' });
  await countAttempt(database, principal.id);
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await database.transaction(async (tx) => {
    if (!(await useTotp(parts, tx, principal.id, factor, code))) throw wrongCode();
    const hashes = codes.map((each) => hashRecoveryCode(principal.id, each));
    if (!(await mfaStore.enable(tx, principal.id, hashes)))
      throw conflict('MFA is already enabled', { code: 'MFA_ENABLED' });
    await events.append(tx, eventOf(principal, 'user.mfa_enabled'));
  });
  return codes;
}

/**
 * Turns the second factor off with a code of it.
 *
 * @throws invalid for a wrong code, or when it is not on; rate_limited
 */
export async function disableMfa(parts: Parts, principal: Principal, code: string): Promise<void> {
  const { database, events } = parts;
  const factor = await mfaStore.find(database, principal.id);
  if (!factor?.enabled) throw invalid('MFA is not enabled', { code: 'MFA_NOT_ENABLED' });
  await countAttempt(database, principal.id);
  await database.transaction(async (tx) => {
    if (!(await useCode(parts, tx, principal.id, factor, code))) throw wrongCode();
    await mfaStore.remove(tx, principal.id);
    await events.append(tx, eventOf(principal, 'user.mfa_disabled'));
  });
}

/**
 * The second step of a login: exchanges a pending session and a code for a session. The pending one is named by its token;
 * a client that sends none, as the contract allows, means the newest one of that user from the same address. Without a
 * pending session, that is without the password, a code is worth nothing.
 *
 * @throws unauthenticated for a wrong code, or when there is no login to finish; rate_limited
 */
export async function finishLogin(
  parts: Parts,
  given: { username: string; code: string; pendingToken?: string | undefined },
  origin: Origin,
  sessionSeconds?: number,
): Promise<string> {
  const { database, events, sessions } = parts;
  const user = await userStore.findForLogin(database, given.username);
  const pending = await sessions.findPending(user?.id, given.pendingToken, origin);
  if (!user || user.disabled || !pending) throw noLogin();
  const factor = await mfaStore.find(database, user.id);
  if (!factor?.enabled) throw noLogin();
  await countAttempt(database, user.id);
  return database.transaction(async (tx) => {
    if (!(await useCode(parts, tx, user.id, factor, given.code)))
      throw unauthenticated('Invalid MFA code', { code: 'INVALID_MFA_CODE' });
    if (!(await sessionStore.remove(tx, pending))) throw noLogin();
    const { token, sessionId } = await sessions.open(tx, user, origin, sessionSeconds);
    await userStore.setLoggedIn(tx, user.id);
    await events.append(tx, loggedIn(user, sessionId, origin, { mfa: true }));
    return token;
  });
}

function noLogin() {
  return unauthenticated('There is no login waiting for a code, or it is over. Log in again.', {
    code: 'NO_PENDING_LOGIN',
  });
}

async function countAttempt(database: Database, userId: string): Promise<void> {
  if (await mfaStore.countAttempt(database, userId)) return;
  throw rateLimited('Too many wrong MFA codes. Try again in a quarter of an hour.', {
    code: 'MFA_LOCKED',
    retryAfterSeconds: MFA_WINDOW_SECONDS,
  });
}

async function useCode(parts: Parts, tx: Transaction, userId: string, factor: Factor, code: string): Promise<boolean> {
  const plain = code.replace(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(plain)) return useTotp(parts, tx, userId, factor, plain);
  return mfaStore.useRecoveryCode(tx, userId, hashRecoveryCode(userId, plain));
}

async function useTotp(
  { vault }: Parts,
  tx: Transaction,
  userId: string,
  factor: Factor,
  code: string,
): Promise<boolean> {
  const step = stepOf(vault.open(factor.secret, contextOf(userId)), code.replace(/\s/g, ''));
  return step !== undefined && step > factor.lastStep && (await mfaStore.useStep(tx, userId, step));
}

/** The time step a code belongs to; undefined for a code that is wrong or of another time. `now` in seconds. */
export function stepOf(secret: string, code: string, now = Date.now() / 1000): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now);
  const result = verifySync({ secret, token: code, epoch, period: STEP_SECONDS, epochTolerance: STEP_SECONDS });
  return result.valid ? Math.floor(epoch / STEP_SECONDS) + result.delta : undefined;
}

/** 50 random bits in base32 as `xxxxx-xxxxx`. */
function newRecoveryCode(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  const text = Array.from(randomBytes(10), (byte) => letters[byte % 32]).join('');
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

function hashRecoveryCode(userId: string, code: string): Buffer {
  return Buffer.from(sha256(`recovery ${userId} ${code.replace('-', '')}`), 'hex');
}

/** What the secret of a user is sealed for. */
export const contextOf = (userId: string) => `mfa:${userId}`;

function eventOf(principal: Principal, type: string) {
  return { tenantId: principal.tenantId, type, subject: `user:${principal.id}`, actor: actorOf(principal) };
}
