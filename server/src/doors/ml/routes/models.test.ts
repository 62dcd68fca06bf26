import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { after } from 'node:test';
import { decodeModel } from '@signalbox/runtime/model';
import { eventually } from '../../../../test/support/processes.ts';
import { startTrainingApp } from '../../../../test/support/training-app.ts';
import { sensorCsv } from '../../../../test/support/training-data.ts';

const app = await startTrainingApp({ after });
const me = app.administrator;
const dataset = await app.dataset(me, { name: 'Warren "AHU-1"\\../é', csv: sensorCsv(200) });
const first = await app.model(me, { datasetId: dataset.id });
const second = await app.model(me, { datasetId: dataset.id, architecture: 'gru_predictor' });

const get = (path: string, token = me.token) => app.request('GET', `/api/v1/models${path}`, { token });
const post = (path: string, body: object, token = me.token) =>
  app.request('POST', `/api/v1/models${path}`, { token, body });

test('models are listed newest first, with what the contract says', async () => {
  const list = (await get('')).json() as Record<string, unknown>[];
  assert.deepEqual(
    list.map(({ id }) => id),
    [second.id, first.id],
  );
  const model = list[1] as Record<string, unknown>;
  assert.equal(model.name, 'Aether -- Warren "AHU-1"\\../é Anomaly Detector');
  assert.deepEqual([model.equipment_type, model.quantized, model.status], ['pump', true, 'ready']);
  assert.deepEqual(Object.keys(model.metrics as object).sort(), ['f1', 'val_loss']);
});

test('a model tells its shape, its metrics and its sizes', async () => {
  const model = (await get(`/${first.id}`)).json() as Record<string, unknown>;
  // 4·4·(3+4)+32 encoder, 4·2+2 and 2·4+4 bottleneck, 8·16+32 decoder, 4·3+3 output
  assert.equal(model.parameters, 341);
  assert.deepEqual(
    [model.input_features, model.hidden_dim, model.bottleneck_dim, model.num_layers, model.sequence_length],
    [3, 4, 2, 1, 5],
  );
  assert.equal(model.training_run_id, first.runId);
  assert.equal(model.dataset_id, dataset.id);
  const metrics = model.metrics as Record<string, number>;
  for (const name of ['precision', 'recall', 'f1'])
    assert.ok((metrics[name] as number) >= 0 && (metrics[name] as number) <= 1);
  assert.ok((metrics.reconstruction_error_threshold as number) > 0 && (metrics.val_loss as number) > 0);
  assert.match(model.file_path as string, /^\/data\/models\/.*\.axonml$/);
  assert.ok((model.quantized_size_bytes as number) < (model.file_size_bytes as number));
  assert.equal((await get('/mdl_none')).status, 404);
});

