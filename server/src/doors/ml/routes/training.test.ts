import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { endless, quick, startTrainingApp } from '../../../../test/support/training-app.ts';

const app = await startTrainingApp({ after }, { SIGNALBOX_MAX_TRAININGS: '2' });
const me = await app.person('operator');
const dataset = await app.dataset(me);

const start = (token: string, body: object) => app.request('POST', '/api/v1/training/start', { token, body });
const refused = async (body: object, status: number, error: RegExp, code?: string) => {
  const answer = await start(me.token, body);
  assert.equal(answer.status, status, answer.text);
  const problem = answer.json() as { error: string; code: string };
  assert.match(problem.error, error);
  if (code) assert.equal(problem.code, code);
};

test('a run is started, followed to its end and listed', async () => {
  const answer = await start(me.token, {
    dataset_id: dataset.id,
    architecture: 'lstm_autoencoder',
    hyperparameters: quick,
  });
  assert.equal(answer.status, 201, answer.text);
  const started = answer.json() as Record<string, string>;
  assert.deepEqual(Object.keys(started).sort(), ['architecture', 'dataset_id', 'id', 'started_at', 'status']);
  assert.equal(started.status, 'running');
  assert.match(started.id as string, /^tr_[0-9a-f]+$/);

  const run = await app.finished(me, started.id as string);
  assert.equal(run.status, 'completed');
  assert.equal(run.current_epoch, 3);
  assert.equal(run.total_epochs, 3);
  assert.match(run.model_id as string, /^mdl_/);
  assert.ok((run.current_train_loss as number) > 0 && (run.best_val_loss as number) > 0);
  assert.equal(run.estimated_remaining_seconds, 0);
  assert.equal((run.hyperparameters as Record<string, unknown>).bottleneck_dim, 2);

  const list = (await app.request('GET', '/api/v1/training', { token: me.token })).json() as Record<string, unknown>[];
  assert.deepEqual(
    list.map(({ id }) => id),
    [started.id],
  );
  for (const key of ['model_id', 'best_val_loss', 'training_time_seconds', 'started_at', 'completed_at']) {
    assert.ok(key in (list[0] as object), key);
  }
});

test('what cannot be trained is refused with a 400 that names it', async () => {
  const valid = { dataset_id: dataset.id };
  await refused({ ...valid, architecture: 'resnet18' }, 400, /Invalid architecture: "resnet18"\. Valid/);
  await refused(
    { ...valid, hyperparameters: { epochs: 0, dropout: 2 } },
    400,
    /epochs .*; dropout /,
    'VALIDATION_ERROR',
  );
  await refused({ ...valid, hyperparameters: 'many' }, 400, /hyperparameters/);
  await refused({}, 400, /dataset_id/);
  const junk = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`junk_${i}`, i]));
  await refused({ ...valid, hyperparameters: junk }, 400, /unknown names junk_0, .* and 492 more/);
  const raw = await app.dataset(me, { validate: false });
  await refused({ dataset_id: raw.id }, 400, /has not been validated/, 'DATASET_NOT_VALIDATED');
  await refused({ dataset_id: 'ds_none' }, 404, /Dataset not found/, 'NOT_FOUND');
});

test('a dataset of a colleague is denied, of another tenant unknown; viewers start nothing', async () => {
  const colleague = await app.person('operator', me.tenantId);
  const admin = await app.person('admin', me.tenantId);
  const stranger = await app.person('operator');
  const viewer = await app.person('viewer', me.tenantId);
  const statuses = [];
  for (const { token } of [colleague, stranger, viewer]) {
    statuses.push((await start(token, { dataset_id: dataset.id, hyperparameters: quick })).status);
  }
  assert.deepEqual(statuses, [403, 404, 403]);
  assert.equal((await start(admin.token, { dataset_id: dataset.id, hyperparameters: quick })).status, 201);
});

test('the free plan trains one at a time, keeps two models, and nothing refused costs a token', async () => {
  const free = await app.person('operator');
  const own = await app.dataset(free);
  const balance = async () => (await app.billing(free)).tokensUsed;
  const before = await balance();
  const first = (await start(free.token, { dataset_id: own.id, hyperparameters: endless })).json() as { id: string };
  const second = await start(free.token, { dataset_id: own.id, hyperparameters: quick });
  assert.equal(second.status, 403);
  const problem = second.json() as { error: string; code: string };
  assert.equal(problem.error, 'Concurrent training limit reached (1/1). Upgrade your plan for more.');
  assert.equal(problem.code, 'LIMIT_EXCEEDED');
  assert.equal(await balance(), before + 1);
  await app.request('POST', `/api/v1/training/${first.id}/stop`, { token: free.token });
  await app.finished(free, first.id);
  for (let models = await app.countModels(free); models < 2; models++) {
    const run = (await start(free.token, { dataset_id: own.id, hyperparameters: quick })).json() as { id: string };
    await app.finished(free, run.id);
  }
  const full = (await start(free.token, { dataset_id: own.id, hyperparameters: quick })).json() as { error: string };
  assert.match(full.error, /^Model limit reached \(2\/2\)\. Upgrade your plan for more\.$/);
});

