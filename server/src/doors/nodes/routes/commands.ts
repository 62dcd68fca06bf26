import { Type } from 'typebox';
import type { Action, Given as GivenCommand, Json, Nodes } from '../../../core/nodes/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { NullableText, NullableTime } from '../views.ts';

const tags = ['Nodes'];
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });
const AnyObject = Type.Record(Type.String(), Type.Unknown());
const Given = Type.Object({
  command_id: Type.String(),
  success: Type.Boolean(),
  data: Type.Optional(Type.Unknown({ description: 'What the node answered, where a command returns something' })),
});

/** What nodes are told, and their configurations: `/nodes/{id}/config`, `/command`, `/flows`, `/commands`. */
export function commandRoutes(app: HttpApp, { nodes }: { nodes: Nodes }): void {
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
      const config = configOf(request.body);
      return givenView(await nodes.changeConfig(principalOf(request), request.params.id, config));
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
      return givenView(await nodes.command(principalOf(request), request.params.id, action as Action, waitMs));
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
      const action = { type: 'create_flow', flow };
      return givenView(await nodes.command(principalOf(request), request.params.id, action));
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
      return givenView(await nodes.command(principalOf(request), id, { type: 'delete_flow', flow_id }));
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

function givenView({ commandId, data }: GivenCommand): Type.Static<typeof Given> {
  return { command_id: commandId, success: true, ...(data !== undefined && { data }) };
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
