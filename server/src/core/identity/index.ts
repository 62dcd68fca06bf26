import type { Vault } from '../../platform/crypto/index.ts';
import type { Database, Queryable, Transaction } from '../../platform/database/index.ts';
import { forbidden, invalid, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Mail, OutboxMail } from '../../platform/mail/index.ts';
import type { Billing } from '../billing/index.ts';
import { actorOf, hasRole, type Principal } from '../principal.ts';
import type { Section } from '../transfer/index.ts';
import { changePassword } from './change-password.ts';
import { beginDeviceLogin, confirmDeviceLogin, findDeviceLogin, pollDeviceLogin } from './device-login.ts';
import { userSection } from './export-section.ts';
import { type Login, login } from './login.ts';
import {
  createUser,
  deleteUser,
  findUser,
  findUserById,
  listUsers,
  type ManagedChanges,
  type NewManagedUser,
  updateUser,
} from './manage-users.ts';
import { disableMfa, enableMfa, finishLogin, type MfaSetup, setUpMfa } from './mfa.ts';
import { mfaStore } from './mfa-store.ts';
import { createPasswords, type Hashing } from './passwords.ts';
import { defaultPreferences, isTimezone, type Preferences } from './preferences.ts';
import { forgotPassword, resendVerification, resetPassword, verifyEmail } from './proofs.ts';
import { requireRole } from './roles.ts';
import type { DeviceLogin, ManagedUser, Origin, SessionView, Signup, User } from './schema.ts';
import { createSessions } from './sessions.ts';
import { createFirstAdministrator, type FirstLogin, signUp } from './signup.ts';
import { removeExpired, sessionStore, userStore } from './store.ts';
import { createWatch } from './watch.ts';

export { requireOwnership, requireRole, seesWholeTenant } from './roles.ts';
export { checkUsername } from './rules.ts';
export type {
  DeviceLogin,
  FirstLogin,
  Login,
  ManagedChanges,
  ManagedUser,
  MfaSetup,
  NewManagedUser,
  Origin,
  Preferences,
  SessionView,
  Signup,
  User,
};

/** How somebody can be reached. */
export type Contact = { userId: string; tenantId: string; email: string; emailVerified: boolean };

export type IdentityOptions = {
  database: Database;
  events: Events;
  mail: Mail;
  billing: Billing;
  vault: Vault;
  log: Log;
  signup: Signup;
  /** For tests that count the work of a login. */
  hashing?: Hashing;
};

/** Users, tenants and sessions. See the functions of the same names for what they throw. */
export type Identity = {
  /** Whose token this is; undefined for an unknown, ended or expired one. */
  authenticate(token: string): Promise<Principal | undefined>;
  /** Calls `changed` after anything happened to the principal's user, in any process; returns how to stop. */
  watch(principal: Pick<Principal, 'id'>, changed: () => void): () => void;
  login(credentials: { username: string; password: string }, origin: Origin, sessionSeconds?: number): Promise<Login>;
  finishLogin(
    given: { username: string; code: string; pendingToken?: string | undefined },
    origin: Origin,
    sessionSeconds?: number,
  ): Promise<string>;
  setUpMfa(principal: Principal): Promise<MfaSetup>;
  enableMfa(principal: Principal, code: string): Promise<string[]>;
  disableMfa(principal: Principal, code: string): Promise<void>;
  recoveryCodesLeft(principal: Principal): Promise<number>;
  logout(principal: Principal): Promise<void>;
  /** The user behind a principal. */
  me(principal: Principal): Promise<User>;
  signUp(
    wanted: { username: string; email: string; password: string },
    also?: (tx: Transaction, user: User) => Promise<void>,
  ): Promise<User>;
  verifyEmail(given: { email: string; code: string }): Promise<void>;
  resendVerification(email: string): Promise<void>;
  forgotPassword(email: string): Promise<void>;
  resetPassword(given: { token: string; newPassword: string }): Promise<void>;
  changePassword(
    principal: Principal,
    given: { currentPassword: string; newPassword: string },
    origin: Origin,
  ): Promise<void>;
  /** What a user chose; the defaults for everything else, and for users that are gone. */
  preferencesOf(userId: string): Promise<Preferences>;
  /** The tenant of a user, by the id that the API shows (`usr_1a2b3c4d`). */
  tenantOf(tx: Transaction, publicId: string): Promise<string | undefined>;
  /** Changes the given ones. @throws invalid for a time zone nobody knows */
  changePreferences(principal: Principal, changes: Partial<Preferences>): Promise<Preferences>;
  /** The principal's open sessions, newest first. */
  sessionsOf(principal: Principal): Promise<SessionView[]>;
  /** @throws not_found */
  endSession(principal: Principal, sessionId: string): Promise<void>;
  beginDeviceLogin(code: string, origin: Origin): Promise<void>;
  findDeviceLogin(code: string): Promise<DeviceLogin>;
  /** Whoever has the session token lets the command line in. */
  confirmDeviceLogin(token: string, code: string): Promise<void>;
  pollDeviceLogin(code: string, origin: Origin): Promise<{ token: string; user: User } | undefined>;
  listUsers(principal: Principal): Promise<ManagedUser[]>;
  findUser(principal: Principal, username: string): Promise<ManagedUser>;
  /** By the UUID; everybody may look at themselves. */
  findUserById(principal: Principal, id: string): Promise<ManagedUser>;
  createUser(
    principal: Principal,
    wanted: NewManagedUser,
    also?: (tx: Transaction, user: ManagedUser) => Promise<void>,
  ): Promise<ManagedUser>;
  updateUser(principal: Principal, username: string, changes: ManagedChanges, version?: string): Promise<ManagedUser>;
  deleteUser(principal: Principal, username: string): Promise<void>;
  /** Call at every start; does something on the first only. */
  createFirstAdministrator(
    wanted: { username: string; email: string; password?: string | undefined },
    keep?: (login: FirstLogin) => Promise<void>,
  ): Promise<FirstLogin | undefined>;
  /** What was mailed; for administrators of the first tenant, who run the installation. @throws forbidden */
  outbox(principal: Principal, options: { recipient?: string; limit?: number }): Promise<OutboxMail[]>;
  /** How to reach somebody; undefined when they are gone or disabled. */
  contactOf(userId: string): Promise<Contact | undefined>;
  /** True for administrators of the first tenant. */
  runsInstallation(principal: Principal): Promise<boolean>;
  /** Ids of those who run a tenant. */
  administratorsOf(tenantId: string): Promise<string[]>;
  /** Ids of everybody in a tenant, in their order. */
  userIds(on: Queryable, tenantId: string): Promise<string[]>;
  /** For exports: the accounts of a tenant. */
  section: Section;
  /** Removes ended sessions and proofs; returns how many. */
  removeExpired(): Promise<number>;
};

