/*
 * A deployment and the server that dies under it (kill -9, the real program): after the next start it ends by itself, once.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { testCache } from '../../runtime/test/cache.ts';
import { type Client, createClient } from '../src/commands/demo/client.ts';
import { freePort } from '../src/platform/free-port.ts';
import { datasetForm } from './support/ml-objects.ts';
import { eventually } from './support/processes.ts';
import { type SpawnedServer, spawnServer } from './support/spawn-server.ts';
import { sshdInstalled, startSshd } from './support/sshd.ts';
import { quick } from './support/training-data.ts';

const password = 'correct horse 1';
const env = {
  SIGNALBOX_LOG_LEVEL: 'error',
  SIGNALBOX_ADMIN_PASSWORD: password,
  SIGNALBOX_CACHE_DIR: testCache,
  SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1',
  SIGNALBOX_RATE_LIMITS: 'off',
};
const api = '/api/v1';

type Deployment = { id: string; status: string; error: string | null };

async function signIn({ urls }: SpawnedServer): Promise<Client> {
  const url = `${urls.main}/ml`;
  const { token } = await createClient(url, '').post<{ token: string }>(`${api}/auth/login`, {
    username: 'admin',
    password,
  });
  return createClient(url, token);
}

async function trainModel(client: Client): Promise<string> {
  const form = datasetForm();
  const fields = { name: 'Crash', equipment_type: 'pump' };
  const { id } = await client.upload<{ id: string }>(
    `${api}/datasets`,
    fields,
    'readings.csv',
    form.get('file') as Blob,
  );
  await client.post(`${api}/datasets/${id}/validate`);
  const run = await client.post<{ id: string }>(`${api}/training/start`, { dataset_id: id, hyperparameters: quick });
  const done = await eventually(
    async () => {
      const now = await client.get<{ status: string; model_id: string }>(`${api}/training/${run.id}`);
      return now.status === 'completed' && now;
    },
    'a small run completes',
    60,
  );
  return done.model_id;
}

test('kill -9 during a deployment: the next start takes it to its end, and the device runs the whole program', async (t) => {
  if (!sshdInstalled) return t.skip('sshd not installed');
  const sshd = await startSshd(t);
  const server = await spawnServer(t, { env });
  const client = await signIn(server);
  const modelId = await trainModel(client);
  const target = await client.post<{ id: string }>(`${api}/deployments/targets`, {
    name: 'Crash device',
    ip: '127.0.0.1',
    port: sshd.port,
    edge_port: await freePort(),
    username: sshd.username,
    ssh_key: sshd.privateKey,
    directory: sshd.folder,
    arch: process.arch === 'arm64' ? 'aarch64-unknown-linux-musl' : 'x86_64-unknown-linux-musl',
  });
  t.after(async () => {
    const pid = Number(await readFile(join(sshd.folder, 'edge.pid'), 'utf8').catch(() => '0'));
    if (pid > 0) process.kill(pid, 'SIGTERM');
  });
  const body = { model_id: modelId, target_id: target.id };
  const { id } = await client.post<Deployment>(`${api}/deployments`, body);
  await server.kill9(); // the binary takes longer to build than this

  const again = await server.restart();
  const after = await signIn(again);
  const ended = await eventually(
    async () => {
      const now = await after.get<Deployment>(`${api}/deployments/${id}`);
      return ['deployed', 'failed'].includes(now.status) && now;
    },
    'the interrupted deployment ends',
    120,
  );
  assert.equal(ended.status, 'deployed', String(ended.error));
  const onDevice = await readFile(join(sshd.folder, 'signalbox-edge'));
  assert.deepEqual(onDevice, await after.bytes(`${api}/deployments/${id}/binary`));
  assert.equal((await after.get<Deployment[]>(`${api}/deployments`)).length, 1);
  await again.stop();
});
