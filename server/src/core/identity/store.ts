import { type Queryable, type Sql, sql, type Transaction } from '../../platform/database/index.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { Principal, Role } from '../principal.ts';
import { attemptStore } from './attempt-store.ts';
import { hasFactor } from './mfa-store.ts';
import type { Preferences } from './preferences.ts';
import {
  type Addressee,
  type DeviceLogin,
  type ManagedUser,
  MOST_CODE_ATTEMPTS,
  type Origin,
  type SessionState,
  type SessionView,
  type User,
  type UserChanges,
  type WholeUser,
} from './schema.ts';

const userColumns = sql`
  u.id, u.public_id as "publicId", u.tenant_id as "tenantId", u.username, u.email, u.role,
  u.email_verified_at is not null as "emailVerified", u.disabled_at is not null as disabled, u.created_at as "createdAt",
  u.display_name as "displayName", u.is_temporary as "isTemporary", u.expires_at as "expiresAt",
  u.allowed_node_ids as "allowedNodeIds",
  ${hasFactor(sql`u.id`)} as "mfaEnabled"`;

/** Changes whenever an administrator changes the user. */
const versionOf = sql`to_char(extract(epoch from u.updated_at) * 1000000, 'FM9999999999999999')`;
const managedColumns = sql`
  u.last_login_at as "lastLoginAt", ${versionOf} as version,
  (select name from tenants t where t.id = u.tenant_id) as "tenantName"`;

/** No hash: nobody can log in with it. */
const NO_PASSWORD = '!';
const wholeColumns = sql`
  ${userColumns}, u.last_login_at as "lastLoginAt", nullif(u.password_hash, ${NO_PASSWORD}) as "passwordHash", u.preferences`;
const usersOf = (users: readonly WholeUser[]) => sql`
  jsonb_to_recordset(${JSON.stringify(users)}::jsonb) as r (
    "id" uuid, "publicId" text, "tenantId" uuid, "username" text, "email" text, "passwordHash" text, "role" text,
    "emailVerified" boolean, "disabled" boolean, "createdAt" timestamptz, "displayName" text, "isTemporary" boolean,
    "expiresAt" timestamptz, "allowedNodeIds" uuid[], "lastLoginAt" timestamptz, "preferences" jsonb)`;

/** Null clears; undefined keeps. */
const kept = (value: unknown, column: Sql): Sql => (value === undefined ? column : sql`${value}`);
const inSeconds = (seconds: number): Sql => sql`now() + make_interval(secs => ${seconds})`;

export type NewUser = Pick<User, 'publicId' | 'tenantId' | 'username' | 'email' | 'role'> &
  Partial<Pick<User, 'displayName' | 'isTemporary' | 'expiresAt' | 'allowedNodeIds'>> & {
    passwordHash: string;
    verified: boolean;
  };

