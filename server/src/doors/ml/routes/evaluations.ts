import { Type } from 'typebox';
import type { EvaluationService, Gradient } from '../../../core/evaluations/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { EvaluationDetail, EvaluationSummary, evaluationDetail, evaluationSummary } from '../views/evaluations.ts';
import { PageQuery } from '../views/page.ts';

const tags = ['evaluations'];

export function evaluationRoutes(
  app: HttpApp,
  { evaluations, gradient }: { evaluations: EvaluationService; gradient: Gradient },
): void {
  app.get(
    '/api/v1/evaluations',
    {
      schema: {
        tags,
        summary: 'List evaluations, newest first; every finished training run has one',
        querystring: PageQuery,
        response: { 200: Type.Array(EvaluationSummary), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => (await evaluations.list(principalOf(request), request.query)).map(evaluationSummary),
  );

  app.get(
    '/api/v1/evaluations/:id',
    {
      schema: {
        tags,
        summary: 'An evaluation with its confusion matrix and curves',
        params: Type.Object({ id: Type.String() }),
        response: { 200: EvaluationDetail, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => evaluationDetail(await evaluations.get(principalOf(request), request.params.id)),
  );

  app.post(
    '/api/v1/evaluations/:id/gradient',
    {
      schema: {
        tags,
        summary: 'Have the nineteen figures of an evaluation computed, by this server itself',
        description:
          'The result appears in `gradient_evaluation` of the evaluation: `running`, then `completed` with the figures, or `failed` with ' +
          'the reason. Where a language model is configured it adds a verdict in words. Asked for again while it runs, nothing more happens.',
        params: Type.Object({ id: Type.String() }),
        response: {
          202: Type.Object({ status: Type.Literal('running'), message: Type.String() }),
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request, reply) => {
      await gradient.start(principalOf(request), request.params.id);
      return reply.code(202).send({ status: 'running', message: 'Gradient evaluation started' });
    },
  );
}
