import { Type } from 'typebox';
import type { Billing } from '../../../core/billing/index.ts';
import { checkUsername, type Identity, type ManagedUser, type Preferences } from '../../../core/identity/index.ts';
import { type HttpApp, IdempotencyHeaders, once } from '../../../platform/http/index.ts';
import { mlRole, principalOf, problems } from '../dialect.ts';
import { Password } from './auth.ts';

const tags = ['Administration'];
const Role = Type.Enum(['admin', 'operator', 'viewer'], { examples: ['operator'] });
const Email = Type.String({ maxLength: 254, examples: ['user@example.com'] });
const Name = Type.Object({ username: Type.String({ maxLength: 254 }) });

const UserView = Type.Object({
  id: Type.String({ examples: ['usr_1a2b3c4d'] }),
  username: Type.String({ examples: ['newuser'] }),
  email: Email,
  role: Role,
  owner: Type.Boolean({ description: 'An admin nobody but an owner can change' }),
  tenant: Type.String({ description: 'Whose resources the user shares' }),
  tier: Type.String({ examples: ['pro'] }),
  tokens_used: Type.Integer({ examples: [5000] }),
  token_balance: Type.Integer({ examples: [45000] }),
  email_verified: Type.Boolean(),
  mfa_enabled: Type.Boolean(),
  disabled: Type.Boolean(),
  last_login: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  created_at: Type.String({ format: 'date-time' }),
});
const UserDetail = Type.Object({
  ...UserView.properties,
  notifications_enabled: Type.Boolean(),
  timezone: Type.String({ examples: ['UTC'] }),
});

type Core = { identity: Identity; billing: Pick<Billing, 'subscriptionOf'> };

/** Managing the users of a tenant; the administrators of the first tenant manage those of all. */
export function adminUserRoutes(app: HttpApp, { identity, billing }: Core): void {
  /** Users of one tenant share its subscription: it is asked for once. */
  async function views(users: readonly ManagedUser[]) {
    const tenants = [...new Set(users.map(({ tenantId }) => tenantId))];
    const found = await Promise.all(tenants.map((tenantId) => billing.subscriptionOf({ tenantId })));
    const subscriptions = new Map(tenants.map((tenantId, i) => [tenantId, found[i] as (typeof found)[number]]));
    return users.map((user) => {
      const subscription = subscriptions.get(user.tenantId) as (typeof found)[number];
      return {
        id: user.publicId,
        username: user.username,
        email: user.email ?? '',
        role: mlRole(user.role),
        owner: user.role === 'owner',
        tenant: user.tenantName,
        tier: subscription.plan,
        tokens_used: subscription.tokensUsed,
        token_balance: subscription.tokenBalance,
        email_verified: user.emailVerified,
        mfa_enabled: user.mfaEnabled,
        disabled: user.disabled,
        last_login: user.lastLoginAt?.toISOString() ?? null,
        created_at: user.createdAt.toISOString(),
      };
    });
  }
  async function detail(user: ManagedUser) {
    const [[view], chosen]: [Awaited<ReturnType<typeof views>>, Preferences] = await Promise.all([
      views([user]),
      identity.preferencesOf(user.id),
    ]);
    return {
      ...(view as NonNullable<typeof view>),
      notifications_enabled: chosen.notificationsEnabled,
      timezone: chosen.timezone,
    };
  }

  app.get(
    '/api/v1/admin/users',
    {
      schema: {
        tags,
        summary: 'All users',
        description: 'With subscription and verification. For administrators.',
        response: {
          200: Type.Array(UserView, { description: 'By name' }),
          ...problems('unauthenticated', 'forbidden'),
        },
      },
    },
    async (request) => views(await identity.listUsers(principalOf(request))),
  );

  app.post(
    '/api/v1/admin/users',
    {
      schema: {
        tags,
        summary: 'Create a user',
        description: 'In the administrator’s own tenant. The address counts as verified.',
        headers: IdempotencyHeaders,
        body: Type.Object({
          username: Type.String({ maxLength: 254, examples: ['newuser'] }),
          email: Email,
          password: Password('At least 8 characters'),
          role: Type.Optional(
            Type.Enum(['admin', 'operator', 'viewer'], { default: 'operator', examples: ['operator'] }),
          ),
        }),
        response: {
          201: Type.Object(
            {
              id: Type.String({ examples: ['usr_1a2b3c4d'] }),
              username: Type.String({ examples: ['newuser'] }),
              email: Email,
              role: Role,
            },
            { description: 'Created' },
          ),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'conflict'),
        },
      },
    },
    (request, reply) => {
      const { username, email, password, role = 'operator' } = request.body;
      // The core leaves more freedom in names than this door documents.
      checkUsername(username);
      const view = (user: ManagedUser) => ({
        id: user.publicId,
        username: user.username,
        email: user.email ?? '',
        role: mlRole(user.role),
      });
      return once(request, reply, { status: 201, view }, (remember) =>
        identity.createUser(principalOf(request), { username, email, password, role }, remember),
      );
    },
  );

  app.get(
    '/api/v1/admin/users/:username',
    {
      schema: {
        tags,
        summary: 'A user',
        description: 'Its ETag, sent as If-Match with a change, refuses the change if somebody else was quicker.',
        params: Name,
        response: { 200: UserDetail, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      const user = await identity.findUser(principalOf(request), request.params.username);
      reply.header('ETag', `"${user.version}"`);
      return detail(user);
    },
  );

  app.put(
    '/api/v1/admin/users/:username',
    {
      schema: {
        tags,
        summary: 'Change a user',
        description:
          'Changes what is sent and leaves the rest. A new password, or being disabled, ends the user’s sessions at once.',
        params: Name,
        headers: Type.Object({ 'if-match': Type.Optional(Type.String({ maxLength: 100 })) }),
        body: Type.Object({
          email: Type.Optional(Email),
          role: Type.Optional(Role),
          password: Type.Optional(Password('At least 8 characters')),
          disabled: Type.Optional(Type.Boolean()),
          mfa_enabled: Type.Optional(
            Type.Literal(false, { description: 'Takes away a second factor that was lost', type: 'boolean' }),
          ),
        }),
        response: {
          200: UserDetail,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict', 'precondition_failed'),
        },
      },
    },
    async (request, reply) => {
      // Named one by one: a body may hold more than is documented.
      const { email, role, password, disabled, mfa_enabled: mfa } = request.body;
      const version = request.headers['if-match']?.replace(/^(?:W\/)?"(.*)"$/, '$1');
      const user = await identity.updateUser(
        principalOf(request),
        request.params.username,
        {
          ...(email !== undefined && { email }),
          ...(role !== undefined && { role }),
          ...(password !== undefined && { password }),
          ...(disabled !== undefined && { disabled }),
          ...(mfa === false && { mfa }),
        },
        version === '*' ? undefined : version,
      );
      reply.header('ETag', `"${user.version}"`);
      return detail(user);
    },
  );

  app.delete(
    '/api/v1/admin/users/:username',
    {
      schema: {
        tags,
        summary: 'Delete a user',
        description:
          'With sessions, preferences, second factor, push tokens and proofs. Datasets and models stay with the tenant.',
        params: Name,
        response: {
          204: Type.Null({ description: 'Deleted' }),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      await identity.deleteUser(principalOf(request), request.params.username);
      return reply.code(204).send(null);
    },
  );
}
