import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { eventually } from './support/processes.ts';
import { type SpawnedServer, spawnServer } from './support/spawn-server.ts';

const password = 'correct horse 1';
const env = { SIGNALBOX_ADMIN_PASSWORD: password, SIGNALBOX_RATE_LIMITS: 'off' };

async function logIn({ urls }: SpawnedServer): Promise<Response> {
  return fetch(`${urls.main}/ml/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
}

async function postmasterOf({ dataFolder }: SpawnedServer): Promise<number> {
  return Number((await readFile(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
}

test('PostgreSQL killed and restarted under load: requests get 503 and then work again, never a 500', async (t) => {
  const server = await spawnServer(t, { env });
  const { token } = (await (await logIn(server)).json()) as { token: string };
  const seen = new Map<number, number>();
  const bodies = new Set<string>();
  let loading = true;
  const ask = async (path: string) => {
    while (loading) {
      const answer = await fetch(`${server.urls.main}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const text = await answer.text();
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      if (answer.status === 503) bodies.add((JSON.parse(text) as { code?: string }).code ?? '');
      if (answer.status !== 200) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const load = Promise.all(['/ml/api/v1/datasets', '/ml/api/v1/datasets', '/ml/api/v1/auth/me', '/readyz'].map(ask));
  const count = (status: number) => seen.get(status) ?? 0;
  const more = (status: number, than: number, what: string) =>
    eventually(async () => count(status) > than + 20, what, 60);
  await more(200, 0, 'requests are answered');
  process.kill(await postmasterOf(server), 'SIGKILL');
  await eventually(async () => count(503) > 0, 'requests are told to come back');
  await more(200, count(200), 'requests are answered again');
  loading = false;
  await load;
  assert.deepEqual(
    [...seen.keys()].filter((status) => status !== 200 && status !== 503),
    [],
  );
  assert.deepEqual(
    [...bodies].filter((code) => code !== '' && code !== 'DATABASE_UNAVAILABLE'),
    [],
  );
  assert.equal((await logIn(server)).status, 200);
  assert.equal(await server.stop(), 0);
});

test('Ctrl-C ends within seconds, whoever is still sending', async (t) => {
  const server = await spawnServer(t, { env });
  const { hostname, port } = new URL(server.urls.main);
  const slow = connect(Number(port), hostname);
  slow.on('error', () => {});
  slow.write(
    'POST /ml/api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(await server.stop(), 0);
});
