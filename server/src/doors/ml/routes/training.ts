import { Type } from 'typebox';
import type { EvaluationService } from '../../../core/evaluations/index.ts';
import type { Identity, Preferences } from '../../../core/identity/index.ts';
import type { Model, ModelService } from '../../../core/models/index.ts';
import type { Principal } from '../../../core/principal.ts';
import type { Training, TrainingRun } from '../../../core/training/index.ts';
import { HouseError } from '../../../platform/errors.ts';
import { type HttpApp, once } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { reportPolicy } from '../reports/page.ts';
import { type TrainingReport, trainingReport } from '../reports/training-report.ts';
import { PageQuery } from '../views/page.ts';
import {
  QueueView,
  queueView,
  RunDetail,
  RunSummary,
  runDetail,
  runSummary,
  StartedRun,
  StoppedRun,
} from '../views/training.ts';

const tags = ['training'];
const Id = Type.Object({ id: Type.String() });

type Asked = { architecture?: string | undefined; hyperparameters?: Record<string, unknown> | undefined };

/** What the caller prefers, where the request leaves it open. */
function asPreferred({ architecture, hyperparameters }: Asked, preferences: Preferences): Asked {
  const { defaultArchitecture, trainingAutoStop } = preferences;
  return {
    architecture: architecture ?? defaultArchitecture ?? undefined,
    hyperparameters: trainingAutoStop === false ? { early_stopping_patience: 0, ...hyperparameters } : hyperparameters,
  };
}

type TrainingCore = {
  training: Training;
  identity: Pick<Identity, 'preferencesOf'>;
  models: Pick<ModelService, 'get'>;
  evaluations: Pick<EvaluationService, 'list'>;
};

export function trainingRoutes(app: HttpApp, core: TrainingCore): void {
  const { training, identity } = core;
  app.get(
    '/api/v1/training',
    {
      schema: {
        tags,
        summary: 'List training runs, newest first',
        querystring: PageQuery,
        response: { 200: Type.Array(RunSummary), ...problems('invalid', 'unauthenticated') },
      },
    },
    async (request) => (await training.list(principalOf(request), request.query)).map(runSummary),
  );

  app.post(
    '/api/v1/training/start',
    {
      schema: {
        tags,
        summary: 'Start a training run, or put it in line when all capacity is taken',
        body: Type.Object({
          dataset_id: Type.String({ minLength: 1, maxLength: 100 }),
          architecture: Type.Optional(
            Type.String({
              description: '`lstm_autoencoder` (default), `gru_predictor` or `sentinel`',
              examples: ['lstm_autoencoder'],
            }),
          ),
          hyperparameters: Type.Optional(
            Type.Unsafe<Record<string, unknown>>({
              type: 'object',
              additionalProperties: true,
              description: 'What to change of the defaults; unknown names and values out of range are refused by name',
              examples: [{ learning_rate: 0.001, batch_size: 64, epochs: 100, hidden_dim: 64, sequence_length: 60 }],
            }),
          ),
        }),
        response: {
          201: StartedRun,
          ...problems('invalid', 'unauthenticated', 'forbidden', 'limit', 'not_found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      const { dataset_id: datasetId, ...asked } = request.body;
      const { architecture, hyperparameters } = asPreferred(
        asked,
        await identity.preferencesOf(principalOf(request).id),
      );
      await once(request, reply, { status: 201, view: runSummary }, (remember) =>
        training.start(principalOf(request), { datasetId, architecture, hyperparameters }, remember),
      );
    },
  );

  app.get(
    '/api/v1/training/queue',
    {
      schema: {
        tags,
        summary: 'How much capacity is taken',
        response: { 200: QueueView, ...problems('unauthenticated') },
      },
    },
    async () => queueView(await training.queueStatus()),
  );

  app.post(
    '/api/v1/training/clear',
    {
      schema: {
        tags,
        summary: 'Remove your finished runs from the list; their models stay',
        response: { 200: Type.Object({ cleared: Type.Integer() }), ...problems('unauthenticated', 'forbidden') },
      },
    },
    async (request) => ({ cleared: await training.clear(principalOf(request)) }),
  );

  app.get(
    '/api/v1/training/:id',
    {
      schema: {
        tags,
        summary: 'A training run with its current losses',
        description: 'With `format=report` a page to print (text/html).',
        params: Id,
        querystring: Type.Object({ format: Type.Optional(Type.Enum(['json', 'report'])) }),
        response: { 200: RunDetail, ...problems('invalid', 'unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const run = await training.get(principal, request.params.id);
      if (request.query.format !== 'report') return runDetail(run);
      const report = trainingReport(await reportOf(core, principal, run));
      // The schema is that of the JSON; a page is sent as it is.
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', reportPolicy)
        .send(report as never);
    },
  );

  app.post(
    '/api/v1/training/:id/stop',
    {
      schema: {
        tags,
        summary: 'Stop a run; its best weights so far become a model',
        description: 'A run that already ended is left as it is, and its status is answered.',
        params: Id,
        response: { 200: StoppedRun, ...problems('unauthenticated', 'forbidden', 'not_found') },
      },
    },
    async (request) => runSummary(await training.stop(principalOf(request), request.params.id)),
  );
}

async function reportOf(
  { training, models, evaluations }: Pick<TrainingCore, 'training' | 'models' | 'evaluations'>,
  principal: Principal,
  run: TrainingRun,
): Promise<TrainingReport> {
  const [epochs, model, judged] = await Promise.all([
    training.epochs(principal, run.id),
    run.modelId === null ? undefined : models.get(principal, run.modelId).catch(noModel),
    evaluations.list(principal),
  ]);
  return { run, epochs, model, evaluation: judged.find(({ trainingRunId }) => trainingRunId === run.id) };
}

/** A run names its model before there is one. */
function noModel(error: unknown): Model | undefined {
  if (error instanceof HouseError && error.kind === 'not_found') return undefined;
  throw error;
}