test('a plan without tokens starts nothing', async () => {
  const poor = await app.person('operator');
  const own = await app.dataset(poor);
  await app.takeTokens(poor);
  const answer = await start(poor.token, { dataset_id: own.id, hyperparameters: quick });
  assert.equal(answer.status, 403);
  const problem = answer.json() as { error: string; code: string };
  assert.equal(problem.code, 'TOKEN_LIMIT_EXCEEDED');
  assert.match(
    problem.error,
    /^Token limit exceeded\. Used: \d+, Limit: \d+, Requested: 1\. Upgrade your plan for more\.$/,
  );
  assert.deepEqual((await app.request('GET', '/api/v1/training', { token: poor.token })).json(), []);
});

test('a run is stopped once and for all, and only by who may', async () => {
  const { token } = app.administrator;
  const own = await app.dataset(app.administrator);
  const { id } = (await start(token, { dataset_id: own.id, hyperparameters: endless })).json() as { id: string };
  const stop = (by: string) => app.request('POST', `/api/v1/training/${id}/stop`, { token: by });
  assert.equal((await stop(me.token)).status, 404);
  const viewer = await app.person('viewer', app.administrator.tenantId);
  assert.equal((await stop(viewer.token)).status, 403);
  const colleague = await app.person('operator', app.administrator.tenantId);
  const denied = await stop(colleague.token);
  assert.equal(denied.status, 403);
  assert.equal((denied.json() as { error: string }).error, 'Access denied');
  const inUse = await app.request('DELETE', `/api/v1/datasets/${own.id}`, { token });
  assert.equal(inUse.status, 409);
  assert.match((inUse.json() as { error: string }).error, new RegExp(`${id} \\(running\\) needs this dataset`));
  const [first, second] = await Promise.all([stop(token), stop(token)]);
  for (const answer of [first, second]) {
    assert.equal(answer?.status, 200);
    const view = answer?.json() as Record<string, unknown>;
    assert.deepEqual([view.id, view.status, view.total_epochs], [id, 'stopped', endless.epochs]);
    assert.equal(typeof view.current_epoch, 'number');
  }
  assert.equal((await app.finished(app.administrator, id)).status, 'stopped');
  assert.equal((await app.request('POST', '/api/v1/training/tr_none/stop', { token })).status, 404);
});

test('a run is seen by its owner and administrators, and by nobody else', async () => {
  const [run] = (await app.request('GET', '/api/v1/training', { token: me.token })).json() as { id: string }[];
  const see = async (role: 'operator' | 'admin' | 'viewer', tenantId?: string) => {
    const { token } = await app.person(role, tenantId);
    const { status } = await app.request('GET', `/api/v1/training/${run?.id}`, { token });
    const list = (await app.request('GET', '/api/v1/training', { token })).json() as { id: string }[];
    return [status, list.some(({ id }) => id === run?.id)];
  };
  assert.deepEqual(await see('admin', me.tenantId), [200, true]);
  assert.deepEqual(await see('operator', me.tenantId), [403, false]);
  assert.deepEqual(await see('admin'), [404, false]);
});

test('the queue tells its capacity', async () => {
  const answer = await app.request('GET', '/api/v1/training/queue', { token: me.token });
  const queue = answer.json() as Record<string, number>;
  assert.equal(queue.max_concurrent, 2);
  assert.equal(queue.capacity_available, 2 - (queue.active_trainings as number));
});

test('the same start with an Idempotency-Key starts one run and costs one token', async () => {
  const other = await app.person('operator');
  const own = await app.dataset(other);
  const before = (await app.billing(other)).tokensUsed;
  const send = () =>
    app.request('POST', '/api/v1/training/start', {
      token: other.token,
      headers: { 'idempotency-key': 'once' },
      body: { dataset_id: own.id, hyperparameters: quick },
    });
  const [first, again] = [await send(), await send()];
  assert.deepEqual([first.status, again.status], [201, 201]);
  assert.equal(again.text, first.text);
  assert.equal((await app.billing(other)).tokensUsed, before + 1);
  const { id } = first.json() as { id: string };
  await app.finished(other, id);
  const cleared = await app.request('POST', '/api/v1/training/clear', { token: other.token });
  assert.deepEqual(cleared.json(), { cleared: 1 });
});
