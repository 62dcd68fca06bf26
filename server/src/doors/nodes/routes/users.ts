import { Type } from 'typebox';
import type { Identity, ManagedUser } from '../../../core/identity/index.ts';
import type { Nodes } from '../../../core/nodes/index.ts';
import type { Principal } from '../../../core/principal.ts';
import { invalid } from '../../../platform/errors.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { type NodesRole, nodesRoles, principalOf, problems, roleOf } from '../dialect.ts';
import { UserInfo, userView } from '../views.ts';

const tags = ['Users'];
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });
const Role = Type.Enum(nodesRoles as unknown as string[], { examples: ['operator'] });
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** What may be set of a user; null clears. */
const fields = {
  display_name: Type.String({ maxLength: 1000, examples: ['Control room'] }),
  email: Type.Optional(nullable(Type.String({ maxLength: 1000, examples: ['control@example.com'] }))),
  role: Role,
  is_temporary: Type.Boolean(),
  expires_at: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
  allowed_node_ids: Type.Optional(
    nullable(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 10_000, description: 'Null: all nodes' })),
  ),
};

/** Users, as this door shows them: `/users`. */
export function userRoutes(app: HttpApp, { identity, nodes }: { identity: Identity; nodes: Nodes }): void {
  app.get(
    '/api/v1/users',
    {
      schema: {
        tags,
        summary: 'List users',
        description: 'Newest first. For administrators.',
        response: { 200: Type.Array(UserInfo), ...problems('unauthenticated', 'forbidden') },
      },
    },
    async (request) => {
      const users = await identity.listUsers(principalOf(request));
      return users.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).map(userView);
    },
  );

  app.post(
    '/api/v1/users',
    {
      schema: {
        tags,
        summary: 'Create a user',
        body: Type.Object(
          {
            username: Type.String({ maxLength: 1000 }),
            password: Type.String({ maxLength: 2000 }),
            ...fields,
          },
          {
            examples: [
              {
                username: 'control-room',
                password: 'Lamp0nTheShelf',
                display_name: 'Control room',
                role: 'operator',
                is_temporary: false,
              },
            ],
          },
        ),
        response: { 201: UserInfo, ...problems('invalid', 'unauthenticated', 'forbidden') },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const {
        username,
        password,
        display_name,
        email = null,
        role,
        is_temporary,
        expires_at,
        allowed_node_ids,
      } = request.body;
      checkPassword(password);
      checkDisplayName(display_name);
      const user = await identity.createUser(principal, {
        username,
        password,
        email,
        role: roleOf(role as NodesRole),
        displayName: display_name,
        isTemporary: is_temporary,
        expiresAt: timeOf(expires_at) ?? null,
        allowedNodeIds: (await scopeOf(principal, allowed_node_ids)) ?? null,
      });
      return reply.code(201).send(userView(user));
    },
  );

  app.get(
    '/api/v1/users/:id',
    {
      schema: {
        tags,
        summary: 'A user',
        description: 'Everybody may look at themselves, administrators at all.',
        params: Id,
        response: { 200: UserInfo, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => userView(await find(principalOf(request), request.params.id)),
  );

  app.put(
    '/api/v1/users/:id',
    {
      schema: {
        tags,
        summary: 'Change a user',
        description: 'What is left out stays; null clears. A new password, and being switched off, end all sessions.',
        params: Id,
        body: Type.Partial(
          Type.Object({
            ...fields,
            is_active: Type.Boolean(),
            password: Type.String({ maxLength: 2000 }),
          }),
          { examples: [{ display_name: 'Control room' }] },
        ),
        response: { 200: UserInfo, ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict') },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const b = request.body;
      const user = await find(principal, request.params.id);
      if (b.password !== undefined) checkPassword(b.password);
      if (b.display_name !== undefined) checkDisplayName(b.display_name);
      const expiresAt = timeOf(b.expires_at);
      const allowedNodeIds = await scopeOf(principal, b.allowed_node_ids);
      const changed = await identity.updateUser(principal, user.username, {
        ...(b.email !== undefined && { email: b.email }),
        ...(b.display_name !== undefined && { displayName: b.display_name }),
        ...(b.role !== undefined && { role: roleOf(b.role as NodesRole) }),
        ...(b.is_temporary !== undefined && { isTemporary: b.is_temporary }),
        ...(b.is_active !== undefined && { disabled: !b.is_active }),
        ...(b.password !== undefined && { password: b.password }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(allowedNodeIds !== undefined && { allowedNodeIds }),
      });
      return userView(changed);
    },
  );

  app.delete(
    '/api/v1/users/:id',
    {
      schema: {
        tags,
        summary: 'Delete a user',
        params: Id,
        response: {
          204: Type.Null({ description: 'Deleted' }),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const user = await find(principal, request.params.id);
      await identity.deleteUser(principal, user.username);
      return reply.code(204).send(null);
    },
  );

  const find = (principal: Principal, id: string): Promise<ManagedUser> => identity.findUserById(principal, id);

  /** Only nodes that exist can be allowed; undefined stays undefined, null stays null. @throws invalid */
  async function scopeOf(principal: Principal, ids: string[] | null | undefined): Promise<string[] | null | undefined> {
    if (!ids) return ids;
    const uuids = ids.map((id) => id.toLowerCase());
    const malformed = uuids.find((id) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
    const known = malformed === undefined ? await nodes.known(principal.tenantId, uuids) : new Set<string>();
    const stranger = malformed ?? uuids.find((id) => !known.has(id));
    if (stranger !== undefined) throw invalid(`allowed_node_ids: there is no node ${stranger}`);
    return uuids;
  }
}

function timeOf(text: string | null | undefined): Date | null | undefined {
  return text ? new Date(text) : (text as null | undefined);
}

/** Source: security page of the nodes contract. @throws invalid */
function checkPassword(password: string): void {
  const bytes = Buffer.byteLength(password);
  const isMixed = /\p{Lu}/u.test(password) && /\p{Ll}/u.test(password) && /\d/.test(password);
  if (bytes < 8 || bytes > 128 || !isMixed)
    throw invalid(
      'password must have 8 to 128 characters, among them an upper-case letter, a lower-case letter and a digit',
    );
}

function checkDisplayName(name: string): void {
  if (name.trim() === '' || Buffer.byteLength(name) > 128 || /\p{Cc}/u.test(name))
    throw invalid('display_name must have 1 to 128 characters, and no control characters');
}