export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { database, events, log, signup } = options;
  const sessions = createSessions({ database, events });
  const watch = createWatch(events, log);
  const parts = { ...options, passwords: await createPasswords(options.hashing), sessions };
  const runsInstallation = async ({ role, tenantId }: Principal) =>
    hasRole(role, 'admin') && (await userStore.firstTenant(database)) === tenantId;
  const preferencesOf = async (userId: string) => ({
    ...defaultPreferences,
    ...(await userStore.preferences(database, userId)),
  });
  return {
    authenticate: sessions.authenticate,
    watch: ({ id }, changed) => watch(id, changed),
    login: (credentials, origin, sessionSeconds) => login(parts, credentials, origin, sessionSeconds),
    logout: sessions.end,
    async me(principal) {
      const user = await userStore.find(database, principal.id);
      if (!user) throw notFound('User not found');
      return user;
    },
    signUp: (wanted, also = async () => {}) => signUp(parts, signup, wanted, also),
    verifyEmail: (given) => verifyEmail(parts, given),
    resendVerification: (email) => resendVerification(parts, email),
    forgotPassword: (email) => forgotPassword(parts, email),
    resetPassword: (given) => resetPassword(parts, given),
    finishLogin: (given, origin, sessionSeconds) => finishLogin(parts, given, origin, sessionSeconds),
    setUpMfa: (principal) => setUpMfa(parts, principal),
    enableMfa: (principal, code) => enableMfa(parts, principal, code),
    disableMfa: (principal, code) => disableMfa(parts, principal, code),
    recoveryCodesLeft: ({ id }) => mfaStore.recoveryCodesLeft(database, id),
    changePassword: (principal, given, origin) => changePassword(parts, principal, given, origin),
    preferencesOf,
    tenantOf: (tx, publicId) => userStore.tenantOf(tx, publicId),
    async changePreferences({ id }, changes) {
      if (changes.timezone !== undefined && !isTimezone(changes.timezone))
        throw invalid(`'${changes.timezone}' is not a time zone. Use an IANA name such as Europe/Berlin.`);
      await userStore.mergePreferences(database, id, changes);
      return preferencesOf(id);
    },
    sessionsOf: ({ id }) => sessionStore.list(database, id),
    async endSession(principal, sessionId) {
      await database.transaction(async (tx) => {
        if (!(await sessionStore.removeOwn(tx, principal.id, sessionId))) throw notFound('Session not found');
        await events.append(tx, {
          tenantId: principal.tenantId,
          type: 'user.session_ended',
          subject: `user:${principal.id}`,
          actor: actorOf(principal),
        });
      });
    },
    beginDeviceLogin: (code, origin) => beginDeviceLogin(parts, code, origin),
    findDeviceLogin: (code) => findDeviceLogin(parts, code),
    confirmDeviceLogin: async (token, code) => confirmDeviceLogin(parts, await sessions.authenticate(token), code),
    pollDeviceLogin: (code, origin) => pollDeviceLogin(parts, code, origin),
    listUsers: (principal) => listUsers(parts, principal),
    findUser: (principal, username) => findUser(parts, principal, username),
    findUserById: (principal, id) => findUserById(parts, principal, id),
    createUser: (principal, wanted, also = async () => {}) => createUser(parts, principal, wanted, also),
    updateUser: (principal, username, changes, version) => updateUser(parts, principal, username, changes, version),
    deleteUser: (principal, username) => deleteUser(parts, principal, username),
    createFirstAdministrator: (wanted, keep = async () => {}) => createFirstAdministrator(parts, wanted, keep),
    async outbox(principal, wanted) {
      requireRole(principal, 'admin');
      if (!(await runsInstallation(principal))) throw forbidden('Admin access required');
      return options.mail.outbox(wanted);
    },
    async contactOf(userId) {
      const user = await userStore.find(database, userId);
      if (!user || user.disabled || user.email === null) return undefined;
      return { userId, tenantId: user.tenantId, email: user.email, emailVerified: user.emailVerified };
    },
    runsInstallation,
    administratorsOf: (tenantId) => userStore.administrators(database, tenantId),
    userIds: userStore.ids,
    section: userSection(parts) as Section,
    removeExpired: () => removeExpired(database),
  };
}