/** SQL of tenants and users. */
export const userStore = {
  async insertTenant(tx: Transaction, name: string, isFirst: boolean): Promise<string> {
    const row = await tx.one<{ id: string }>(
      sql`insert into tenants (name, is_first) values (${name}, ${isFirst}) returning id`,
    );
    return (row as { id: string }).id;
  },
  async firstTenant(on: Queryable): Promise<string | undefined> {
    return (await on.one<{ id: string }>(sql`select id from tenants where is_first`))?.id;
  },
  async insert<New extends NewUser>(tx: Transaction, user: New): Promise<User & Pick<New, 'email'>> {
    const row = await tx.one<User & Pick<New, 'email'>>(sql`
      insert into users as u (public_id, tenant_id, username, email, password_hash, role, email_verified_at,
                              display_name, is_temporary, expires_at, allowed_node_ids)
      values (${user.publicId}, ${user.tenantId}, ${user.username}, ${user.email}, ${user.passwordHash}, ${user.role},
              ${user.verified ? sql`now()` : sql`null`},
              ${user.displayName ?? null}, ${user.isTemporary ?? false}, ${user.expiresAt ?? null}, ${user.allowedNodeIds ?? null})
      returning ${userColumns}`);
    return row as User & Pick<New, 'email'>;
  },
  /** What a person types to log in: the name or the address, in any case. */
  /** By the UUID. */
  async findManagedById(on: Queryable, id: string): Promise<ManagedUser | undefined> {
    if (!isUuid(id)) return undefined;
    return on.one<ManagedUser>(sql`select ${userColumns}, ${managedColumns} from users u where u.id = ${id}`);
  },
  findForLogin(on: Queryable, login: string): Promise<(User & { passwordHash: string }) | undefined> {
    const column = login.includes('@') ? sql`u.email` : sql`u.username`;
    return on.one(sql`
      select ${userColumns}, u.password_hash as "passwordHash" from users u where lower(${column}) = lower(${login})`);
  },
  findByEmail(on: Queryable, email: string): Promise<Addressee | undefined> {
    return on.one<Addressee>(sql`select ${userColumns} from users u where lower(u.email) = lower(${email})`);
  },
  find(on: Queryable, id: string): Promise<User | undefined> {
    return on.one<User>(sql`select ${userColumns} from users u where u.id = ${id}`);
  },
  /** Ids of those who run a tenant. */
  async administrators(on: Queryable, tenantId: string): Promise<string[]> {
    const rows = await on.query<{ id: string }>(sql`
      select id from users where tenant_id = ${tenantId} and role in ('admin', 'owner') and disabled_at is null order by id`);
    return rows.map(({ id }) => id);
  },
  /** Users by name; those of all tenants when none is given. */
  list(on: Queryable, tenantId: string | undefined): Promise<ManagedUser[]> {
    return on.query<ManagedUser>(sql`
      select ${userColumns}, ${managedColumns} from users u
      where ${tenantId ?? null}::uuid is null or u.tenant_id = ${tenantId ?? null} order by lower(u.username)`);
  },
  findManaged(on: Queryable, username: string): Promise<ManagedUser | undefined> {
    return on.one<ManagedUser>(sql`
      select ${userColumns}, ${managedColumns} from users u where lower(u.username) = lower(${username})`);
  },
  /** Locks the tenant's owners, and returns the ids of those who can log in. */
  async lockOwners(tx: Transaction, tenantId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string; disabled: boolean }>(sql`
      select id, disabled_at is not null as disabled from users where tenant_id = ${tenantId} and role = 'owner'
      order by id for update`);
    return rows.filter(({ disabled }) => !disabled).map(({ id }) => id);
  },
  /** Changes what is given; undefined when `version` is no longer the user's. */
  async update(tx: Transaction, id: string, changes: UserChanges, version?: string): Promise<ManagedUser | undefined> {
    const { email, role, disabled, passwordHash, displayName, isTemporary, expiresAt, allowedNodeIds } = changes;
    return tx.one<ManagedUser>(sql`
      update users u set
        email = ${kept(email, sql`u.email`)},
        display_name = ${kept(displayName, sql`u.display_name`)},
        is_temporary = coalesce(${isTemporary ?? null}, u.is_temporary),
        expires_at = ${kept(expiresAt, sql`u.expires_at`)},
        allowed_node_ids = ${kept(allowedNodeIds, sql`u.allowed_node_ids`)},
        role = coalesce(${role ?? null}, u.role),
        password_hash = coalesce(${passwordHash ?? null}, u.password_hash),
        disabled_at = case when ${disabled ?? null}::boolean is null then u.disabled_at
                           when ${disabled ?? null}::boolean then coalesce(u.disabled_at, now()) end,
        updated_at = clock_timestamp()
      where u.id = ${id} and (${version ?? null}::text is null or ${versionOf} = ${version ?? null})
      returning ${userColumns}, ${managedColumns}`);
  },
  async remove(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.run(sql`delete from users where id = ${id}`)) > 0;
  },
  /** Of everybody in a tenant, in their order. */
  async ids(on: Queryable, tenantId: string): Promise<string[]> {
    const rows = await on.query<{ id: string }>(sql`select id from users where tenant_id = ${tenantId} order by id`);
    return rows.map(({ id }) => id);
  },
  /** The next users of a tenant by id. */
  pageWhole(on: Queryable, tenantId: string, after: string, limit: number): Promise<WholeUser[]> {
    return on.query<WholeUser>(sql`
      select ${wholeColumns} from users u where u.tenant_id = ${tenantId} and u.id > ${after} order by u.id limit ${limit}`);
  },
  /** Users of any tenant who have one of these ids, names or addresses. */
  findAny(on: Queryable, of: { ids: string[]; publicIds: string[]; names: string[]; emails: string[] }) {
    return on.query<WholeUser>(sql`
      select ${wholeColumns} from users u
      where u.id = any(${of.ids}::uuid[]) or u.public_id = any(${of.publicIds})
        or lower(u.username) = any(${of.names}) or lower(u.email) = any(${of.emails})`);
  },
  async insertWhole(tx: Transaction, users: readonly WholeUser[]): Promise<void> {
    await tx.run(sql`
      insert into users (id, public_id, tenant_id, username, email, password_hash, role, email_verified_at, disabled_at,
                         last_login_at, created_at, display_name, is_temporary, expires_at, allowed_node_ids, preferences)
      select r."id", r."publicId", r."tenantId", r."username", r."email", coalesce(r."passwordHash", ${NO_PASSWORD}), r."role",
             case when r."emailVerified" then now() end, case when r."disabled" then now() end, r."lastLoginAt",
             r."createdAt", r."displayName", r."isTemporary", r."expiresAt", r."allowedNodeIds", r."preferences"
      from ${usersOf(users)}`);
  },
  /** Makes an account another one: also its id, and with it all that refers to it. Without a password it keeps its own. */
  async become(tx: Transaction, id: string, user: WholeUser): Promise<void> {
    await tx.run(sql`
      update users u set id = r."id", public_id = r."publicId", username = r."username", email = r."email",
        password_hash = coalesce(r."passwordHash", u.password_hash), role = r."role",
        email_verified_at = case when r."emailVerified" then coalesce(u.email_verified_at, now()) end,
        last_login_at = r."lastLoginAt", created_at = r."createdAt", display_name = r."displayName",
        is_temporary = r."isTemporary", expires_at = r."expiresAt", allowed_node_ids = r."allowedNodeIds",
        preferences = r."preferences", updated_at = clock_timestamp()
      from ${usersOf([user])} where u.id = ${id}`);
  },
  async tenantOf(on: Queryable, publicId: string): Promise<string | undefined> {
    const row = await on.one<{ id: string }>(sql`select tenant_id as id from users where public_id = ${publicId}`);
    return row?.id;
  },
  async setPassword(on: Queryable, id: string, passwordHash: string): Promise<void> {
    await on.run(sql`update users set password_hash = ${passwordHash}, updated_at = now() where id = ${id}`);
  },
  async setVerified(on: Queryable, id: string): Promise<void> {
    await on.run(sql`
      update users set email_verified_at = now(), updated_at = now() where id = ${id} and email_verified_at is null`);
  },
  async preferences(on: Queryable, id: string): Promise<Partial<Preferences> | undefined> {
    const row = await on.one<{ preferences: Partial<Preferences> }>(
      sql`select preferences from users where id = ${id}`,
    );
    return row?.preferences;
  },
  /** Changes the given keys only: two windows that change different ones do not undo each other. */
  async mergePreferences(on: Queryable, id: string, changed: Partial<Preferences>): Promise<void> {
    await on.run(sql`
      update users set preferences = preferences || ${JSON.stringify(changed)}::jsonb where id = ${id}`);
  },
  async setLoggedIn(on: Queryable, id: string): Promise<void> {
    await on.run(sql`update users set last_login_at = now() where id = ${id}`);
  },
};

