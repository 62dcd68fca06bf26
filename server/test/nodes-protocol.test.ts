/*
 * How nodes come in, stay and go, as the real edges and relays do: registration, credentials, reconnection. Sockets are
 * real; the node at the other end is written by hand, frame by frame.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { connectNode, type NodeClient, openNodeSocket, registerNode } from './support/node-client.ts';
import { type NodeView, secretOf, startNodesApp } from './support/nodes-app.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const { app, owner, get, statusOf, command, eventsOf, registered } = await startNodesApp({ after });

test('a node registers with its token once, is sent away politely, and comes back with its secret', async () => {
  const made = await makeNode(app, owner);
  const first = await connectNode(app, { registration_token: made.registration_token });
  assert.equal(first.reply.type, 'register_ack');
  const { node_id, node_secret } = first.reply.payload;
  assert.equal(node_id, made.id);
  assert.ok(typeof node_secret === 'string' && node_secret !== '');
  // Without any health report the goodbye comes all the same.
  assert.equal((await first.ended).code, 1012);
  const again = await connectNode(app, { registration_token: made.registration_token });
  assert.equal(again.reply.type, 'auth_error');
  const back = await connectNode(app, { node_id, node_secret, software_version: '0.10.6', protocol_version: 1 });
  assert.equal(back.reply.type, 'auth_ok');
  assert.equal(await statusOf(made.id), 'online');
  await back.close();
});

test('the first frame is the text reply: nothing else comes before it', async () => {
  const node = await registered();
  const client = await openNodeSocket(app);
  let pings = 0;
  client.socket.on('ping', () => pings++);
  client.raw(JSON.stringify({ type: 'auth', payload: secretOf(node) }));
  await client.next('auth_ok');
  assert.equal(client.frames.length, 0);
  assert.equal(pings, 0);
  await client.close();
});

test('a refusal says why in both places, and closes', async () => {
  const made = await makeNode(app, owner);
  const cases: [payload: unknown, message: string | RegExp][] = [
    [{}, 'Missing node_id in auth payload'],
    [{ node_id: made.id }, 'Missing node_secret in auth payload'],
    [{ node_id: made.id, node_secret: 'x' }, 'Node not registered'],
    [{ registration_token: 'nobody-has-this-one' }, 'Invalid registration token'],
    [{ node_id: 'no uuid', node_secret: 'x' }, 'Node not registered'],
    [null, 'Missing node_id in auth payload'],
    [[1], 'Missing node_id in auth payload'],
  ];
  for (const [payload, message] of cases) {
    const client = await openNodeSocket(app);
    client.raw(JSON.stringify({ type: 'auth', payload }));
    const reply = await client.next('auth_error');
    assert.equal(reply.message, message);
    assert.equal(reply.payload.message, message);
    await client.ended;
  }
});

test('a first frame that is no auth message is refused with its reason', async () => {
  const cases: [frame: string | Buffer, message: RegExp][] = [
    [Buffer.from([0, 1, 2]), /First message must be a text auth frame/],
    ['{"type":"auth"', /^Invalid auth JSON/],
    ['[]', /^Invalid auth JSON/],
    ['"auth"', /^Invalid auth JSON/],
    [`{"type":"auth","payload":${'['.repeat(5000)}${']'.repeat(5000)}}`, /^Invalid auth JSON/],
    ['{"type":"stats","payload":{}}', /Expected 'auth' message type, got 'stats'/],
  ];
  for (const [frame, message] of cases) {
    const client = await openNodeSocket(app);
    client.raw(frame);
    assert.match((await client.next('auth_error')).message as string, message);
    await client.ended;
  }
});

test('a stranger may not send much', async () => {
  const client = await openNodeSocket(app);
  client.raw(`{"type":"auth","payload":{"x":"${'x'.repeat(200_000)}"}}`);
  const { code } = await client.ended;
  assert.ok([1006, 1008, 1009].includes(code), String(code));
});

test('hazard: a node that never sees our goodbye may register again, and nobody else with a token that is used up', async () => {
  const made = await makeNode(app, owner);
  const first = await connectNode(app, { registration_token: made.registration_token });
  // While it is connected, its token is taken.
  const thief = await connectNode(app, { registration_token: made.registration_token });
  assert.equal(thief.reply.message, 'Invalid registration token');
  // The line breaks before the goodbye: the node knows nothing but the token.
  first.socket.terminate();
  await eventually(async () => (await statusOf(made.id)) === 'offline', 'the broken line is noticed');
  const second = await connectNode(app, { registration_token: made.registration_token });
  assert.equal(second.reply.type, 'register_ack');
  second.say('health', { status: 'ok' });
  await second.ended;
  const old = await connectNode(app, first.reply.payload);
  assert.equal(old.reply.message, 'Invalid node secret');
  const used = await connectNode(app, { registration_token: made.registration_token });
  assert.equal(used.reply.message, 'Invalid registration token');
});

test('five wrong secrets lock a node out for a minute, also with the right one', async () => {
  const node = await registered();
  for (let i = 1; i <= 5; i++) {
    const { reply } = await connectNode(app, { node_id: node.id, node_secret: `wrong ${i}` });
    const words = i < 5 ? 'Invalid node secret' : 'Invalid node secret. Too many failures — locked out for 60 seconds.';
    assert.equal(reply.message, words);
  }
  const { reply } = await connectNode(app, secretOf(node));
  assert.equal(reply.message, 'Too many failed authentication attempts. Locked out for 60 seconds.');
});

test('an expired node is refused on both paths, and cut off while it is connected', async () => {
  const node = await connectedNode(app, owner, { expires_at: new Date(Date.now() + 1200).toISOString() });
  const waiting = await makeNode(app, owner, { expires_at: new Date(Date.now() + 300).toISOString() });
  assert.equal((await node.ended).code, 1008);
  for (const credentials of [secretOf(node), { registration_token: waiting.registration_token }]) {
    const { reply } = await connectNode(app, credentials);
    assert.equal(reply.message, 'Node has expired');
  }
  await eventually(
    async () => (await eventsOf(node.id)).some(({ message }) => message === 'Sent away: Node has expired'),
    'the event says why',
  );
});

test('a node that comes again replaces its old connection, whose end changes nothing', async () => {
  const node = await registered();
  const old = await connectNode(app, secretOf(node));
  const fresh = await connectNode(app, secretOf(node));
  assert.equal(fresh.reply.type, 'auth_ok');
  assert.equal((await old.ended).code, 1000);
  assert.equal(await statusOf(node.id), 'online');
  const asked = command(node.id, { type: 'start_flow', flow_id: 'f1' });
  const { payload } = await fresh.next('command');
  fresh.say('command_ack', { command_id: payload.command_id, success: true });
  assert.equal((await asked).status, 200);
  await fresh.close();
  await eventually(async () => (await statusOf(node.id)) === 'offline', 'the end of the newer one counts');
});

test('a rotated secret is good beside the old one until it is used', async () => {
  const node = await connectedNode(app, owner);
  const next = 'a-new-secret-of-32-characters-ok';
  assert.equal((await command(node.id, { type: 'rotate_secret', new_secret: next })).status, 200);
  const { status } = await app.request('GET', `/api/v1/nodes/${node.id}/commands`, { token: owner.token });
  assert.equal(status, 200);
  for (const [secret, type] of [
    [node.secret, 'auth_ok'],
    [next, 'auth_ok'],
    [node.secret, 'auth_error'],
  ]) {
    const client = await connectNode(app, { node_id: node.id, node_secret: secret });
    assert.equal(client.reply.type, type);
    await client.close();
  }
});

test('hazard: a relay that registered in this run is not told to write its configuration', async () => {
  const relay = await connectedNode(app, owner, { device_type: 'relay' });
  relay.say('health', { uptime_secs: 100_000, version: 'up-for-long' });
  await eventually(
    async () => (await get<NodeView>(`/nodes/${relay.id}`)).software_version === 'up-for-long',
    'health',
  );
  const refused = await command(relay.id, { type: 'rotate_secret', new_secret: 'x'.repeat(32) });
  assert.equal(refused.status, 409);
  relay.say('health', { uptime_secs: 0, version: 'restarted' });
  await eventually(async () => (await get<NodeView>(`/nodes/${relay.id}`)).software_version === 'restarted', 'health');
  assert.equal((await command(relay.id, { type: 'rotate_secret', new_secret: 'x'.repeat(32) })).status, 200);
  await relay.close();
});

test('a new registration token takes the place of all credentials', async () => {
  const node = await connectedNode(app, owner);
  const answer = await app.request('POST', `/api/v1/nodes/${node.id}/token`, { token: owner.token });
  await node.ended;
  assert.equal((await connectNode(app, secretOf(node))).reply.message, 'Node not registered');
  await eventually(async () => (await statusOf(node.id)) === 'pending', 'it waits for its registration');
  const again = await registerNode(app, answer.json() as { registration_token: string });
  assert.equal(again.id, node.id);
});

test('a deleted node is disconnected and forgotten', async () => {
  const node = await connectedNode(app, owner);
  const answer = await app.request('DELETE', `/api/v1/nodes/${node.id}`, { token: owner.token });
  assert.equal(answer.status, 204);
  await node.ended;
  assert.equal((await connectNode(app, secretOf(node))).reply.message, 'Node not registered');
  assert.equal((await app.request('GET', `/api/v1/nodes/${node.id}`, { token: owner.token })).status, 404);
  assert.deepEqual(await eventsOf(node.id), []);
});

test('secrets of nodes are not in the database', async () => {
  const node = await registered();
  const row = await app.database.one<{ text: string }>(sql`select n::text as text from nodes n where id = ${node.id}`);
  assert.ok(!row?.text.includes(node.secret) && !row?.text.includes(node.token));
});

test('the house pings, and lets a silent node go', async () => {
  const put = (settings: object) => app.request('PUT', '/api/v1/settings', { token: owner.token, body: { settings } });
  const node: NodeClient = await connectNode(app, secretOf(await registered()));
  await put({ ws_keepalive_interval_secs: 1, node_offline_threshold_secs: 5 });
  const ping = await node.next('ping');
  assert.equal(ping.payload, null);
  const { code } = await node.ended;
  assert.equal(code, 1001);
  await put({ ws_keepalive_interval_secs: 15, node_offline_threshold_secs: 30 });
});
