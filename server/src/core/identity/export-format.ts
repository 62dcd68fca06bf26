import { isDeepStrictEqual } from 'node:util';
import { Type } from 'typebox';
import { randomId } from '../../platform/crypto/index.ts';
import type { Principal, Role } from '../principal.ts';
import { createCheck, orNull, Sealed, Time, Uuid } from '../transfer/index.ts';
import type { WholeUser } from './schema.ts';

const roles = ['viewer', 'operator', 'admin', 'super_admin'] as const;
const ShortText = Type.String({ maxLength: 200 });
const Preferences = Type.Partial(
  Type.Object({
    theme: ShortText,
    notificationsEnabled: Type.Boolean(),
    emailNotifications: Type.Boolean(),
    trainingAutoStop: Type.Boolean(),
    defaultArchitecture: orNull(ShortText),
    timezone: ShortText,
  }),
  { additionalProperties: false },
);
/** An account as exports have it. The fields that are optional are not in those of the original. */
export const Entry = Type.Object(
  {
    id: Uuid,
    username: Type.String({ minLength: 1, maxLength: 64 }),
    display_name: Type.String({ minLength: 1, maxLength: 128 }),
    email: orNull(Type.String({ maxLength: 254 })),
    role: Type.Enum([...roles]),
    is_temporary: Type.Boolean(),
    expires_at: orNull(Time),
    allowed_node_ids: orNull(Type.Array(Uuid, { maxItems: 10_000 })),
    is_active: Type.Boolean(),
    last_login_at: orNull(Time),
    public_id: Type.Optional(Type.String({ pattern: '^usr_[0-9a-f]{8}$' })),
    email_verified: Type.Optional(Type.Boolean()),
    created_at: Type.Optional(Time),
    preferences: Type.Optional(Preferences),
    secrets: Type.Optional(Sealed),
  },
  { additionalProperties: false },
);
export type Entry = Type.Static<typeof Entry>;

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Secrets = Type.Object(
  {
    password_hash: orNull(Type.String({ maxLength: 300 })),
    mfa: orNull(
      Type.Object({
        secret: Type.String({ pattern: '^[A-Z2-7]{16,128}$' }),
        last_step: Type.Integer({ minimum: 0, maximum: 2 ** 40 }),
        recovery_codes: Type.Array(Hash, { maxItems: 100, uniqueItems: true }),
      }),
    ),
  },
  { additionalProperties: false },
);
export type Secrets = Type.Static<typeof Secrets>;
/** What only a passphrase brings along. @throws invalid */
export const checkSecrets = createCheck(Secrets);

/** What is left of an account when it is not the same: read by people who look for the difference. */
const compared = [
  'username',
  'display_name',
  'email',
  'role',
  'is_temporary',
  'expires_at',
  'allowed_node_ids',
  'is_active',
  'public_id',
  'email_verified',
  'created_at',
  'preferences',
] as const;

const iso = (time: Date | null) => time?.toISOString() ?? null;
const timeOf = (text: string | null) => (text === null ? null : new Date(text));

export function entryOf(user: WholeUser): Omit<Entry, 'secrets'> {
  return {
    id: user.id,
    username: user.username,
    display_name: user.displayName ?? user.username,
    email: user.email,
    role: user.role === 'owner' ? 'super_admin' : user.role,
    is_temporary: user.isTemporary,
    expires_at: iso(user.expiresAt),
    allowed_node_ids: user.allowedNodeIds,
    is_active: !user.disabled,
    last_login_at: iso(user.lastLoginAt),
    public_id: user.publicId,
    email_verified: user.emailVerified,
    created_at: user.createdAt.toISOString(),
    preferences: user.preferences,
  };
}

export function userOf(entry: Entry, tenantId: string, secrets: Secrets | undefined): WholeUser {
  return {
    id: entry.id,
    publicId: entry.public_id ?? randomId('usr'),
    tenantId,
    username: entry.username,
    email: entry.email,
    role: entry.role === 'super_admin' ? 'owner' : (entry.role as Role),
    // As of everybody whom an administrator creates.
    emailVerified: entry.email_verified ?? true,
    mfaEnabled: Boolean(secrets?.mfa),
    disabled: !entry.is_active,
    createdAt: entry.created_at === undefined ? new Date() : new Date(entry.created_at),
    displayName: entry.display_name === entry.username ? null : entry.display_name,
    isTemporary: entry.is_temporary,
    expiresAt: timeOf(entry.expires_at),
    allowedNodeIds: entry.allowed_node_ids,
    lastLoginAt: timeOf(entry.last_login_at),
    passwordHash: secrets?.password_hash ?? null,
    preferences: entry.preferences ?? {},
  };
}

/** Why the account that is there is not the one of the file; undefined when it is. */
export function differenceOf(
  same: WholeUser,
  entry: Entry,
  secrets: Secrets | undefined,
  { tenantId }: Principal,
): string | undefined {
  if (same.tenantId !== tenantId) return 'the id is taken in another tenant';
  const is = entryOf(same);
  const different: string[] = compared.filter(
    (field) => entry[field] !== undefined && !isDeepStrictEqual(normal(entry[field]), normal(is[field])),
  );
  if (secrets?.password_hash && secrets.password_hash !== same.passwordHash) different.push('password');
  return different.length === 0 ? undefined : `is there, and differs in ${different.join(', ')}`;
}

/** Times in any notation. */
function normal(value: unknown): unknown {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value).toISOString() : value;
}
