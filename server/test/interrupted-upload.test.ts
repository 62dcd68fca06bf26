/* Hazards of an upload: the client goes away, the disk fills up, the server is killed. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { testDatabase } from './support/database.ts';
import { temporaryDisk } from './support/disk.ts';
import { startMlHouse } from './support/ml-house.ts';
import { eventually } from './support/processes.ts';
import { spawnServer } from './support/spawn-server.ts';
import { beginUpload } from './support/upload.ts';

const rows = (count: number) => '1.5,2.5\n'.repeat(count);

async function unfinished(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'tmp'))).filter((name) => name.startsWith('dataset-'));
}

async function stored(folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'files'), { recursive: true })).filter((name) => name.includes('.'));
}

test('a client that goes away in the middle of an upload leaves nothing behind', async (t) => {
  const house = await startMlHouse(t);
  const { token } = await house.administrator();
  const url = await house.server.listen({ host: '127.0.0.1', port: 0 });
  for (const leave of ['destroy', 'resetAndDestroy', 'end'] as const) {
    const upload = await beginUpload(url, token);
    await upload.write(`a,b\n${rows(50_000)}`);
    await eventually(async () => (await unfinished(house.folder)).length === 1, 'the file begins to arrive');
    upload.socket[leave]();
    await eventually(async () => (await unfinished(house.folder)).length === 0, `nothing is left after ${leave}`);
  }
  assert.deepEqual((await house.request('GET', '/api/v1/datasets', { token })).json(), []);
  assert.deepEqual(await stored(house.folder), []);
  const whole = await beginUpload(url, token);
  await whole.write(`a,b\n${rows(10)}`);
  assert.match(await whole.finish(), /201/, 'and the next upload works');
  whole.socket.destroy();
});

test('a full disk refuses uploads in words, keeps what is there and takes the next one when there is room', async (t) => {
  const folder = await temporaryDisk(t, '6M');
  if (folder === undefined) return;
  const house = await startMlHouse(t, { folder });
  const { token } = await house.administrator();
  const send = async (csv: string) => {
    const form = new FormData();
    form.set('name', 'disk');
    form.set('equipment_type', 'pump');
    form.set('file', new Blob([csv]), 'a.csv');
    const encoded = new Response(form);
    return house.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      headers: { authorization: `Bearer ${token}`, 'content-type': encoded.headers.get('content-type') as string },
      payload: Buffer.from(await encoded.arrayBuffer()),
    });
  };
  const first = await send(`a,b\n${rows(1000)}`);
  assert.equal(first.statusCode, 201);
  // The first does not fit as it is; the second fits, but not together with what is made of it.
  const random = Array.from({ length: 280_000 }, (_, i) => `${Math.sin(i)}\n`).join('');
  for (const csv of [`a,b\n${rows(1_000_000)}`, `a\n${random}`]) {
    const refused = await send(csv);
    assert.equal(refused.statusCode, 503, refused.body);
    assert.equal(refused.json().code, 'DISK_FULL');
    assert.deepEqual(await unfinished(folder), []);
  }
  assert.equal((await stored(folder)).length, 2);
  const preview = await house.request('GET', `/api/v1/datasets/${first.json().id}/preview`, { token });
  assert.equal(preview.json().total_rows, 1000);
  assert.equal((await send(`a,b\n${rows(1000)}`)).statusCode, 201);
});

test('kill -9 during uploads: what was answered is there and whole, the rest is not there at all', async (t) => {
  const { url: databaseUrl, database } = await testDatabase(t);
  const env = { DATABASE_URL: databaseUrl, SIGNALBOX_ADMIN_PASSWORD: 'correct horse 1', SIGNALBOX_RATE_LIMITS: 'off' };
  let server = await spawnServer(t, { env });
  const { dataFolder } = server;
  const logIn = async () => {
    const response = await fetch(`${server.urls.main}/ml/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: 'correct horse 1' }),
    });
    return ((await response.json()) as { token: string }).token;
  };
  const token = await logIn();
  const api = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
    const response = await fetch(`${server.urls.main}/ml/api/v1/datasets${path}`, { ...init, headers });
    return { status: response.status, body: (await response.json()) as never };
  };
  const acknowledged: string[] = [];
  const sendOne = async (name: string) => {
    const form = new FormData();
    form.set('name', name);
    form.set('equipment_type', 'pump');
    form.set('file', new Blob([`a,b\n${rows(20_000)}`]), 'a.csv');
    const { status, body } = await api('', { method: 'POST', body: form });
    if (status === 201) acknowledged.push((body as { id: string }).id);
  };
  for (const afterAnswers of [1, 3]) {
    const before = acknowledged.length;
    const half = await beginUpload(`${server.urls.main}/ml`, token);
    await half.write(`a,b\n${rows(50_000)}`);
    const sending = Promise.allSettled(
      [0, 1, 2].map(async (line) => {
        for (let i = 0; ; i++) await sendOne(`line ${line}, ${i}`);
      }),
    );
    await eventually(async () => acknowledged.length >= before + afterAnswers, 'some uploads are answered');
    await server.kill9();
    half.socket.destroy();
    await sending;
    server = await server.restart();

    const { body: listed } = await api('');
    const ids = (listed as { id: string }[]).map(({ id }) => id);
    for (const id of acknowledged) assert.ok(ids.includes(id), `${id} was acknowledged and is gone`);
    for (const id of ids) {
      const { status, body } = await api(`/${id}/preview?page=200`);
      assert.equal(status, 200, `${id} is listed and cannot be read`);
      assert.equal((body as { rows: unknown[] }).rows.length, 100);
    }
  }
  // A file that no dataset names is on the list of what will be swept.
  await database.run(sql`update dataset_leftovers set due_at = now()`);
  const known = await database.query<{ key: string }>(sql`
    select unnest(array[record_key, values_key]) as key from datasets union all select key from dataset_leftovers`);
  const unknown = (await stored(dataFolder)).filter((file) => !known.some(({ key }) => key === file));
  assert.deepEqual(unknown, []);
  // With a database of its own, other processes may share the folder: what is unfinished is swept after a day.
  await server.stop();
});

test('kill -9 during an upload: the next start sweeps what had arrived', async (t) => {
  const env = { SIGNALBOX_ADMIN_PASSWORD: 'correct horse 1' };
  const server = await spawnServer(t, { env });
  const login = await fetch(`${server.urls.main}/ml/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'correct horse 1' }),
  });
  const { token } = (await login.json()) as { token: string };
  const half = await beginUpload(`${server.urls.main}/ml`, token);
  await half.write(`a,b\n${rows(50_000)}`);
  await eventually(async () => (await unfinished(server.dataFolder)).length === 1, 'the file begins to arrive');
  await server.kill9();
  half.socket.destroy();
  assert.equal((await unfinished(server.dataFolder)).length, 1);
  const again = await server.restart();
  assert.deepEqual(await unfinished(again.dataFolder), []);
  const list = await fetch(`${again.urls.main}/ml/api/v1/datasets`, { headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual(await list.json(), []);
  await again.stop();
});
