import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import type { Person } from '../../../../test/support/app.ts';
import { startFakeLlm } from '../../../../test/support/fake-llm.ts';
import { eventually } from '../../../../test/support/processes.ts';
import { startTrainingApp, type TrainingApp } from '../../../../test/support/training-app.ts';
import { sensorCsv } from '../../../../test/support/training-data.ts';
import { createEvaluationService, createGradient } from '../../../core/evaluations/index.ts';
import { sql } from '../../../platform/database/index.ts';
import { openEvents } from '../../../platform/events/index.ts';
import { silentLog } from '../../../platform/log/index.ts';
import { openQueue } from '../../../platform/queue/index.ts';

type Gradient = {
  status: string;
  provider: string;
  pass: boolean;
  score: number;
  equipment_type: string;
  metrics: { name: string; value: number | null; reason: string | null }[];
  verdict: { provider: string; text: string } | null;
  error?: string;
};

const app = await startTrainingApp({ after });
// Of the first tenant, which has no limits.
const me = app.administrator;

async function evaluationOf(house: TrainingApp, person: Person, modelId: string): Promise<string> {
  const list = (await house.request('GET', '/api/v1/evaluations', { token: person.token })).json();
  return (list as { id: string; model_id: string }[]).find(({ model_id }) => model_id === modelId)?.id ?? 'none';
}

async function gradientOf(house: TrainingApp, person: Person, id: string): Promise<Gradient | null> {
  const answer = await house.request('GET', `/api/v1/evaluations/${id}`, { token: person.token });
  return (answer.json() as { gradient_evaluation: Gradient | null }).gradient_evaluation;
}

const ask = (house: TrainingApp, person: Person, id: string) =>
  house.request('POST', `/api/v1/evaluations/${id}/gradient`, { token: person.token });

const completed = (house: TrainingApp, person: Person, id: string) =>
  eventually(
    async () => {
      const found = await gradientOf(house, person, id);
      return found?.status === 'completed' && found;
    },
    'the figures are there',
    60,
  );

test('nineteen figures are computed for every architecture, with and without labels', async (t) => {
  const labelled = await app.dataset(me, { csv: sensorCsv(300, { labels: true }), name: 'Labelled' });
  for (const architecture of ['lstm_autoencoder', 'gru_predictor', 'sentinel']) {
    await t.test(architecture, async () => {
      const { id: model } = await app.model(me, { architecture, datasetId: labelled.id });
      const id = await evaluationOf(app, me, model);
      assert.equal(await gradientOf(app, me, id), null);
      const answer = await ask(app, me, id);
      assert.equal(answer.status, 202, answer.text);
      assert.deepEqual(answer.json(), { status: 'running', message: 'Gradient evaluation started' });
      const gradient = await completed(app, me, id);
      assert.equal(gradient.provider, 'local');
      assert.equal(gradient.equipment_type, 'pump');
      assert.equal(gradient.metrics.length, 19);
      assert.equal(gradient.verdict, null, 'no language model is configured');
      for (const { name, value, reason } of gradient.metrics) {
        assert.ok(value !== null || reason, name);
        if (!['mcc'].includes(name)) assert.notEqual(value, null, `${name}: ${reason}`);
      }
      assert.ok((gradient.metrics.find(({ name }) => name === 'inference_latency_ms')?.value ?? 0) > 0);
    });
  }
});

test('asked for again while it runs, nothing more happens', async () => {
  const { id: model } = await app.model(me);
  const id = await evaluationOf(app, me, model);
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask(app, me, id)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [202, 202, 202, 202, 202],
  );
  await completed(app, me, id);
  const subject = `evaluation:${id}`;
  const count = async (type: string) =>
    (await app.database.query(sql`select 1 from events where subject = ${subject} and type = ${type}`)).length;
  assert.equal(await count('evaluation.gradient_completed'), await count('evaluation.gradient_started'));
  assert.ok((await count('evaluation.gradient_started')) <= 5);
});

test('a viewer and a stranger cannot ask for it', async () => {
  const { id: model } = await app.model(me);
  const id = await evaluationOf(app, me, model);
  assert.equal((await ask(app, await app.person('viewer', me.tenantId), id)).status, 403);
  assert.equal((await ask(app, await app.person('owner'), id)).status, 404);
  assert.equal((await ask(app, me, 'eval_00000000')).status, 404);
});

test('where a language model is configured, it adds a verdict on the figures', async (t) => {
  const llm = await startFakeLlm(t);
  const env = { OPENAI_BASE_URL: llm.url, SIGNALBOX_LLM_MODEL: 'fake' };
  const house = await startTrainingApp(t, env);
  const person = await house.person('operator');
  const { id: model } = await house.model(person);
  const id = await evaluationOf(house, person, model);
  llm.will({ text: 'A fake says: deploy it with care.' });
  await ask(house, person, id);
  const { verdict } = await completed(house, person, id);
  assert.equal(verdict?.provider, 'openai');
  assert.equal(verdict?.text, 'A fake says: deploy it with care.');
  assert.match(JSON.stringify(llm.requests[0]?.body.messages), /inference_latency_ms/);
  assert.equal(llm.requests[0]?.body.tools, undefined);
});

test('hazard: what cannot be computed is shown as failed, and can be asked for again', async (t) => {
  const { id: model } = await app.model(me);
  const id = await evaluationOf(app, me, model);
  const { database } = app;
  const events = openEvents({ database, log: silentLog });
  t.after(() => events.close());
  const queue = openQueue({ database, log: silentLog });
  const evaluations = createEvaluationService({ database });
  const failure = 'secret innards';
  const gradient = createGradient({
    database,
    events,
    queue: { add: queue.add, handle: (handler) => queue.handle({ ...handler, kind: 'test.gradient' }) },
    evaluations,
    getModel: async () => {
      throw new Error(failure);
    },
    measureLatency: async () => 1,
    maxAttempts: 1,
  });
  assert.ok(gradient);
  await database.transaction((tx) =>
    queue.add(tx, { kind: 'test.gradient', tenantId: me.tenantId, payload: { evaluationId: id } }).then(() => {}),
  );
  await queue.start();
  t.after(() => queue.stop());
  const failed = await eventually(
    async () => {
      const found = await gradientOf(app, me, id);
      return found?.status === 'failed' && found;
    },
    'the failure is visible',
    30,
  );
  assert.match(failed.error ?? '', /could not be computed/);
  assert.doesNotMatch(JSON.stringify(failed), /secret innards/);
  assert.equal((await ask(app, me, id)).status, 202);
  assert.equal((await completed(app, me, id)).metrics.length, 19);
});
