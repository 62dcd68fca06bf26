import { Type } from 'typebox';
import type { ModelService } from '../../../core/models/index.ts';
import { fileContent, type HttpApp, noContent } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import {
  ComparisonView,
  comparisonView,
  ModelDetail,
  ModelSummary,
  modelDetail,
  modelSummary,
} from '../views/models.ts';
import { PageQuery } from '../views/page.ts';

const tags = ['models'];
const Id = Type.Object({ id: Type.String() });

export function modelRoutes(app: HttpApp, { models }: { models: ModelService }): void {
  app.get(
    '/api/v1/models',
    {
      schema: {
        tags,
        summary: 'List models, newest first',
        querystring: PageQuery,
        response: { 200: Type.Array(ModelSummary), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => (await models.list(principalOf(request), request.query)).map(modelSummary),
  );

  app.get(
    '/api/v1/models/:id',
    {
      schema: {
        tags,
        summary: 'A model with its metrics',
        params: Id,
        response: { 200: ModelDetail, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => modelDetail(await models.get(principalOf(request), request.params.id)),
  );

  app.get(
    '/api/v1/models/:id/download',
    {
      schema: {
        tags,
        summary: 'The weights file (.axonml)',
        params: Id,
        response: { 200: fileContent('The model'), ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      const { model, fileName, content } = await models.open(principalOf(request), request.params.id);
      return reply
        .type('application/octet-stream')
        .header('Content-Length', model.fileSizeBytes)
        .header('Content-Disposition', `attachment; filename="${fileName}"`)
        .header('ETag', `"${model.sha256}"`)
        .send(content);
    },
  );

  app.put(
    '/api/v1/models/:id',
    {
      schema: {
        tags,
        summary: 'Rename a model',
        params: Id,
        body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 1000 }) }),
        response: { 200: ModelDetail, ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => modelDetail(await models.rename(principalOf(request), request.params.id, request.body.name)),
  );

  app.delete(
    '/api/v1/models/:id',
    {
      schema: {
        tags,
        summary: 'Delete a model, its evaluations and its file',
        params: Id,
        response: {
          204: noContent('Deleted'),
          ...problems('unauthenticated', 'forbidden', 'not_found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      await models.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/models/:id/compare',
    {
      schema: {
        tags,
        summary: 'Compare a model with another',
        params: Id,
        body: Type.Object({ compare_with: Type.Optional(Type.String({ description: 'Id of the other model' })) }),
        response: { 200: ComparisonView, ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) =>
      comparisonView(await models.compare(principalOf(request), request.params.id, request.body.compare_with)),
  );
}
