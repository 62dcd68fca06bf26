import { Type } from 'typebox';
import type { EvaluationService } from '../../../core/evaluations/index.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { EvaluationDetail, EvaluationSummary, evaluationDetail, evaluationSummary } from '../views/evaluations.ts';
import { PageQuery } from '../views/page.ts';

const tags = ['evaluations'];

export function evaluationRoutes(app: HttpApp, { evaluations }: { evaluations: EvaluationService }): void {
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
}
