/*
 * Training and the two things that die under it: the server (kill -9, the real program) and PostgreSQL. What was learned
 * is not lost, and the run ends with exactly one model.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { testCache } from '../../runtime/test/cache.ts';
import { eventually, processesMentioning } from './support/processes.ts';
import { type SpawnedServer, spawnServer } from './support/spawn-server.ts';
import { quick, sensorCsv } from './support/training-data.ts';

const password = 'correct horse 1';
const env = {
  SIGNALBOX_LOG_LEVEL: 'error',
  SIGNALBOX_ADMIN_PASSWORD: password,
  SIGNALBOX_CACHE_DIR: testCache,
};
/** Some seconds of training. */
const long = { ...quick, epochs: 120, early_stopping_patience: 0, hidden_dim: 64, sequence_length: 30 };

type Run = { id: string; status: string; current_epoch: number; model_id: string; error: string | null };

async function connect(server: SpawnedServer) {
  let token = '';
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const form = body instanceof FormData;
    const response = await fetch(`${server.urls.main}/ml/api/v1${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  ({ token } = await call<{ token: string }>('POST', '/auth/login', { username: 'admin', password }));
  return call;
}

async function startRun(call: Awaited<ReturnType<typeof connect>>): Promise<Run> {
  const form = new FormData();
  form.set('name', 'Crash');
  form.set('equipment_type', 'pump');
  form.set('file', new Blob([sensorCsv(400)]), 'sensors.csv');
  const { id } = await call<{ id: string }>('POST', '/datasets', form);
  await call('POST', `/datasets/${id}/validate`);
  return await call<Run>('POST', '/training/start', { dataset_id: id, hyperparameters: long });
}

async function assertOneModel(call: Awaited<ReturnType<typeof connect>>, id: string): Promise<void> {
  const run = await eventually(
    async () => {
      const present = await call<Run>('GET', `/training/${id}`).catch(() => undefined);
      assert.notEqual(present?.status, 'failed', present?.error ?? '');
      return present?.status === 'completed' && present;
    },
    'the run completes',
    120,
  );
  assert.equal(run.current_epoch, long.epochs);
  const models = await call<{ id: string }[]>('GET', '/models');
  assert.deepEqual(
    models.map((model) => model.id),
    [run.model_id],
  );
  const [evaluation, ...others] = await call<{ id: string }[]>('GET', '/evaluations');
  assert.equal(others.length, 0);
  const { training_curves } = await call<{ training_curves: { epochs: number[] } }>(
    'GET',
    `/evaluations/${evaluation?.id}`,
  );
  assert.deepEqual(
    training_curves.epochs,
    Array.from({ length: long.epochs }, (_, i) => i + 1),
  );
}

const reaches = (call: Awaited<ReturnType<typeof connect>>, id: string, epoch: number) =>
  eventually(
    // A database that has just come back may still cut a connection: that is a 503, and one asks again.
    async () => ((await call<Run>('GET', `/training/${id}`).catch(() => undefined))?.current_epoch ?? 0) >= epoch,
    `epoch ${epoch}`,
    60,
  );

test('hazard: kill -9 of the server during training: no trainer is left, and the next start goes on', async (t) => {
  let server = await spawnServer(t, { env });
  let call = await connect(server);
  const { id } = await startRun(call);
  await reaches(call, id, 5);
  await server.kill9();
  await eventually(
    async () => (await processesMentioning(join(server.dataFolder, 'training'))).length === 0,
    'the trainer ends with its server',
  );
  server = await server.restart();
  call = await connect(server);
  const resumed = await call<Run>('GET', `/training/${id}`);
  assert.equal(resumed.status, 'running');
  assert.ok(resumed.current_epoch >= 5);
  await assertOneModel(call, id);
});

test('hazard: PostgreSQL crashes during training, twice, and the run is whole all the same', async (t) => {
  const server = await spawnServer(t, { env });
  const call = await connect(server);
  const { id } = await startRun(call);
  for (const epoch of [3, 30]) {
    await reaches(call, id, epoch);
    const [postmaster] = (await processesMentioning(server.dataFolder)).filter(({ command }) => / -D /.test(command));
    process.kill((postmaster as { pid: number }).pid, 'SIGQUIT'); // no checkpoint: recovery at the next start
    await eventually(
      async () =>
        call('GET', '/training/queue').then(
          () => true,
          () => false,
        ),
      'the database is back',
      30,
    );
  }
  await assertOneModel(call, id);
});