test('the file is downloaded whole, under a name that is safe', async () => {
  const response = await fetch(`${app.url}/api/v1/models/${first.id}/download`, {
    headers: { authorization: `Bearer ${me.token}` },
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/octet-stream');
  assert.match(
    response.headers.get('content-disposition') ?? '',
    /^attachment; filename="warren-ahu-1-e-aether-[0-9a-f]+\.axonml"$/,
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  const model = (await get(`/${first.id}`)).json() as Record<string, unknown>;
  assert.equal(bytes.length, model.file_size_bytes);
  assert.equal(createHash('sha256').update(bytes).digest('hex'), model.sha256);
  assert.deepEqual(decodeModel(bytes).model.columns, ['supply_temp', 'return_temp', 'fan_speed']);
  assert.equal((await get('/mdl_none/download')).status, 404);
});

test('models are compared, and what there is to compare with is asked for', async () => {
  const answer = await post(`/${first.id}/compare`, { compare_with: second.id });
  assert.equal(answer.status, 200, answer.text);
  const { models, winner, advantage } = answer.json() as {
    models: { id: string; metrics: { f1: number } }[];
    winner: string;
    advantage: { f1: number };
  };
  assert.deepEqual(
    models.map(({ id }) => id),
    [first.id, second.id],
  );
  const best = Math.max(...models.map(({ metrics }) => metrics.f1));
  assert.equal(models.find(({ id }) => id === winner)?.metrics.f1, best);
  assert.ok(advantage.f1 >= 0);
  const none = await post(`/${first.id}/compare`, {});
  assert.equal(none.status, 400);
  assert.match((none.json() as { error: string }).error, /compare_with required/);
  assert.equal((await post(`/${first.id}/compare`, { compare_with: 'mdl_none' })).status, 404);
  assert.equal((await post('/mdl_none/compare', { compare_with: first.id })).status, 404);
});

test('a model is renamed', async () => {
  const put = (name: unknown) => app.request('PUT', `/api/v1/models/${second.id}`, { token: me.token, body: { name } });
  assert.equal(((await put('Return air ❄')).json() as { name: string }).name, 'Return air ❄');
  for (const name of ['', '   ', 'x'.repeat(201), 7]) assert.equal((await put(name)).status, 400, String(name));
});

test('a model is seen by its owner and administrators, changed by no viewer, unknown to other tenants', async () => {
  const statuses = async (token: string) => {
    const answers = [await get(`/${first.id}`, token), await get(`/${first.id}/download`, token)];
    const body = { columns: [], rows: [] };
    answers.push(await post(`/${first.id}/score`, body, token));
    answers.push(await app.request('DELETE', `/api/v1/models/${first.id}`, { token }));
    return answers.map(({ status }) => status);
  };
  assert.deepEqual(await statuses((await app.person('operator', me.tenantId)).token), [403, 403, 403, 403]);
  assert.deepEqual(await statuses((await app.person('owner')).token), [404, 404, 404, 404]);
  assert.deepEqual(await statuses((await app.person('viewer', me.tenantId)).token), [403, 403, 403, 403]);
  const admin = await app.person('admin', me.tenantId);
  assert.equal((await get(`/${first.id}`, admin.token)).status, 200);
});

test('every run has an evaluation that says where its truth came from', async () => {
  const list = await app.request('GET', '/api/v1/evaluations', { token: me.token });
  const [evaluation] = (list.json() as { id: string; model_id: string }[]).filter(
    ({ model_id }) => model_id === first.id,
  );
  const answer = await app.request('GET', `/api/v1/evaluations/${evaluation?.id}`, { token: me.token });
  const detail = answer.json() as Record<string, Record<string, unknown>> & {
    roc_curve: { false_positive_rate: number[] };
  };
  assert.equal(detail.label_source as unknown, 'synthetic');
  for (const name of ['accuracy', 'precision', 'recall', 'f1', 'auc_roc']) {
    const value = detail.metrics?.[name] as number;
    assert.ok(value >= 0 && value <= 1, `${name} ${value}`);
  }
  assert.equal(Object.values(detail.confusion_matrix as Record<string, number>).length, 4);
  assert.deepEqual(detail.training_curves?.epochs, [1, 2, 3]);
  assert.equal(detail.roc_curve.false_positive_rate.at(-1), 1);
  assert.equal(detail.gradient_evaluation, null);
  const missing = await app.request('GET', '/api/v1/evaluations/eval_none', { token: me.token });
  assert.equal(missing.status, 404);
  const colleague = await app.person('operator', me.tenantId);
  const denied = await app.request('GET', `/api/v1/evaluations/${evaluation?.id}`, { token: colleague.token });
  assert.equal(denied.status, 403);
  assert.deepEqual((await app.request('GET', '/api/v1/evaluations', { token: colleague.token })).json(), []);
});

test('labels of the dataset are the truth where there are any', async () => {
  const labelled = await app.dataset(me, { name: 'Labelled', csv: sensorCsv(300, { labels: true, gaps: true }) });
  const { id, runId } = await app.model(me, { datasetId: labelled.id, hyperparameters: { epochs: 6 } });
  const list = await app.request('GET', '/api/v1/evaluations', { token: me.token });
  const evaluation = (list.json() as { model_id: string; id: string }[]).find(({ model_id }) => model_id === id);
  const answer = await app.request('GET', `/api/v1/evaluations/${evaluation?.id}`, { token: me.token });
  const detail = answer.json() as Record<string, Record<string, unknown>>;
  assert.equal(detail.label_source as unknown, 'dataset');
  assert.equal(detail.details?.label_column, 'anomaly');
  assert.deepEqual(((await get(`/${id}`)).json() as { features: string[] }).features, [
    'supply_temp',
    'return_temp',
    'fan_speed',
  ]);
  assert.ok(runId);
});

test('a deleted model is gone with its evaluations and its file, and its run no longer names it', async () => {
  const { id, runId } = await app.model(me, { datasetId: dataset.id });
  const row = async () => (await app.request('GET', `/api/v1/training/${runId}`, { token: me.token })).json();
  const path = ((await get(`/${id}`)).json() as { file_path: string }).file_path;
  const remove = () => app.request('DELETE', `/api/v1/models/${id}`, { token: me.token });
  assert.equal((await remove()).status, 204);
  assert.equal((await remove()).status, 404);
  assert.equal((await get(`/${id}`)).status, 404);
  assert.equal(((await row()) as { model_id: unknown }).model_id, null);
  const list = await app.request('GET', '/api/v1/evaluations', { token: me.token });
  assert.ok(!(list.json() as { model_id: string }[]).some(({ model_id }) => model_id === id));
  await eventually(async () => !(await app.hasFile(path)), 'the file is removed');
});
