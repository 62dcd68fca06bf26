import type { Database, Transaction } from '../../platform/database/index.ts';
import { forbidden, notFound } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Mail, OutboxMail } from '../../platform/mail/index.ts';
import type { Billing } from '../billing/index.ts';
import type { Principal } from '../principal.ts';
import { type Login, login } from './login.ts';
import { createPasswords, type Hashing } from './passwords.ts';
import { forgotPassword, resendVerification, resetPassword, verifyEmail } from './proofs.ts';
import { requireRole } from './roles.ts';
import type { Origin, Signup, User } from './schema.ts';
import { createSessions } from './sessions.ts';
import { createFirstAdministrator, type FirstLogin, signUp } from './signup.ts';
import { removeExpired, userStore } from './store.ts';
import { createWatch } from './watch.ts';

export { requireOwnership, requireRole, seesWholeTenant } from './roles.ts';
export type { FirstLogin, Login, Origin, Signup, User };

/** How somebody can be reached. */
export type Contact = { userId: string; tenantId: string; email: string; emailVerified: boolean };

export type IdentityOptions = {
  database: Database;
  events: Events;
  mail: Mail;
  billing: Billing;
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
  login(credentials: { username: string; password: string }, origin: Origin): Promise<Login>;
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
  /** Call at every start; does something on the first only. */
  createFirstAdministrator(
    wanted: { username: string; email: string; password?: string | undefined },
    keep?: (login: FirstLogin) => Promise<void>,
  ): Promise<FirstLogin | undefined>;
  /** What was mailed; for administrators of the first tenant, who run the installation. @throws forbidden */
  outbox(principal: Principal, options: { recipient?: string; limit?: number }): Promise<OutboxMail[]>;
  /** How to reach somebody; undefined when they are gone or disabled. */
  contactOf(userId: string): Promise<Contact | undefined>;
  /** Ids of those who run a tenant. */
  administratorsOf(tenantId: string): Promise<string[]>;
  /** Removes ended sessions and proofs; returns how many. */
  removeExpired(): Promise<number>;
};

export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { database, events, log, signup } = options;
  const sessions = createSessions({ database, events });
  const watch = createWatch(events, log);
  const parts = { ...options, passwords: await createPasswords(options.hashing), sessions };
  return {
    authenticate: sessions.authenticate,
    watch: ({ id }, changed) => watch(id, changed),
    login: (credentials, origin) => login(parts, credentials, origin),
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
    createFirstAdministrator: (wanted, keep = async () => {}) => createFirstAdministrator(parts, wanted, keep),
    async outbox(principal, wanted) {
      requireRole(principal, 'admin');
      if ((await userStore.firstTenant(database)) !== principal.tenantId) throw forbidden('Admin access required');
      return options.mail.outbox(wanted);
    },
    async contactOf(userId) {
      const user = await userStore.find(database, userId);
      if (!user || user.disabled) return undefined;
      return { userId, tenantId: user.tenantId, email: user.email, emailVerified: user.emailVerified };
    },
    administratorsOf: (tenantId) => userStore.administrators(database, tenantId),
    removeExpired: () => removeExpired(database),
  };
}
