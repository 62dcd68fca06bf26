import { randomId } from '../../platform/crypto/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { conflict, forbidden, invalid, notFound, preconditionFailed } from '../../platform/errors.ts';
import type { Events } from '../../platform/events/types.ts';
import { actorOf, hasRole, type Principal, type Role } from '../principal.ts';
import { attemptStore } from './attempt-store.ts';
import { mfaStore } from './mfa-store.ts';
import type { Passwords } from './passwords.ts';
import { requireRole } from './roles.ts';
import { checkEmail, checkGivenUsername, checkPassword } from './rules.ts';
import type { ManagedUser, User, UserChanges } from './schema.ts';
import { refusingTaken } from './signup.ts';
import { sessionStore, userStore } from './store.ts';

/*
 * Administrators manage the users of their tenant; those of the first tenant, who run the installation, manage all.
 * Nobody manages somebody above them, and every tenant keeps an owner who can log in. Who is limited to some nodes manages
 * only people who see no others: a new password or another limit would be a way around one's own.
 */
type Parts = { database: Database; events: Events; passwords: Passwords };

export type NewManagedUser = { username: string; email: string | null; password: string; role: Role } & Partial<
  Pick<User, 'displayName' | 'isTemporary' | 'expiresAt' | 'allowedNodeIds'>
>;
/** `mfa: false` takes away a second factor that was lost. */
export type ManagedChanges = Omit<UserChanges, 'passwordHash'> & { password?: string; mfa?: false };

/** Users by name. @throws forbidden */
export async function listUsers({ database }: Parts, principal: Principal): Promise<ManagedUser[]> {
  requireRole(principal, 'admin');
  return userStore.list(database, (await managesAll(database, principal)) ? undefined : principal.tenantId);
}

/** @throws forbidden, not_found */
export async function findUser({ database }: Parts, principal: Principal, username: string): Promise<ManagedUser> {
  requireRole(principal, 'admin');
  return seen({ database }, principal, await userStore.findManaged(database, username), username);
}

/** The same by the user's UUID. @throws forbidden, not_found */
export async function findUserById({ database }: Parts, principal: Principal, id: string): Promise<ManagedUser> {
  if (principal.id !== id) requireRole(principal, 'admin');
  return seen({ database }, principal, await userStore.findManagedById(database, id), id);
}

async function seen(
  { database }: Pick<Parts, 'database'>,
  principal: Principal,
  user: ManagedUser | undefined,
  sought: string,
): Promise<ManagedUser> {
  const visible = user && (user.tenantId === principal.tenantId || (await managesAll(database, principal)));
  if (!visible) throw notFound(`There is no user ${sought}`);
  return user;
}

/**
 * Creates a user in the principal's tenant, whose address counts as verified.
 *
 * @throws forbidden, invalid
 */
export async function createUser(
  { database, events, passwords }: Parts,
  principal: Principal,
  wanted: NewManagedUser,
  also: (tx: Transaction, user: ManagedUser) => Promise<void>,
): Promise<ManagedUser> {
  requireRole(principal, 'admin');
  requireRank(principal, wanted.role);
  requireNodes(principal, wanted.allowedNodeIds ?? null);
  checkGivenUsername(wanted.username);
  if (wanted.email !== null) checkEmail(wanted.email);
  checkPassword(wanted.password);
  const passwordHash = await passwords.hash(wanted.password);
  const { username, role, password: _, ...rest } = wanted;
  return refusingTaken(
    database.transaction(async (tx) => {
      const { tenantId } = principal;
      await userStore.insert(tx, {
        publicId: randomId('usr'),
        tenantId,
        ...rest,
        username,
        role,
        passwordHash,
        verified: true,
      });
      const user = (await userStore.findManaged(tx, username)) as ManagedUser;
      await also(tx, user);
      await events.append(tx, { ...eventOf(principal, user, 'user.created'), data: { username, role } });
      return user;
    }),
  );
}

/**
 * Changes what is given. A new password, and being disabled, end the user's sessions at once.
 *
 * @param version of the user the caller has seen; another one refuses the change
 * @throws forbidden, not_found, invalid (also for one's own password and second factor), conflict (the last owner),
 *   precondition_failed
 */
