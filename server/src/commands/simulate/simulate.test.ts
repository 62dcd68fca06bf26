import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { defer } from '../../../test/support/defer.ts';
import { createDisk } from './disk.ts';
import { createEdge } from './edge.ts';
import { planFleet } from './fleet.ts';
import { readOptions } from './options.ts';
import { runSimulation } from './simulate.ts';

/** A manager in miniature: sign-in, list, create, and a door for nodes that counts who came how. */
async function startManager(t: TestContext, folder: string) {
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const args = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(' ');
  const made = spawnSync('openssl', ['req', ...args, '-keyout', files.key, '-out', files.cert]);
  if (made.error) return undefined;
  const server = createServer({ key: await readFile(files.key), cert: await readFile(files.cert) });
  const nodes: { id: string; name: string; device_type: string; registration_token: string }[] = [];
  const auths: Record<string, unknown>[] = [];
  const closes: number[] = [];
  let arrived = () => {};
  server.on('request', async (request, response) => {
    const body = (await request.toArray()).join('');
    const isSigningIn = request.url === '/api/v1/auth/login';
    const allowed = request.headers['x-csrf-token'] === 'c' && request.headers.cookie === 'session=s; csrf_token=c';
    const answer = (status: number, value: unknown) => response.writeHead(status).end(JSON.stringify(value));
    if (isSigningIn && JSON.parse(body).password !== 'right') return answer(401, { error: 'Invalid credentials' });
    response.setHeader('set-cookie', ['session=s; HttpOnly; Path=/', 'csrf_token=c; Path=/']);
    if (isSigningIn) return answer(200, { success: true, csrf_token: 'c' });
    if (!allowed) return answer(403, {});
    if (request.method === 'GET') return answer(200, nodes);
    const node = { ...JSON.parse(body), id: `node-${nodes.length}`, registration_token: `token-${nodes.length}` };
    nodes.push(node);
    answer(201, node);
  });
  const door = new WebSocketServer({ server, path: '/ws/node' });
  door.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('close', (code) => closes.push(code));
    socket.once('message', (data) => {
      const { payload } = JSON.parse(data.toString());
      const node = nodes.find(({ registration_token }) => registration_token === payload.registration_token);
      const ack = { type: 'register_ack', payload: { node_id: node?.id, node_secret: `secret of ${node?.id}` } };
      socket.send(JSON.stringify(node ? ack : { type: 'auth_ok' }));
      // Whoever has sent its health has its credentials.
      socket.once('message', () => {
        auths.push(payload);
        arrived();
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  defer(t, () => closeAll(server, door));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    auths,
    closes,
    nodes,
    async count(wanted: number) {
      while (auths.length < wanted)
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
    },
  };
}

async function closeAll(server: Server, door: WebSocketServer): Promise<void> {
  for (const client of door.clients) client.terminate();
  door.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'simulate-'));
  defer(t, () => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a simulation enrols its nodes over TLS, and a second run brings back the same ones', async (t) => {
  t.mock.method(console, 'log', () => {});
  t.mock.method(process.stdout, 'write', () => true);
  const folder = await temporaryFolder(t);
  const manager = await startManager(t, folder);
  if (!manager) return t.skip('openssl not installed');
  const who = { username: 'admin', password: 'right', seed: 1, folder: join(folder, 'nodes'), acceptSelfSigned: true };
  const options = { ...who, edges: 4, relays: 1, url: manager.url };
  for (const wanted of [5, 10]) {
    const end = Promise.withResolvers<void>();
    const run = runSimulation(options, end.promise);
    await Promise.race([manager.count(wanted), run]);
    end.resolve();
    await run;
  }
  assert.deepEqual(
    manager.nodes.map(({ name, device_type }) => `${device_type} ${name}`),
    ['relay relay-oslo-01', 'edge edge-oslo-01', 'edge edge-bergen-01', 'edge edge-porto-01', 'edge edge-gdansk-01'],
  );
  assert.ok(manager.auths.slice(0, 5).every(({ registration_token }) => registration_token !== undefined));
  const back = manager.auths.slice(5).map(({ node_id, node_secret }) => [node_id, node_secret]);
  assert.deepEqual(
    back.sort(),
    manager.nodes.map(({ id }) => [id, `secret of ${id}`]),
  );
  assert.deepEqual(
    manager.auths
      .slice(5)
      .map(({ protocol_version }) => protocol_version)
      .sort(),
    [1, 1, 4, 4, 4],
  );
  assert.ok(manager.closes.every((code) => code === 1000));
  assert.equal((await stat(join(who.folder, 'nodes.json'))).mode & 0o777, 0o600);
  await assert.rejects(
    runSimulation({ ...options, password: 'wrong' }, Promise.resolve()),
    /POST \/api\/v1\/auth\/login answered 401: Invalid credentials/,
  );
});

test('a node does not trust a self-signed certificate unless it is told to', async (t) => {
  const folder = await temporaryFolder(t);
  const manager = await startManager(t, folder);
  if (!manager) return t.skip('openssl not installed');
  const end = Promise.withResolvers<{ by: string; reason: string }>();
  const edge = createEdge({
    name: 'edge',
    generation: 'v2',
    urls: [`${manager.url.replace('https', 'wss')}/ws/node`],
    disk: createDisk({ nodeId: 'n', nodeSecret: 's' }),
    onSessionEnd: end.resolve,
  });
  defer(t, () => edge.stop());
  edge.start();
  assert.match((await end.promise).reason, /self-signed certificate/);
});

test('names of a fleet are the same every time, and none comes twice', () => {
  const names = planFleet({ edges: 50, relays: 2, seed: 1 }).map(({ name }) => name);
  assert.equal(new Set(names).size, 52);
  assert.deepEqual(planFleet({ edges: 3, relays: 0, seed: 9 }).at(-1)?.name, 'edge-porto-01');
});

test('options are checked in words, and only this machine’s own addresses are trusted by default', () => {
  const login = ['--username', 'admin', '--password', 'x'];
  const read = (...args: string[]) => readOptions([...args, ...login], '/nowhere');
  assert.equal(read('nodes').edges, 50);
  assert.equal(read('nodes').acceptSelfSigned, true);
  assert.equal(read('nodes', '--url', 'https://signalbox.example').acceptSelfSigned, false);
  assert.throws(() => read(), /What can be simulated is "nodes"/);
  assert.throws(() => read('nodes', '--edges', 'many'), /--edges takes a whole number, not "many"/);
  assert.throws(() => read('nodes', '--url', 'http://localhost:8080'), /https:\/\/ addresses only/);
  assert.throws(() => readOptions(['nodes'], '/nowhere'), /No credentials at \/nowhere/);
});
