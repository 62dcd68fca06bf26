import { Type } from 'typebox';
import type { Identity } from '../../../core/identity/index.ts';
import type { Principal } from '../../../core/principal.ts';
import type { HttpApp } from '../../../platform/http/index.ts';
import type { MachineFigures } from '../../../platform/machine/index.ts';
import { principalOf, problems } from '../dialect.ts';

const tags = ['System'];

/** Numbers other capabilities know. */
export type MlCounts = {
  activeTrainings: number;
  maxConcurrentTrainings: number;
  models: number;
  deployments: number;
};

export type SystemCore = {
  version: string;
  identity: Identity;
  machine: () => Promise<MachineFigures>;
  isDatabaseUp: () => Promise<boolean>;
  /** What the caller's tenant has. */
  counts: (principal: Principal) => Promise<MlCounts>;
};

/** Is it alive, how is the machine, what was mailed. */
export function systemRoutes(app: HttpApp, core: SystemCore): void {
  app.get(
    '/health',
    {
      config: { public: true },
      schema: {
        tags,
        summary: 'Is it alive',
        response: {
          200: Type.Object(
            {
              status: Type.Literal('ok'),
              version: Type.String({ examples: ['0.1.0'] }),
              aegis_db: Type.Union([Type.Literal('connected'), Type.Literal('disconnected')], {
                description: 'The database, under the name this contract has for it',
              }),
              uptime_seconds: Type.Integer({ examples: [3600] }),
            },
            { description: 'The server answers' },
          ),
        },
      },
    },
    async () => ({
      status: 'ok' as const,
      version: core.version,
      aegis_db: (await core.isDatabaseUp()) ? ('connected' as const) : ('disconnected' as const),
      uptime_seconds: Math.floor(process.uptime()),
    }),
  );

  app.get(
    '/api/v1/system/metrics',
    {
      schema: {
        tags,
        summary: 'How the machine and the caller’s tenant are doing',
        response: {
          200: Type.Object(
            {
              cpu_usage_percent: Type.Number({ examples: [23.5] }),
              memory_used_mb: Type.Integer({ examples: [512] }),
              memory_total_mb: Type.Integer({ examples: [8192] }),
              disk_used_gb: Type.Number({ examples: [45.2] }),
              disk_total_gb: Type.Number({ examples: [200] }),
              active_training_runs: Type.Integer({ examples: [1] }),
              max_concurrent_trainings: Type.Integer({ examples: [8] }),
              total_models: Type.Integer({ examples: [12] }),
              total_deployments: Type.Integer({ examples: [29] }),
            },
            { description: 'Figures of this moment' },
          ),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => {
      const [machine, counts] = await Promise.all([core.machine(), core.counts(principalOf(request))]);
      return {
        cpu_usage_percent: rounded(machine.cpuPercent),
        memory_used_mb: Math.round(machine.memoryUsedBytes / 1024 ** 2),
        memory_total_mb: Math.round(machine.memoryTotalBytes / 1024 ** 2),
        disk_used_gb: rounded(machine.diskUsedBytes / 1024 ** 3),
        disk_total_gb: rounded(machine.diskTotalBytes / 1024 ** 3),
        active_training_runs: counts.activeTrainings,
        max_concurrent_trainings: counts.maxConcurrentTrainings,
        total_models: counts.models,
        total_deployments: counts.deployments,
      };
    },
  );

  app.get(
    '/api/v1/admin/outbox',
    {
      schema: {
        tags,
        summary: 'Read the mail outbox',
        description:
          'What Signalbox mailed, newest first: without a mail server this is where codes and links are found. For administrators of the first tenant.',
        querystring: Type.Object({
          recipient: Type.Optional(Type.String({ maxLength: 254 })),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        }),
        response: {
          200: Type.Array(
            Type.Object({
              id: Type.Integer(),
              recipient: Type.String(),
              template: Type.String(),
              subject: Type.String(),
              text: Type.String(),
              status: Type.Enum(['kept', 'waiting', 'sent', 'failed', 'expired'], {
                description: '`kept` without a mail server, else how far it came',
              }),
              error: Type.Union([Type.String(), Type.Null()], { description: 'Why it did not go out' }),
              created_at: Type.String({ format: 'date-time' }),
            }),
            { description: 'Mails' },
          ),
          ...problems('invalid', 'unauthenticated', 'forbidden'),
        },
      },
    },
    async (request) => {
      const mails = await core.identity.outbox(principalOf(request), request.query);
      return mails.map(({ id, recipient, template, subject, text, status, error, createdAt }) => {
        return { id, recipient, template, subject, text, status, error, created_at: createdAt.toISOString() };
      });
    },
  );
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
