/* Sources that do harm, or none of what was asked: a sentence each, nothing left behind, and no credential told. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { fakeHttp, fakeTcp } from '../../../../test/support/fake-sources.ts';
import { canary, startImportHouse } from '../../../../test/support/import-house.ts';
import { startMariadb } from '../../../../test/support/mariadb.ts';
import { startMlHouse } from '../../../../test/support/ml-house.ts';
import { eventually } from '../../../../test/support/processes.ts';

const { house, operator, fromPostgres, connect, assertNothingTold } = await startImportHouse({ after });

test('hazard: a source that asks for a password does not get the server’s own', async (t) => {
  const given: string[] = [];
  const greedy = await fakeTcp(t, (socket) => {
    socket.on('data', (data: Buffer) => {
      if (data.length === 8) socket.write('N');
      else if (data[0] === 0x70) given.push(data.subarray(5).toString());
      // AuthenticationCleartextPassword
      else socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      if (given.length > 0) socket.destroy();
    });
  });
  process.env.PGPASSWORD = canary;
  t.after(() => delete process.env.PGPASSWORD);
  const connection_string = `postgresql://nobody@127.0.0.1:${greedy.port}/plant`;
  const { status } = await connect({ source_type: 'postgresql', connection_string, query: 'select 1' });
  assert.equal(status, 502);
  assert.deepEqual(given, ['\0']);
});

test('hazard: rows that are too large end the connection, not the server', async (t) => {
  // With all the time a source has: how fast it sends does not decide.
  const patient = await startMlHouse({ after }, { url: house.url, outboundAllow: ['127.0.0.1'] });
  const mariadb = await startMariadb(t);
  const large = (from: string) => `select repeat('x', 300000) as a from ${from}`;
  for (const source of [
    { ...fromPostgres, query: large('generate_series(1, 20000)') },
    ...(mariadb ? [{ source_type: 'tidb', connection_string: mariadb.url, query: large('seq_1_to_20000') }] : []),
  ]) {
    const body = { name: 'Imported', equipment_type: 'pump', ...source };
    const answer = await patient.request('POST', '/api/v1/datasets/connect', { token: operator.token, body });
    assert.equal(answer.statusCode, 502, answer.body.slice(0, 500));
    assert.match(answer.json().error, /rows that are too large/);
  }
  const memory = Math.round(process.memoryUsage().rss / 1024 ** 2);
  assert.ok(memory < 3000, `${memory} MiB`);
});

test('hazard: a small answer that makes a table of billions of cells is refused', async (t) => {
  const fields = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, 1]));
  const source = await fakeHttp(t, () => [fields, ...Array.from({ length: 50_000 }, () => ({}))]);
  const { status, body } = await connect({ source_type: 'postgresql', api_url: source.url, query: 'select 1' });
  assert.deepEqual([status, /more than 20000000 cells/.test(body.error)], [400, true], body.error);
});

test('sources that refuse, hang, break off, lie or lead elsewhere: 502 and 504 with words, and nothing is left', async (t) => {
  const inner = await fakeHttp(t, () => [{ secret: 1 }]);
  const behaviours = await fakeHttp(t, ({ path }, response) => {
    switch (path) {
      case '/redirect':
        return void response.writeHead(307, { location: inner.url }).end();
      case '/half':
        return void response.writeHead(200, { 'content-length': 1000 }).write('[{"a":1},', () => response.destroy());
      case '/html':
        return void response.end('<html>Welcome</html>');
      case '/numbers':
        return [1, 2];
      case '/object':
        return { hello: 1 };
      case '/echo':
        return void response.writeHead(401).end(`bad key in ${path} ${canary}`);
      default:
        return undefined; // never answers
    }
  });
  const from = (path: string) => ({
    source_type: 'postgresql',
    api_url: `${behaviours.url}${path}?key=${canary}`,
    query: 'select 1',
  });
  const plain = (path: string) => ({ ...from(path), api_url: `${behaviours.url}${path}` });
  for (const [body, status, words] of [
    [plain('/redirect'), 502, /could not be reached/],
    [plain('/half'), 502, /broke off/],
    [plain('/html'), 502, /not answer with JSON but with: <html>/],
    [plain('/numbers'), 502, /no objects/],
    [plain('/object'), 502, /no list of rows/],
    [plain('/hang'), 504, /sent nothing for|did not answer/],
  ] as const) {
    const answer = await connect(body);
    assert.equal(answer.status, status, JSON.stringify([body, answer.body]));
    assert.match(answer.body.error, words);
  }
  assert.equal(inner.asked.length, 0, 'a redirect is not followed');
  const silent = await fakeTcp(t, () => {});
  const rude = await fakeTcp(t, (socket) => socket.end('\0\x01HTTP/1.1 no'));
  for (const [source_type, scheme] of [
    ['postgresql', 'postgresql'],
    ['tidb', 'mysql'],
    ['mongodb', 'mongodb'],
  ]) {
    const body = { source_type, query: 'select 1', database: 'd', mongodb_collection: 'c' };
    const at = (port: number) => ({ ...body, connection_string: `${scheme}://u:${canary}@127.0.0.1:${port}/d` });
    for (const [port, statuses] of [
      [silent.port, [504]],
      [rude.port, [502, 504]],
    ] as const) {
      const answer = await connect(at(port));
      assert.ok(
        statuses.some((status) => status === answer.status),
        JSON.stringify([source_type, answer]),
      );
      assert.ok(!JSON.stringify(answer.body).includes(canary));
    }
  }
  await eventually(async () => silent.open() === 0, 'no connection stays open');
  const temporary = await readdir(join(house.folder, 'tmp')).catch(() => []);
  assert.deepEqual(
    temporary.filter((name) => /import|dataset/.test(name)),
    [],
  );
});

test('hazard: a tenant that reads many slow sources at once is told to wait, and no other tenant is', async (t) => {
  const slow = await fakeHttp(t, () => undefined);
  const start = (token: string) =>
    connect({ source_type: 'postgresql', api_url: slow.url, query: 'select 1' }, token).then(({ status }) => status);
  const owner = await house.somebody('owner');
  const many = await Promise.all([...Array.from({ length: 7 }, () => start(owner.token)), start(operator.token)]);
  assert.deepEqual(many.slice(0, 7).sort(), [429, 429, 429, 504, 504, 504, 504]);
  assert.equal(many[7], 504);
  assert.equal(await start(owner.token), 504, 'places come back');
});

test('who hangs up ends the import', async (t) => {
  const silent = await fakeTcp(t, () => {});
  const url = await house.server.listen({ host: '127.0.0.1', port: 0 });
  const controller = new AbortController();
  const asked = fetch(`${url}/api/v1/datasets/connect`, {
    method: 'POST',
    signal: controller.signal,
    headers: { authorization: `Bearer ${operator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      source_type: 'postgresql',
      connection_string: `postgresql://u@127.0.0.1:${silent.port}/d`,
      query: 'select 1',
      name: 'Given up',
      equipment_type: 'pump',
    }),
  });
  await eventually(async () => silent.open() === 1, 'the source is asked');
  controller.abort();
  await assert.rejects(asked);
  await eventually(async () => silent.open() === 0, 'the connection is gone');
  const { body } = await house.request('GET', '/api/v1/datasets', { token: operator.token });
  assert.ok(!body.includes('Given up'));
});

test('credentials of these requests are in no event, no job and no kept answer', assertNothingTold);