type SessionRow = {
  tokenHash: string;
  id: string;
  userId: string;
  tenantId: string;
  username: string;
  role: Role;
  nodeScope: string[] | null;
  endsAt: Date;
};

/** SQL of sessions. A revoked session is a deleted row. */
export const sessionStore = {
  async insert(
    tx: Transaction,
    session: { tokenHash: string; userId: string; state: SessionState; seconds: number } & Origin,
  ): Promise<string> {
    const row = await tx.one<{ id: string }>(sql`
      insert into sessions (token_hash, user_id, state, address, user_agent, expires_at)
      values (decode(${session.tokenHash}, 'hex'), ${session.userId}, ${session.state}, ${session.address}, ${session.userAgent},
              ${inSeconds(session.seconds)})
      returning id`);
    return (row as { id: string }).id;
  },
  /** The principals of the sessions that are open, by the hash of their token. */
  async findActive(on: Queryable, tokenHashes: readonly string[]): Promise<Map<string, Principal>> {
    const rows = await on.query<SessionRow>(sql`
      select encode(s.token_hash, 'hex') as "tokenHash", s.id, s.user_id as "userId", u.tenant_id as "tenantId",
             u.username, u.role, u.allowed_node_ids as "nodeScope", least(s.expires_at, u.expires_at) as "endsAt"
      from sessions s join users u on u.id = s.user_id
      where s.token_hash = any(${tokenHashes.map((hash) => Buffer.from(hash, 'hex'))}) and s.state = 'active'
        and s.expires_at > now() and u.disabled_at is null and coalesce(u.expires_at > now(), true)`);
    return new Map(
      rows.map(({ tokenHash, id: sessionId, userId: id, username: name, tenantId, role, nodeScope, endsAt }) => [
        tokenHash,
        { kind: 'user', id, name, tenantId, role, sessionId, endsAt, ...(nodeScope && { nodeScope }) },
      ]),
    );
  },
  /** The newest session of the user that waits for a second factor. */
  async findPending(
    on: Queryable,
    userId: string,
    by: { address: string } | { tokenHash: string },
  ): Promise<string | undefined> {
    const mine = 'address' in by ? sql`address = ${by.address}` : sql`token_hash = decode(${by.tokenHash}, 'hex')`;
    const row = await on.one<{ id: string }>(sql`
      select id from sessions where user_id = ${userId} and state = 'pending_mfa' and expires_at > now() and ${mine}
      order by created_at desc limit 1`);
    return row?.id;
  },
  /** The open sessions of a user, newest first. */
  list(on: Queryable, userId: string): Promise<SessionView[]> {
    return on.query<SessionView>(sql`
      select id, address, user_agent as "userAgent", created_at as "createdAt", expires_at as "expiresAt" from sessions
      where user_id = ${userId} and state = 'active' and expires_at > now() order by created_at desc, id`);
  },
  async remove(tx: Transaction, sessionId: string): Promise<boolean> {
    return (await tx.run(sql`delete from sessions where id = ${sessionId}`)) > 0;
  },
  /** False when it is not a session of the user. */
  async removeOwn(tx: Transaction, userId: string, sessionId: string): Promise<boolean> {
    if (!isUuid(sessionId)) return false;
    return (await tx.run(sql`delete from sessions where id = ${sessionId} and user_id = ${userId}`)) > 0;
  },
  /** All but `except`. */
  async removeAllOf(tx: Transaction, userId: string, except?: string): Promise<number> {
    // A command line that was let in and has not fetched its session yet.
    await tx.run(sql`delete from device_logins where user_id = ${userId}`);
    return tx.run(sql`delete from sessions where user_id = ${userId} and id is distinct from ${except ?? null}::uuid`);
  },
};

