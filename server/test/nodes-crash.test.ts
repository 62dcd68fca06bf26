/*
 * The server dies while nodes are connected: nothing is doubled, nothing is claimed that did not happen, and every node comes
 * back.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { testDatabase } from './support/database.ts';
import { connectNode, type Frame, type NodeClient } from './support/node-client.ts';
import { type SpawnedServer, spawnServer } from './support/spawn-server.ts';

const password = 'Correct horse 1';

test('hazard: kill -9 with commands in flight and a node between its acknowledgement and the goodbye', async (t) => {
  const { url, database } = await testDatabase(t);
  const env = { DATABASE_URL: url, SIGNALBOX_LOG_LEVEL: 'error', SIGNALBOX_ADMIN_PASSWORD: password };
  let server = await spawnServer(t, { env });
  const at = ({ urls }: SpawnedServer) => ({ url: `${urls.main}/nodes` });
  const login = await fetch(`${server.urls.main}/ml/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  const { token } = (await login.json()) as { token: string };
  const request = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${at(server).url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const create = async (name: string) => (await request('POST', '/nodes', { name })).body;

  const worker = await create('edge-worker');
  const first = await connectNode(at(server), { registration_token: worker.registration_token });
  first.say('health', { status: 'ok' });
  await first.ended;
  const credentials = first.reply.payload;
  const node: NodeClient = await connectNode(at(server), credentials);

  // One command is done, one is on the wire, and one node has its credentials but no goodbye yet.
  const done = request('POST', `/nodes/${worker.id}/command`, { action: { type: 'start_flow', flow_id: 'done' } });
  const { payload } = await node.next('command');
  node.say('command_ack', { command_id: payload.command_id, success: true });
  assert.equal((await done).status, 200);
  const cut = request('POST', `/nodes/${worker.id}/command`, { action: { type: 'start_flow', flow_id: 'cut' } });
  cut.catch(() => {});
  const inFlight: Frame = await node.next('command');
  const newcomer = await create('edge-newcomer');
  const registering = await connectNode(at(server), { registration_token: newcomer.registration_token });
  assert.equal(registering.reply.type, 'register_ack');
  await server.kill9();
  await assert.rejects(cut, 'nobody was told that it was done');

  server = await server.restart();
  // The newcomer never heard a goodbye: it knows nothing but its token.
  const again = await connectNode(at(server), { registration_token: newcomer.registration_token });
  assert.equal(again.reply.type, 'register_ack');
  again.say('health', { status: 'ok' });
  assert.equal((await again.ended).code, 1012);
  assert.equal((await connectNode(at(server), again.reply.payload)).reply.type, 'auth_ok');
  assert.equal(
    (await connectNode(at(server), { registration_token: newcomer.registration_token })).reply.type,
    'auth_error',
  );

  const back = await connectNode(at(server), credentials);
  assert.equal(back.reply.type, 'auth_ok');
  // An answer to a question of the life before changes nothing, and the question is not asked again.
  back.say('command_ack', { command_id: inFlight.payload.command_id, success: true });
  const next = request('POST', `/nodes/${worker.id}/command`, { action: { type: 'start_flow', flow_id: 'next' } });
  const { payload: latest } = await back.next('command');
  assert.deepEqual(latest.action, { type: 'start_flow', flow_id: 'next' });
  back.say('command_ack', { command_id: latest.command_id, success: true });
  assert.equal((await next).status, 200);
  const given = await database.query<{ flow: string; state: string }>(sql`
    select action ->> 'flow_id' as flow, state from node_commands where node_id = ${worker.id} order by created_at`);
  assert.deepEqual(given, [
    { flow: 'done', state: 'done' },
    { flow: 'cut', state: 'unknown' },
    { flow: 'next', state: 'done' },
  ]);
});

test('a polite stop says goodbye to every node, and is no alarm', async (t) => {
  const { url, database } = await testDatabase(t);
  const env = { DATABASE_URL: url, SIGNALBOX_LOG_LEVEL: 'error', SIGNALBOX_ADMIN_PASSWORD: password };
  const server = await spawnServer(t, { env });
  const base = `${server.urls.main}/nodes`;
  const login = await fetch(`${base}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  const cookies = login.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const { csrf_token: csrf } = (await login.json()) as { csrf_token: string };
  const made = await fetch(`${base}/api/v1/nodes`, {
    method: 'POST',
    headers: { cookie: cookies.join('; '), 'x-csrf-token': csrf, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'edge-1' }),
  });
  const { registration_token } = (await made.json()) as { registration_token: string };
  // In the middle of its registration: it is the goodbye that lets it keep its credentials.
  const node = await connectNode({ url: base }, { registration_token });
  const stopped = server.stop();
  assert.equal((await node.ended).code, 1012);
  assert.equal(await stopped, 0);
  const [last] = await database.query(sql`select severity, message from node_events order by id desc limit 1`);
  assert.deepEqual(last, { severity: 'warning', message: 'The server stopped while the node was connected' });
});
