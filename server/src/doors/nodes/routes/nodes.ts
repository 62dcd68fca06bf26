import { Type } from 'typebox';
import { deviceTypes, type Nodes } from '../../../core/nodes/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { Node, nodeView } from '../views.ts';

const tags = ['Nodes'];
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });
const NullableWish = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const Name = Type.String({ maxLength: 1000, examples: ['edge-oslo-01'] });

/** Which nodes there are: `/nodes`, `/device-types`. */
export function nodeRoutes(app: HttpApp, { nodes }: { nodes: Nodes }): void {
  app.get(
    '/api/v1/nodes',
    {
      schema: {
        tags,
        summary: 'List nodes',
        description: 'By name; those the caller may see.',
        querystring: Type.Object({ device_type: Type.Optional(Type.String({ maxLength: 64, examples: ['edge'] })) }),
        response: { 200: Type.Array(Node), ...problems('unauthenticated') },
      },
    },
    async (request) => {
      const found = await nodes.list(principalOf(request), { deviceType: request.query.device_type });
      return found.map(nodeView);
    },
  );

  app.post(
    '/api/v1/nodes',
    {
      schema: {
        tags,
        summary: 'Register a new node',
        description: 'The `registration_token` is told this once; the node registers with it, once.',
        body: Type.Object(
          {
            name: Name,
            description: Type.Optional(Type.Union([Type.String({ maxLength: 5000 }), Type.Null()])),
            device_type: Type.Optional(Type.String({ maxLength: 64, description: 'edge (default) or relay' })),
            expires_at: Type.Optional(NullableWish),
          },
          { examples: [{ name: 'edge-oslo-01', device_type: 'edge' }] },
        ),
        response: {
          201: Type.Object({ ...Node.properties, registration_token: Type.String() }),
          ...problems('invalid', 'unauthenticated', 'forbidden'),
        },
      },
    },
    async (request, reply) => {
      const { name, description, device_type, expires_at } = request.body;
      const { node, token } = await nodes.create(principalOf(request), {
        name,
        ...(description !== undefined && { description }),
        ...(device_type !== undefined && { deviceType: device_type }),
        ...(expires_at && { expiresAt: new Date(expires_at) }),
      });
      return reply.code(201).send({ ...nodeView(node), registration_token: token });
    },
  );

  app.get(
    '/api/v1/device-types',
    {
      schema: {
        tags,
        summary: 'List kinds of nodes',
        description: 'With the commands each understands and the role they take.',
        response: {
          200: Type.Object({
            device_types: Type.Array(
              Type.Object({
                device_type: Type.String(),
                display_name: Type.String(),
                supported_commands: Type.Array(
                  Type.Object({ name: Type.String(), description: Type.String(), requires_role: Type.String() }),
                ),
              }),
            ),
          }),
          ...problems('unauthenticated'),
        },
      },
    },
    async () => ({
      device_types: Object.values(deviceTypes).map(({ name, displayName, commands }) => ({
        device_type: name,
        display_name: displayName,
        supported_commands: commands.map((command) => ({
          name: command.name,
          description: command.description,
          requires_role: command.role,
        })),
      })),
    }),
  );

  app.get(
    '/api/v1/nodes/:id',
    {
      schema: {
        tags,
        summary: 'A node',
        params: Id,
        response: { 200: Node, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => nodeView(await nodes.get(principalOf(request), request.params.id)),
  );

  app.put(
    '/api/v1/nodes/:id',
    {
      schema: {
        tags,
        summary: 'Change a node',
        description: 'What is left out stays; null clears.',
        params: Id,
        body: Type.Object(
          {
            name: Type.Optional(Name),
            description: Type.Optional(Type.Union([Type.String({ maxLength: 5000 }), Type.Null()])),
            expires_at: Type.Optional(NullableWish),
          },
          { examples: [{ name: 'edge-oslo-01' }] },
        ),
        response: { 200: Node, ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => {
      const { name, description, expires_at } = request.body;
      const changed = await nodes.change(principalOf(request), request.params.id, {
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(expires_at !== undefined && { expiresAt: expires_at === null ? null : new Date(expires_at) }),
      });
      return nodeView(changed);
    },
  );

  app.delete(
    '/api/v1/nodes/:id',
    {
      schema: {
        tags,
        summary: 'Delete a node',
        description: 'Disconnects it, and forgets its events, tunnels and history.',
        params: Id,
        response: {
          204: Type.Null({ description: 'Deleted' }),
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      await nodes.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/nodes/:id/token',
    {
      schema: {
        tags,
        summary: 'Renew the registration token',
        description: 'The node has to register again with it: its credentials are worth nothing from now on.',
        params: Id,
        response: {
          200: Type.Object({ registration_token: Type.String() }),
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => ({ registration_token: await nodes.renewToken(principalOf(request), request.params.id) }),
  );
}