/** SQL of verification codes and password resets. */
export const proofStore = {
  async putCode(tx: Transaction, userId: string, codeHash: Buffer, seconds: number): Promise<void> {
    await tx.run(sql`
      insert into email_codes (user_id, code_hash, expires_at) values (${userId}, ${codeHash}, ${inSeconds(seconds)})
      on conflict (user_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at,
        -- Asking for codes does not buy guesses: attempts are forgotten a quarter of an hour after the last code.
        attempts = case when email_codes.expires_at < now() then 0 else email_codes.attempts end`);
  },
  /** Counts one more attempt and returns the code, or undefined when there is none left to try. */
  tryCode(on: Queryable, userId: string): Promise<{ codeHash: Buffer; expired: boolean } | undefined> {
    return on.one(sql`
      update email_codes set attempts = attempts + 1
      where user_id = ${userId} and attempts < ${MOST_CODE_ATTEMPTS}
      returning code_hash as "codeHash", expires_at <= now() as expired`);
  },
  /** True for the one caller who takes the code away. */
  async takeCode(tx: Transaction, userId: string, codeHash: Buffer): Promise<boolean> {
    return (await tx.run(sql`delete from email_codes where user_id = ${userId} and code_hash = ${codeHash}`)) > 0;
  },
  async putReset(tx: Transaction, userId: string, tokenHash: Buffer, seconds: number): Promise<void> {
    await tx.run(sql`
      insert into password_resets (token_hash, user_id, expires_at) values (${tokenHash}, ${userId}, ${inSeconds(seconds)})`);
  },
  findReset(on: Queryable, tokenHash: Buffer): Promise<{ userId: string; expired: boolean } | undefined> {
    return on.one(sql`
      select user_id as "userId", expires_at <= now() as expired from password_resets where token_hash = ${tokenHash}`);
  },
  /** True for the one caller who uses the token; the user's other tokens end with it. */
  async takeReset(tx: Transaction, userId: string, tokenHash: Buffer): Promise<boolean> {
    const taken = await tx.run(sql`delete from password_resets where token_hash = ${tokenHash}`);
    if (taken > 0) await tx.run(sql`delete from password_resets where user_id = ${userId}`);
    return taken > 0;
  },
};

