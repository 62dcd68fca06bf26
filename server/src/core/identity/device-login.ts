import { sha256 } from '../../platform/crypto/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { conflict, invalid, notFound, unauthenticated } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, type Principal } from '../principal.ts';
import { loggedIn } from './login-event.ts';
import { type DeviceLogin, lifetimes, type Origin, type User } from './schema.ts';
import type { Sessions } from './sessions.ts';
import { deviceLoginStore, userStore } from './store.ts';

/*
 * Logging in a command line: it makes up a code, shows a link with it, and asks now and then whether somebody who is
 * logged in has confirmed it in the browser. It then gets a session of its own, once. A code lives for two minutes.
 */
type Parts = { database: Database; events: Events; sessions: Sessions };

const unknownCode = () =>
  notFound('There is no login with this code, or it is over. Start again in the command line.', {
    code: 'UNKNOWN_CODE',
  });

/**
 * Begins to wait for a confirmation.
 *
 * @param code made up by the command line; at least 12 characters, since whoever knows it gets the session
 * @throws invalid, conflict
 */
export async function beginDeviceLogin({ database }: Parts, code: string, origin: Origin): Promise<void> {
  if (!/^[\w-]{12,100}$/.test(code))
    throw invalid('A session code has 12 to 100 letters, digits, hyphens or underscores', { code: 'INVALID_CODE' });
  if (!(await deviceLoginStore.insert(database, hashOf(code), origin, lifetimes.deviceLogin)))
    throw conflict('A login with this code is already waiting. Start again with another code.', {
      code: 'CODE_IN_USE',
    });
}

/** Who asks to be let in; for the person who confirms. @throws not_found */
export async function findDeviceLogin({ database }: Parts, code: string): Promise<DeviceLogin> {
  const login = await deviceLoginStore.find(database, hashOf(code));
  if (!login) throw unknownCode();
  return login;
}

/** Lets the command line in as the principal. @throws not_found, unauthenticated */
export async function confirmDeviceLogin(
  { database, events }: Parts,
  principal: Principal | undefined,
  code: string,
): Promise<void> {
  if (principal?.kind !== 'user') throw unauthenticated('The token is not that of an open session. Log in again.');
  await database.transaction(async (tx) => {
    if (!(await deviceLoginStore.confirm(tx, hashOf(code), principal.id))) throw unknownCode();
    await events.append(tx, {
      tenantId: principal.tenantId,
      type: 'user.device_confirmed',
      subject: `user:${principal.id}`,
      actor: actorOf(principal),
    });
  });
}

/**
 * Whether it was confirmed; if so, a session, this once.
 *
 * @throws not_found for a code that is unknown, over, or was used
 */
export async function pollDeviceLogin(
  { database, events, sessions }: Parts,
  code: string,
  origin: Origin,
): Promise<{ token: string; user: User } | undefined> {
  const codeHash = hashOf(code);
  const login = await deviceLoginStore.find(database, codeHash);
  if (!login) throw unknownCode();
  if (login.userId === null) return undefined;
  const user = await userStore.find(database, login.userId);
  if (!user || user.disabled) throw unknownCode();
  return database.transaction(async (tx) => {
    if (!(await deviceLoginStore.take(tx, codeHash))) throw unknownCode();
    const { token, sessionId } = await sessions.open(tx, user, origin);
    await events.append(tx, loggedIn(user, sessionId, origin, { device: true }));
    return { token, user };
  });
}

function hashOf(code: string): Buffer {
  return Buffer.from(sha256(`device ${code}`), 'hex');
}
