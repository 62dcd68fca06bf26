import { Type } from 'typebox';
import { type Action, deviceTypes, type Json, type Nodes } from '../../../core/nodes/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { Node, NullableText, NullableTime, nodeView } from '../views.ts';

const tags = ['Nodes'];
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });
const NullableWish = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const Name = Type.String({ maxLength: 1000, examples: ['edge-oslo-01'] });
const AnyObject = Type.Record(Type.String(), Type.Unknown());
const Given = Type.Object({
  command_id: Type.String(),
  success: Type.Boolean(),
  data: Type.Optional(Type.Unknown({ description: 'What the node answered, where a command returns something' })),
});

/** Nodes and what they are told: `/nodes`, `/device-types`. */
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

  app.get(
    '/api/v1/nodes/:id/config',
    {
      schema: {
        tags,
        summary: 'The configuration of a node',
        description: 'As the connected node says it; secrets are hidden.',
        params: Id,
        response: {
          200: AnyObject,
          ...problems('unauthenticated', 'forbidden', 'not_found', 'upstream_failed'),
        },
      },
    },
    async (request) => nodes.config(principalOf(request), request.params.id),
  );

  app.put(
    '/api/v1/nodes/:id/config',
    {
      schema: {
        tags,
        summary: 'Change the configuration of a node',
        description: 'Secrets that are sent as they were shown, hidden, stay as they are.',
        params: Id,
        body: AnyObject,
        response: { 200: Given, ...commandProblems() },
      },
    },
    async (request) => {
      const { commandId, ...rest } = await nodes.changeConfig(
        principalOf(request),
        request.params.id,
        configOf(request.body),
      );
      return { command_id: commandId, success: true, ...rest };
    },
  );

  app.post(
    '/api/v1/nodes/:id/command',
    {
      schema: {
        tags,
        summary: 'Send a command to a connected node',
        description:
          'Answers when the node has. Commands a node knows and this house does not are handed on as they are.',
        params: Id,
        body: Type.Object(
          {
            action: Type.Object({ type: Type.String({ maxLength: 1000 }) }),
            timeout_secs: Type.Optional(
              Type.Integer({ minimum: 1, maximum: 300, description: 'How long to wait for the answer' }),
            ),
          },
          { examples: [{ action: { type: 'stop_flow', flow_id: 'f1' } }] },
        ),
        response: { 200: Given, ...commandProblems() },
      },
    },
    async (request) => {
      const { action, timeout_secs: seconds } = request.body;
      const waitMs = seconds === undefined ? undefined : seconds * 1000;
      const given = await nodes.command(principalOf(request), request.params.id, action as Action, waitMs);
      return { command_id: given.commandId, success: true, ...(given.data !== undefined && { data: given.data }) };
    },
  );

  app.post(
    '/api/v1/nodes/:id/flows',
    {
      schema: {
        tags,
        summary: 'Create a flow on a node',
        params: Id,
        body: AnyObject,
        response: { 200: Given, ...commandProblems() },
      },
    },
    async (request) => {
      const body = request.body as Json;
      const flow = (typeof body.flow === 'object' && body.flow !== null ? body.flow : body) as Json;
      const given = await nodes.command(principalOf(request), request.params.id, { type: 'create_flow', flow });
      return { command_id: given.commandId, success: true, ...(given.data !== undefined && { data: given.data }) };
    },
  );

  app.delete(
    '/api/v1/nodes/:id/flows/:flow_id',
    {
      schema: {
        tags,
        summary: 'Delete a flow of a node',
        params: Type.Object({ ...Id.properties, flow_id: Type.String({ maxLength: 256 }) }),
        response: { 200: Given, ...commandProblems() },
      },
    },
    async (request) => {
      const { id, flow_id } = request.params;
      const given = await nodes.command(principalOf(request), id, { type: 'delete_flow', flow_id });
      return { command_id: given.commandId, success: true, ...(given.data !== undefined && { data: given.data }) };
    },
  );

  app.get(
    '/api/v1/nodes/:id/commands',
    {
      schema: {
        tags,
        summary: 'The commands a node was given',
        description: 'The newest hundred, with who gave them and what became of them. Secrets are hidden.',
        params: Id,
        response: {
          200: Type.Array(
            Type.Object({
              command_id: Type.String(),
              given_by: Type.String(),
              action: AnyObject,
              state: Type.Enum(['sent', 'done', 'refused', 'timed_out', 'unknown']),
              error: NullableText,
              error_code: NullableText,
              created_at: Type.String({ format: 'date-time' }),
              finished_at: NullableTime,
            }),
          ),
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => {
      const given = await nodes.commandsOf(principalOf(request), request.params.id);
      return given.map((command) => ({
        command_id: command.id,
        given_by: command.givenBy,
        action: command.action,
        state: command.state,
        error: command.error,
        error_code: command.errorCode,
        created_at: command.createdAt.toISOString(),
        finished_at: command.finishedAt?.toISOString() ?? null,
      }));
    },
  );
}

function commandProblems() {
  return {
    ...problems(
      'invalid',
      'unauthenticated',
      'forbidden',
      'not_found',
      'conflict',
      'too_large',
      'upstream_failed',
      'upstream_timeout',
    ),
    422: { ...problems('upstream_failed')[502], description: 'The node refused; its own words' },
  };
}

/** The body is the configuration, or holds it as `config`. */
function configOf(body: Json): Json {
  const { config } = body;
  return Object.keys(body).length === 1 && typeof config === 'object' && config !== null ? (config as Json) : body;
}
