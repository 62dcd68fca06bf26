import { Type } from 'typebox';
import type { Certificates, Deployments } from '../../../core/deployments/index.ts';
import { fileContent, type HttpApp, noContent } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { deploymentCertificate } from '../reports/certificate.ts';
import { reportPolicy } from '../reports/page.ts';
import { Arch, Deployment, DeploymentLine, deploymentView, Precision } from './deployment-views.ts';

const tags = ['Deployments'];
const ById = Type.Object({ id: Type.String({ examples: ['dep_mno345ab'] }) });

const NewDeployment = Type.Object(
  {
    model_id: Type.String({ minLength: 1, maxLength: 100 }),
    target_ip: Type.Optional(
      Type.String({ minLength: 1, maxLength: 253, description: 'Address of a registered target' }),
    ),
    target_id: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'A registered target, instead of its address' }),
    ),
    target_name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    target_arch: Type.Optional(Arch),
    precision: Type.Optional(Precision),
  },
  { examples: [{ model_id: 'mdl_def456ab', target_ip: '100.124.76.93', target_name: 'Warren AHU-1' }] },
);

/** Models on devices: `/deployments`. */
export function deploymentRoutes(
  app: HttpApp,
  { deployments, certificates }: { deployments: Deployments; certificates: Certificates },
): void {
  app.get(
    '/api/v1/deployments',
    {
      schema: {
        tags,
        summary: 'List deployments',
        response: { 200: Type.Array(Deployment), ...problems('unauthenticated') },
      },
    },
    async (request) => (await deployments.list(principalOf(request))).map(deploymentView),
  );

  app.post(
    '/api/v1/deployments',
    {
      schema: {
        tags,
        summary: 'Deploy a model to a device',
        description:
          'Compiles the edge program for the device, quantizes the model, packs both into one static binary and sends it by SSH. ' +
          'Follow the status: compiling → quantizing → packaging → transferring → deployed, or failed with the reason. ' +
          'The binary of a failed transfer stays downloadable.',
        body: NewDeployment,
        response: {
          201: { ...Deployment, description: 'Begun; poll it by its id' },
          ...problems('invalid', 'unauthenticated', 'forbidden', 'limit', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      const b = request.body;
      const deployment = await deployments.create(principalOf(request), {
        modelId: b.model_id,
        targetId: b.target_id,
        targetIp: b.target_ip,
        targetName: b.target_name,
        arch: b.target_arch,
        precision: b.precision,
      });
      return reply.code(201).send(deploymentView(deployment));
    },
  );

  app.get(
    '/api/v1/deployments/:id',
    {
      schema: {
        tags,
        summary: 'Get deployment status',
        description: 'With `format=certificate` a page to print (text/html), once the program is built.',
        params: ById,
        querystring: Type.Object({ format: Type.Optional(Type.Enum(['json', 'certificate'])) }),
        response: { 200: Deployment, ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict') },
      },
    },
    async (request, reply) => {
      const [principal, { id }] = [principalOf(request), request.params];
      if (request.query.format !== 'certificate') return deploymentView(await deployments.get(principal, id));
      const certificate = deploymentCertificate(await certificates.get(principal, id));
      // The schema is that of the JSON; a page is sent as it is.
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', reportPolicy)
        .send(certificate as never);
    },
  );

  app.get(
    '/api/v1/deployments/:id/attestation',
    {
      schema: {
        tags,
        summary: 'Whether a printed certificate is true to the records',
        params: ById,
        querystring: Type.Object({
          code: Type.String({ maxLength: 100, default: '', description: 'The attestation on the certificate' }),
        }),
        response: {
          200: Type.Object({
            deployment_id: Type.String(),
            valid: Type.Boolean({ description: 'The code is that of this deployment as it is now' }),
            algorithm: Type.Literal('HMAC-SHA-256'),
          }),
          ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict'),
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      const valid = await certificates.verify(principalOf(request), id, request.query.code);
      return { deployment_id: id, valid, algorithm: 'HMAC-SHA-256' as const };
    },
  );

  app.get(
    '/api/v1/deployments/:id/log',
    {
      schema: {
        tags,
        summary: 'What the deployment did so far',
        params: ById,
        response: { 200: Type.Array(DeploymentLine), ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) =>
      (await deployments.log(principalOf(request), request.params.id)).map(({ at, line }) => ({
        at: at.toISOString(),
        line,
      })),
  );

  app.post(
    '/api/v1/deployments/:id/retry',
    {
      schema: {
        tags,
        summary: 'Try a failed deployment again',
        params: ById,
        response: { 200: Deployment, ...problems('unauthenticated', 'forbidden', 'not_found', 'conflict') },
      },
    },
    async (request) => deploymentView(await deployments.retry(principalOf(request), request.params.id)),
  );

  app.delete(
    '/api/v1/deployments/:id',
    {
      schema: {
        tags,
        summary: 'Cancel and remove a deployment',
        description: 'Removes the record and the binary; what runs on the device stays there.',
        params: ById,
        response: { 204: noContent('Removed'), ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      await deployments.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  for (const [path, hide] of [
    ['binary', false],
    // The name one of the contract's own test suites asks for.
    ['download', true],
  ] as const) {
    app.get(
      `/api/v1/deployments/:id/${path}`,
      {
        schema: {
          tags,
          hide,
          summary: 'Download the static binary',
          params: ById,
          response: {
            200: fileContent('The program for the device'),
            ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found'),
          },
        },
      },
      async (request, reply) => {
        const file = await deployments.openBinary(principalOf(request), request.params.id);
        return reply
          .type('application/octet-stream')
          .header('content-length', file.bytes)
          .header('content-disposition', `attachment; filename="${file.name}"`)
          .send(file.content);
      },
    );
  }
}