/** SQL of command lines that wait to be confirmed. */
export const deviceLoginStore = {
  /** False when there is one with this code already. */
  async insert(on: Queryable, codeHash: Buffer, { address, userAgent }: Origin, seconds: number): Promise<boolean> {
    const inserted = await on.run(sql`
      insert into device_logins as d (code_hash, address, user_agent, expires_at)
      values (${codeHash}, ${address}, ${userAgent.slice(0, 300)}, ${inSeconds(seconds)})
      on conflict (code_hash) do update set
        user_id = null, address = excluded.address, user_agent = excluded.user_agent, expires_at = excluded.expires_at
      where d.expires_at < now()`);
    return inserted > 0;
  },
  find(on: Queryable, codeHash: Buffer): Promise<DeviceLogin | undefined> {
    return on.one<DeviceLogin>(sql`
      select user_id as "userId", address, user_agent as "userAgent" from device_logins
      where code_hash = ${codeHash} and expires_at > now()`);
  },
  /** False when it is over or was confirmed before. */
  async confirm(tx: Transaction, codeHash: Buffer, userId: string): Promise<boolean> {
    const confirmed = await tx.run(sql`
      update device_logins set user_id = ${userId}
      where code_hash = ${codeHash} and user_id is null and expires_at > now()`);
    return confirmed > 0;
  },
  /** True for the one caller who takes a confirmed login away. */
  async take(tx: Transaction, codeHash: Buffer): Promise<boolean> {
    const taken = await tx.run(sql`
      delete from device_logins where code_hash = ${codeHash} and user_id is not null and expires_at > now()`);
    return taken > 0;
  },
};

/** Removes what has been over for a day, so that "expired" can still be told from "unknown" until then. */
export async function removeExpired(on: Queryable): Promise<number> {
  const yesterday = sql`now() - interval '1 day'`;
  const sessions = await on.run(sql`delete from sessions where expires_at < now()`);
  const codes = await on.run(sql`delete from email_codes where expires_at < ${yesterday}`);
  const resets = await on.run(sql`delete from password_resets where expires_at < ${yesterday}`);
  const devices = await on.run(sql`delete from device_logins where expires_at < now()`);
  return sessions + codes + resets + devices + (await attemptStore.removeOld(on));
}
