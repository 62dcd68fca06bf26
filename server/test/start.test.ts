import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { openDatabase } from '../src/platform/database/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { waitForDatabase } from '../src/wait-for-database.ts';
import { testDatabase } from './support/database.ts';
import { eventually, processesMentioning } from './support/processes.ts';
import { spawnRefusing, spawnServer, temporaryFolder } from './support/spawn-server.ts';

const get = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
};

test('a start prints one JSON line, answers health checks, and Ctrl-C leaves no process behind', async (t) => {
  const server = await spawnServer(t);
  assert.deepEqual(server.stdout(), [JSON.stringify({ event: 'ready', urls: server.urls })]);
  assert.deepEqual(await get(`${server.urls.main}/livez`), { status: 200, text: '{"status":"alive"}' });
  assert.deepEqual(await get(`${server.urls.main}/readyz`), { status: 200, text: '{"status":"ready"}' });
  assert.match((await get(`${server.urls.main}/metrics`)).text, /process_resident_memory_bytes/);
  assert.match((await get(server.urls.main)).text, /Signalbox/);
  assert.ok((await processesMentioning(server.dataFolder)).length > 0);
  assert.equal(await server.stop('SIGINT'), 0);
  await eventually(async () => (await processesMentioning(server.dataFolder)).length === 0, 'all processes end');
  const again = await server.restart();
  assert.equal(await again.stop('SIGTERM'), 0);
});

test('npm start passes a request to stop on to the server', async (t) => {
  const server = await spawnServer(t, { withNpm: true });
  assert.equal(await server.stop('SIGTERM'), 0);
  await eventually(async () => (await processesMentioning(server.dataFolder)).length === 0, 'all processes end');
});

test('kill -9 of the server: PostgreSQL stops by itself, and the next start works', async (t) => {
  const server = await spawnServer(t);
  await server.kill9();
  await eventually(
    async () => (await processesMentioning(server.dataFolder)).length === 0,
    'the orphaned PostgreSQL stops',
  );
  await (await server.restart()).stop();
});

test('kill -9 of the server and of PostgreSQL’s watcher: the next start stops the orphan it finds', async (t) => {
  const server = await spawnServer(t);
  const postmaster = Number(
    (await readFile(join(server.dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0],
  );
  for (const { pid, command } of await processesMentioning('signalbox-watch'))
    if (command.endsWith(` ${postmaster}`)) process.kill(pid, 'SIGKILL');
  await server.kill9();
  process.kill(postmaster, 0);
  const again = await server.restart();
  assert.match(again.stderr(), /stopped a PostgreSQL that an earlier server had left running/);
  assert.throws(() => process.kill(postmaster, 0));
  await again.stop();
});

test('a process id file that names somebody else’s process hurts neither', async (t) => {
  const server = await spawnServer(t);
  const file = join(server.dataFolder, 'postgres/cluster/postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await server.stop();
  await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'));
  const again = await server.restart();
  assert.equal((await get(`${again.urls.main}/readyz`)).status, 200);
});

test('a second server on the same data folder refuses with a sentence', async (t) => {
  const server = await spawnServer(t);
  const { status, stderr } = await spawnRefusing({ dataFolder: server.dataFolder });
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`is in use by another Signalbox \\(process ${server.pid}\\)`));
  assert.equal((await get(`${server.urls.main}/readyz`)).status, 200);
});

test('wrong settings are refused before anything starts', async (t) => {
  const dataFolder = join(await temporaryFolder(t), 'data');
  const { status, stderr } = await spawnRefusing({
    dataFolder,
    env: { SIGNALBOX_PROT: '1', SIGNALBOX_RATE_LIMITS: 'yes' },
  });
  assert.equal(status, 2);
  assert.match(stderr, /Did you mean SIGNALBOX_PORT\?/);
  assert.match(stderr, /SIGNALBOX_RATE_LIMITS must be one of "on", "off"/);
  await assert.rejects(stat(dataFolder));
});

test('a door’s own port serves it, and one that is taken is only a warning', async (t) => {
  const server = await spawnServer(t, { env: { SIGNALBOX_DOOR_PORTS: 'ml=0' } });
  assert.equal((await get(`${server.urls.ml}/openapi.json`)).status, 200);
  const { port } = new URL(server.urls.ml as string);
  const other = await spawnServer(t, { env: { SIGNALBOX_DOOR_PORTS: `ml=${port}` } });
  assert.deepEqual(Object.keys(other.urls), ['main']);
  assert.match(other.stderr(), new RegExp(`port ${port} of the door .*ml.* cannot be opened`));
  assert.equal((await get(`${other.urls.main}/ml/openapi.json`)).status, 200);
});

test('a taken main port is refused with a sentence and nothing keeps running', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const dataFolder = join(await temporaryFolder(t), 'data');
  const { status, stderr } = await spawnRefusing({ dataFolder, env: { SIGNALBOX_PORT: String(port) } });
  assert.equal(status, 1);
  assert.match(stderr, new RegExp(`Port ${port} is taken`));
  assert.deepEqual(await processesMentioning(dataFolder), []);
});

test('a database that refuses us is named as the reason, without its password', async (t) => {
  const { url } = await testDatabase(t);
  const missing = new URL(url);
  missing.pathname = '/missing';
  missing.password = 'sesame';
  const dataFolder = join(await temporaryFolder(t), 'data');
  const { status, stderr } = await spawnRefusing({ dataFolder, env: { DATABASE_URL: missing.href } });
  assert.equal(status, 1);
  assert.match(stderr, /database "missing" does not exist.*Check DATABASE_URL/);
  assert.doesNotMatch(stderr, /sesame/);
});

test('a database that does not answer is waited for, but not for ever', async (t) => {
  const database = openDatabase({ url: 'postgres://127.0.0.1:1/x', log: silentLog });
  t.after(() => database.close());
  await assert.rejects(waitForDatabase(database, silentLog, 0), /cannot be used: connect ECONNREFUSED/);
});

test('as root under a 0700 home the database lives where its account can reach it', async (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root has this problem');
  const dataFolder = join(await temporaryFolder(t, 0o700), 'data');
  const server = await spawnServer(t, { dataFolder });
  assert.match(server.stderr(), /database is kept elsewhere and linked/);
  await server.kill9();
  const again = await server.restart();
  assert.doesNotMatch(again.stderr(), /kept elsewhere/);
  assert.equal(await again.stop(), 0);
});

test('it starts as a normal user too', async (t) => {
  if (process.getuid?.() !== 0) return t.skip('the other tests run as a normal user already');
  const folder = await temporaryFolder(t);
  const home = join(folder, 'home');
  await mkdir(home);
  await chmod(home, 0o777);
  const server = await spawnServer(t, { dataFolder: join(home, 'data'), ids: { uid: 65534, gid: 65534 } });
  assert.equal((await get(`${server.urls.main}/readyz`)).status, 200);
  assert.equal((await stat(server.dataFolder)).mode & 0o777, 0o700);
  assert.equal(await server.stop(), 0);
});
