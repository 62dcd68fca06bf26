import { Type } from 'typebox';
import { HouseError } from '../errors.ts';
import { problemResponses, statusByKind } from './responses.ts';
import { socketRoute } from './sockets.ts';
import type { Dialect, Door } from './types.ts';

/** A door for the tests of this folder: callers are recognized by the tokens `ada-token` and `bob-token`, until `end`. */
export function createSampleDoor(
  rates: Partial<Dialect['rates']> = {},
): Door & { end(name: string): void; watched: ReadonlyMap<string, () => void> } {
  const ended = new Set<string>();
  const watched = new Map<string, () => void>();
  const dialect: Dialect = {
    async authenticate(request) {
      const name = /^Bearer (\w+)-token$/.exec(request.headers.authorization ?? '')?.[1];
      return name && !ended.has(name) ? { kind: 'user', id: name, name, tenantId: 't1', role: 'viewer' } : undefined;
    },
    watch(caller, changed) {
      watched.set(caller.id, changed);
      return () => watched.delete(caller.id);
    },
    problem: (problem) => ({
      status: statusByKind[problem.kind],
      body: { error: problem.message, code: problem.code, details: problem.details },
    }),
    statusOf: (kind) => statusByKind[kind],
    problemSchema: Type.Object({ error: Type.String(), code: Type.String() }),
    rates: { general: { max: 1000, windowSeconds: 60, by: 'caller' }, ...rates } as Dialect['rates'],
    guards: (path) => path.startsWith('/api/'),
  };
  const problems = problemResponses(dialect);
  return {
    watched,
    end(name) {
      ended.add(name);
      watched.get(name)?.();
    },
    name: 'sample',
    title: 'Sample door',
    description: 'For tests',
    version: '1.0.0',
    defaultPort: 0,
    dialect,
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    register(app) {
      const Thing = Type.Object({
        name: Type.String({ minLength: 1, maxLength: 20 }),
        count: Type.Integer({ default: 1 }),
      });
      app.get('/open', { config: { public: true } }, async () => ({ open: true }));
      app.get('/api/me', { schema: { response: problems('unauthenticated') } }, async (request) => ({
        name: request.caller?.name,
      }));
      app.post(
        '/api/things/:id',
        {
          schema: {
            params: Type.Object({ id: Type.String() }),
            body: Thing,
            response: { 201: Thing, ...problems('invalid', 'limit', 'forbidden') },
          },
        },
        async (request, reply) => reply.code(201).send(request.body),
      );
      app.get('/api/login', { config: { public: true, rate: 'login' } }, async () => ({ ok: true }));
      app.get('/api/broken', async () => {
        throw new Error('the secret is 4711');
      });
      app.get('/api/limited', async () => {
        throw new HouseError('rate_limited', 'Slow down', { retryAfterSeconds: 7.2 });
      });
      socketRoute(app, '/ws/echo/:id', {
        schema: { params: Type.Object({ id: Type.String() }) },
        before: async (request) => {
          const { id } = request.params as { id: string };
          if (id !== 'known') throw new HouseError('not_found', 'No such run');
          return { greeting: `hello ${request.caller?.name}` };
        },
        connected: (socket, { greeting }) => {
          socket.send(greeting);
          socket.on('message', (data) => socket.send(data.toString()));
        },
      });
    },
  };
}