export async function updateUser(
  parts: Parts,
  principal: Principal,
  username: string,
  changes: ManagedChanges,
  version?: string,
): Promise<ManagedUser> {
  const { database, events, passwords } = parts;
  const user = await findUser(parts, principal, username);
  requireRank(principal, user.role);
  requireNodes(principal, user.allowedNodeIds);
  if (changes.role !== undefined) requireRank(principal, changes.role);
  if (changes.allowedNodeIds !== undefined) requireNodes(principal, changes.allowedNodeIds);
  if (typeof changes.email === 'string') checkEmail(changes.email);
  if (changes.password !== undefined) checkPassword(changes.password);
  if (user.id === principal.id && (changes.disabled || (changes.role ?? user.role) !== user.role))
    throw invalid('You cannot disable yourself or change your own role. Ask another administrator.');
  // Nobody could take it back from the last who sees every node.
  if (
    user.id === principal.id &&
    changes.allowedNodeIds !== undefined &&
    differ(user.allowedNodeIds, changes.allowedNodeIds)
  )
    throw invalid('You cannot limit yourself to some nodes. Ask another administrator.');
  // Here nobody is asked for the old password or a code: a stolen session would be enough to take the account for good.
  if (user.id === principal.id && (changes.password !== undefined || changes.mfa === false))
    throw invalid(
      'Change your own password and second factor in your settings, where you are asked for the present one.',
    );
  const { password, mfa, ...rest } = changes;
  const passwordHash = password === undefined ? undefined : await passwords.hash(password);
  return refusingTaken(
    database.transaction(async (tx) => {
      // Whoever runs the installation may suspend a whole tenant.
      const suspends = changes.disabled && user.tenantId === principal.tenantId;
      if (suspends || (changes.role ?? 'owner') !== 'owner') await requireAnotherOwner(tx, user);
      const stored = { ...rest, ...(passwordHash !== undefined && { passwordHash }) };
      const changed = await userStore.update(tx, user.id, stored, version);
      if (!changed)
        throw preconditionFailed(`${username} was changed meanwhile. Look at it again, then repeat your change.`);
      if (passwordHash !== undefined) await attemptStore.forgive(tx, user.id);
      if (passwordHash !== undefined || changes.disabled) await sessionStore.removeAllOf(tx, user.id);
      if (mfa === false) await mfaStore.remove(tx, user.id);
      await events.append(tx, { ...eventOf(principal, user, 'user.changed'), data: { changed: Object.keys(changes) } });
      return mfa === false ? { ...changed, mfaEnabled: false } : changed;
    }),
  );
}

/**
 * Deletes a user with sessions, preferences, second factor and proofs. Datasets, models and the like stay with the
 * tenant, for its administrators.
 *
 * @throws forbidden, not_found, invalid (oneself), conflict (the last owner)
 */
export async function deleteUser(parts: Parts, principal: Principal, username: string): Promise<void> {
  const { database, events } = parts;
  const user = await findUser(parts, principal, username);
  if (user.id === principal.id) throw invalid('Cannot delete your own account');
  requireRank(principal, user.role);
  requireNodes(principal, user.allowedNodeIds);
  await database.transaction(async (tx) => {
    await requireAnotherOwner(tx, user);
    if (!(await userStore.remove(tx, user.id))) throw notFound(`There is no user ${username}`);
    await events.append(tx, { ...eventOf(principal, user, 'user.deleted'), data: { username: user.username } });
  });
}

async function managesAll(database: Database, principal: Principal): Promise<boolean> {
  return (await userStore.firstTenant(database)) === principal.tenantId;
}

function requireRank(principal: Principal, role: Role): void {
  if (!hasRole(principal.role, role)) throw forbidden(`Only an owner may make or change an ${role}`);
}

function differ(some: readonly string[] | null, others: readonly string[] | null): boolean {
  if (some === null || others === null) return some !== others;
  return new Set(some).symmetricDifference(new Set(others)).size > 0;
}

/** @param nodes null: all */
function requireNodes({ nodeScope }: Principal, nodes: readonly string[] | null): void {
  if (nodeScope === undefined || nodes?.every((id) => nodeScope.includes(id))) return;
  throw forbidden(
    'You are limited to some nodes: you may make and change only people who are limited to them, too. Give allowed_node_ids of your own nodes.',
    { code: 'NODE_OUT_OF_SCOPE' },
  );
}

async function requireAnotherOwner(tx: Transaction, user: ManagedUser): Promise<void> {
  if (user.role !== 'owner') return;
  const owners = await userStore.lockOwners(tx, user.tenantId);
  if (owners.some((id) => id !== user.id)) return;
  throw conflict(`${user.username} is the last owner of ${user.tenantName}. Make somebody else an owner first.`, {
    code: 'LAST_OWNER',
  });
}

function eventOf(principal: Principal, user: ManagedUser, type: string) {
  return { tenantId: user.tenantId, type, subject: `user:${user.id}`, actor: actorOf(principal) };
}
