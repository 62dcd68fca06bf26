import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '../../src/platform/database/index.ts';
import type { Log } from '../../src/platform/log/index.ts';
import { type Person, startTestApp, type TestApp } from './app.ts';
import type { CleansUp } from './defer.ts';
import { eventually } from './processes.ts';
import { quick, sensorCsv } from './training-data.ts';

export { endless, quick } from './training-data.ts';

export type TrainingApp = TestApp & {
  /** Uploads sensor readings and validates them. */
  dataset(owner: Person, options?: { validate?: boolean; csv?: string; name?: string }): Promise<{ id: string }>;
  /** The run once nothing more will come of it. */
  finished(owner: Person, runId: string): Promise<Record<string, unknown>>;
  /** Trains a model in a second. */
  model(
    owner: Person,
    options?: { datasetId?: string; hyperparameters?: object; architecture?: string },
  ): Promise<{ id: string; runId: string }>;
  billing(owner: Person): Promise<{ tokensUsed: number; tokenBalance: number }>;
  takeTokens(owner: Person): Promise<void>;
  countModels(owner: Person): Promise<number>;
  /** Whether the file of a model is still there. @param path as the API tells it */
  hasFile(path: string): Promise<boolean>;
};

/** The whole server in this process, and what a test of training asks of it again and again. */
export async function startTrainingApp(t: CleansUp, env: Record<string, string> = {}, log?: Log): Promise<TrainingApp> {
  const app = await startTestApp(t, env, log);
  const ok = async (...request: Parameters<TestApp['request']>) => {
    const answer = await app.request(...request);
    if (answer.status >= 300) throw new Error(`${request[0]} ${request[1]} answered ${answer.status}: ${answer.text}`);
    return answer.json() as Record<string, unknown>;
  };

  const training: TrainingApp = {
    ...app,
    async dataset({ token }, { validate = true, csv = sensorCsv(200), name = 'Sensors' } = {}) {
      const body = new FormData();
      body.set('name', name);
      body.set('equipment_type', 'pump');
      body.set('file', new Blob([csv], { type: 'text/csv' }), 'sensors.csv');
      const { id } = await ok('POST', '/api/v1/datasets', { token, body });
      if (validate) {
        const found = await ok('POST', `/api/v1/datasets/${id}/validate`, { token });
        if (!found.valid) throw new Error(`The dataset is not valid: ${JSON.stringify(found.issues)}`);
      }
      return { id: id as string };
    },
    finished: ({ token }, runId) =>
      eventually(
        async () => {
          const settled = sql`select 1 from training_runs where id = ${runId} and settled`;
          return (await app.database.one(settled)) && (await ok('GET', `/api/v1/training/${runId}`, { token }));
        },
        `the run ${runId} is over`,
        120,
      ),
    async model(owner, { datasetId, hyperparameters, architecture = 'lstm_autoencoder' } = {}) {
      const dataset_id = datasetId ?? (await training.dataset(owner)).id;
      const body = { dataset_id, architecture, hyperparameters: { ...quick, ...hyperparameters } };
      const { id: runId } = await ok('POST', '/api/v1/training/start', { token: owner.token, body });
      const run = await training.finished(owner, runId as string);
      if (run.status !== 'completed') throw new Error(`The run ${runId} ${run.status}: ${run.error}`);
      return { id: run.model_id as string, runId: runId as string };
    },
    async billing({ tenantId }) {
      const row = await app.database.one<{ tokensUsed: number; tokenBalance: number }>(sql`
        select tokens_used as "tokensUsed", token_balance as "tokenBalance" from subscriptions where tenant_id = ${tenantId}`);
      if (!row) throw new Error(`The tenant ${tenantId} has no subscription`);
      return row;
    },
    hasFile: (path) =>
      access(join(app.dataFolder, 'files', path.replace('/data/', ''))).then(
        () => true,
        () => false,
      ),
    async countModels({ token }) {
      return ((await ok('GET', '/api/v1/models', { token })) as unknown as unknown[]).length;
    },
    async takeTokens({ tenantId }) {
      await app.database.run(sql`update subscriptions set token_balance = 0 where tenant_id = ${tenantId}`);
    },
  };
  return training;
}
