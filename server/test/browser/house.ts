import { type Person, startTestApp, type TestApp } from '../support/app.ts';
import type { CleansUp } from '../support/defer.ts';
import { quick, sensorCsv } from '../support/training-data.ts';
import type { Login } from './chromium.ts';

export { quick, sensorCsv };
/** Of everybody in a test's house. */
export const password = 'correct horse 1';

export type House = {
  app: TestApp;
  me: Person;
  login: Login;
  /** Calls the API as `me`; the answer must be a success. */
  call<Answer = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer>;
  upload(name: string, csv: string): Promise<string>;
  /** A model of the dataset, trained in a moment unless other settings are given. */
  train(
    datasetId: string,
    architecture?: string,
    hyperparameters?: Record<string, number>,
  ): Promise<{ run: string; model: string }>;
};

/** A whole server with its built console, and its administrator. */
export async function startHouse(t: CleansUp, env: Record<string, string> = {}): Promise<House> {
  const app = await startTestApp(t, { SIGNALBOX_MAX_TRAININGS: '2', ...env });
  const me = app.administrator;

  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const options = { token: me.token, ...(body !== undefined && { body }) };
    const answer = await app.request(method, `/api/v1${path}`, options);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return (answer.text ? answer.json() : undefined) as Answer;
  }

  async function modelOf(run: string): Promise<string> {
    for (;;) {
      const { status, model_id } = await call<{ status: string; model_id: string }>('GET', `/training/${run}`);
      if (status === 'completed') return model_id;
      if (status === 'failed') throw new Error(`Training ${run} failed`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  return {
    app,
    me,
    login: { token: me.token, user: { id: 'usr_me', username: me.username, email: me.email, role: 'admin' } },
    call,
    async upload(name, csv) {
      const form = new FormData();
      form.set('name', name);
      form.set('equipment_type', 'air_handler');
      form.set('file', new Blob([csv], { type: 'text/csv' }), 'readings.csv');
      return (await call<{ id: string }>('POST', '/datasets', form)).id;
    },
    async train(datasetId, architecture = 'lstm_autoencoder', hyperparameters = quick) {
      const body = { dataset_id: datasetId, architecture, hyperparameters };
      const { id } = await call<{ id: string }>('POST', '/training/start', body);
      return { run: id, model: await modelOf(id) };
    },
  };
}
