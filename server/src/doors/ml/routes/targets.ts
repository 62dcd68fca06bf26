import { Type } from 'typebox';
import type { Targets } from '../../../core/targets/index.ts';
import { type HttpApp, noContent } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { Arch, Target, targetView } from './deployment-views.ts';

const tags = ['Deployments'];
const Port = Type.Integer({ minimum: 1, maximum: 65535 });

const NewTarget = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    ip: Type.String({
      pattern: '^[A-Za-z0-9.:_-]{1,253}$',
      description: 'Address or host name of the device',
    }),
    port: Type.Optional({ ...Port, description: 'SSH port; default 22' }),
    edge_port: Type.Optional({ ...Port, description: 'Port of the edge program; default 6200' }),
    username: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Default devops' })),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
    ssh_key: Type.Optional(
      Type.String({ minLength: 1, maxLength: 20_000, description: 'Private key, OpenSSH or PEM' }),
    ),
    auth_method: Type.Optional(Type.Enum(['password', 'key', 'ssh_key'])),
    host_key: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'SHA256:… to pin; without it the key of the first connection is pinned',
      }),
    ),
    arch: Type.Optional(Arch),
    directory: Type.Optional(
      Type.String({ maxLength: 200, description: 'Folder on the device; default signalbox in the home' }),
    ),
  },
  { examples: [{ name: 'Warren AHU-1', ip: '100.124.76.93', username: 'devops', password: 'correct horse' }] },
);

/** Registered edge controllers: `/deployments/targets`. */
export function targetRoutes(app: HttpApp, { targets }: { targets: Targets }): void {
  app.get(
    '/api/v1/deployments/targets',
    {
      schema: {
        tags,
        summary: 'List registered edge controllers',
        response: { 200: Type.Array(Target), ...problems('unauthenticated') },
      },
    },
    async (request) => (await targets.list(principalOf(request))).map(targetView),
  );

  app.post(
    '/api/v1/deployments/targets',
    {
      schema: {
        tags,
        summary: 'Register an edge controller',
        description: 'Its password or key is kept encrypted and never shown again.',
        body: NewTarget,
        response: { 201: Target, ...problems('invalid', 'unauthenticated', 'forbidden', 'limit', 'conflict') },
      },
    },
    async (request, reply) => {
      const b = request.body;
      const target = await targets.register(principalOf(request), {
        name: b.name,
        host: b.ip,
        sshPort: b.port,
        edgePort: b.edge_port,
        username: b.username,
        password: b.password,
        privateKey: b.ssh_key,
        hostKey: b.host_key,
        arch: b.arch,
        directory: b.directory,
      });
      return reply.code(201).send(targetView(target));
    },
  );

  app.delete(
    '/api/v1/deployments/targets/:id',
    {
      schema: {
        tags,
        summary: 'Remove an edge controller',
        params: Type.Object({ id: Type.String() }),
        response: { 204: noContent('Removed'), ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      await targets.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
