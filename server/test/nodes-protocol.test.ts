/*
 * The protocol of nodes as the real edges and relays speak it: every line of what a manager has to tolerate, and what must
 * never get through. Sockets are real; the node at the other end is written by hand, frame by frame.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { type Answer, type Person, startTestApp } from './support/app.ts';
import { connectNode, type NodeClient, openNodeSocket, registerNode } from './support/node-client.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after })).door('nodes');
const owner = app.administrator;

type Node = { status: string; software_version: string | null; last_health: unknown };
const get = async <T>(path: string, { token }: Person = owner): Promise<T> =>
  (await app.request('GET', `/api/v1${path}`, { token })).json() as T;
const statusOf = async (id: string) => (await get<Node>(`/nodes/${id}`)).status;
const command = (id: string, action: object, more: object = {}, { token }: Person = owner): Promise<Answer> =>
  app.request('POST', `/api/v1/nodes/${id}/command`, { token, body: { action, ...more } });
type EventView = { id: number; severity: string; category: string; message: string; [field: string]: unknown };
const eventsOf = (id: string) => get<EventView[]>(`/events?node_id=${id}&per_page=200`);

/** A registered node that is not connected. */
async function registered(more: object = {}) {
  const made = await makeNode(app, owner, more as Record<string, unknown>);
  return { ...(await registerNode(app, made)), token: made.registration_token };
}

const secretOf = ({ id, secret }: { id: string; secret: string }) => ({ node_id: id, node_secret: secret });

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

test('whatever else a node sends is tolerated, and the next message is understood', async () => {
  const node = await connectedNode(app, owner);
  const odd: (string | Buffer)[] = [
    '{"type":"thumbnail","timestamp":"2026-08-21T04:05:06.123456789+00:00","payload":{"flow_id":"f","data":"AAAA"}}',
    '{"type":"from_the_future","payload":{"x":1}}',
    '{"type":"health","timestamp":"not a time","payload":{"status":"ok","version":null,"capabilities":["never-heard-of"]}}',
    '{"type":"health","payload":{"status":"ok"}}',
    '{"type":"health","payload":null}',
    '{"type":"stats","payload":[]}',
    '{"type":"stats","payload":{"flows":null,"tunnels":"no","uptime_secs":18446744073709551615}}',
    '{"type":"stats","payload":{"flows":[null,1,{"flow_id":"f1","state":"Idle","health":"Healthy"}],"unix_ns":1797921600123456789012}}',
    '{"type":"event"}',
    '{"type":"event","payload":{"severity":"catastrophic","category":7,"message":null}}',
    '{"type":"command_ack","payload":{"command_id":"nobody-asked","success":true}}',
    '{"type":"command_ack","payload":null}',
    '{"type":"config_response","payload":{"version":2}}',
    '{"type":"pong","payload":null}',
    '{"type":"auth","payload":{}}',
    '{"payload":{}}',
    '{"type":1}',
    '{"type":"stats","payload":{',
    'null',
    '',
    '\u0000',
    `{"type":"stats","payload":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`,
    '{"type":"stats","payload":{"__proto__":{"polluted":true},"flows":[{"flow_id":"\\u0000\\ud800"}]}}',
    Buffer.from([0xbc, 0x01, 0, 0, 0, 1, 0]),
  ];
  for (const frame of odd) node.raw(frame);
  node.say('health', { status: 'ok', version: '9.9.9', 'nul\u0000': '\ud800x\u0000' });
  await eventually(
    async () => (await get<Node>(`/nodes/${node.id}`)).software_version === '9.9.9',
    'the health is heard',
  );
  assert.equal(await statusOf(node.id), 'online');
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  await node.close();
});

test('a message of more than 5 MiB is left out and the connection stays; so is nobody else disturbed', async () => {
  const [node, neighbour] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  node.raw(
    JSON.stringify({ type: 'health', payload: { version: 'too-large', fill: 'x'.repeat(5 * 1024 * 1024 + 1) } }),
  );
  neighbour.say('health', { version: '1.2.3' });
  node.say('health', { version: '2.0.0' });
  await eventually(
    async () => (await get<Node>(`/nodes/${node.id}`)).software_version === '2.0.0',
    'the next one is heard',
  );
  assert.equal((await get<Node>(`/nodes/${neighbour.id}`)).software_version, '1.2.3');
  await node.close();
  await neighbour.close();
});

test('events keep what the node said, also a burst of 4,096 right after it connected', async () => {
  const node = await connectedNode(app, owner);
  node.raw(
    JSON.stringify({
      type: 'event',
      timestamp: '2026-08-21T04:05:06.123456789+00:00',
      payload: {
        severity: 'warning',
        category: 'srt',
        message: 'SRT input disconnected, reconnecting',
        flow_id: 'flow-1',
        input_id: 'in-1',
        output_id: 'out-2',
        details: { error_code: 'port_conflict' },
      },
    }),
  );
  for (let i = 1; i < 4096; i++) node.say('event', { severity: 'info', category: 'flow', message: `Flow ${i}` });
  await eventually(async () => {
    const row = await app.database.one<{ count: number }>(
      sql`select count(*)::int as count from node_events where node_id = ${node.id} and category <> 'connection'`,
    );
    return row?.count === 4096;
  }, 'all of them are written down');
  const [event] = await get<EventView[]>(`/events?node_id=${node.id}&category=srt`);
  assert.deepEqual(
    { ...event, id: 0, created_at: '' },
    {
      id: 0,
      node_id: node.id,
      severity: 'warning',
      category: 'srt',
      message: 'SRT input disconnected, reconnecting',
      details: { error_code: 'port_conflict' },
      flow_id: 'flow-1',
      input_id: 'in-1',
      output_id: 'out-2',
      node_time: '2026-08-21T04:05:06.123Z',
      created_at: '',
      acknowledged: false,
      acknowledged_by: null,
      acknowledged_at: null,
    },
  );
  await node.close();
});

test('long texts of events are cut without breaking a character, and NUL is left out', async () => {
  const node = await connectedNode(app, owner);
  node.say('event', { severity: 'info', category: 'ü'.repeat(300), message: `${'日'.repeat(5000)}\u0000` });
  const event = await eventually(
    async () => (await eventsOf(node.id)).find(({ message }) => message.startsWith('日')),
    'it is written down',
  );
  assert.equal(event.message, '日'.repeat(3333));
  assert.equal(event.category, 'ü'.repeat(128));
  await node.close();
});

test('a protocol version nobody knows is a warning; versions 1 to 4 are not', async () => {
  for (const [version, warns] of [
    [1, false],
    [4, false],
    [undefined, false],
    [0, true],
    [99, true],
  ] as const) {
    const node = await registered();
    const client = await connectNode(app, { ...secretOf(node), protocol_version: version });
    assert.equal(client.reply.type, 'auth_ok');
    await client.close();
    await eventually(
      async () => (await eventsOf(node.id)).some(({ message }) => message === 'Node disconnected from manager'),
      'it is all written down',
    );
    const found = (await eventsOf(node.id)).filter(({ category }) => category === 'compatibility');
    assert.equal(found.length, warns ? 1 : 0, `version ${version}`);
  }
});

test('commands: parameters are handed on as they are, and answers come back with their data', async () => {
  const node = await registered();
  const client = await connectNode(app, { ...secretOf(node), protocol_version: 4 });
  const asked = command(node.id, { type: 'list_clips', recording_id: 'r1', deep: { a: [1] } });
  const { payload } = await client.next('command');
  assert.deepEqual(payload.action, { type: 'list_clips', recording_id: 'r1', deep: { a: [1] } });
  client.say('command_ack', { command_id: payload.command_id, success: true, data: { clips: ['c1'] } });
  const answer = await asked;
  assert.deepEqual(answer.json(), { command_id: payload.command_id, success: true, data: { clips: ['c1'] } });
  await client.close();
});

test('commands: answers may come out of order, twice and late', async () => {
  const node = await registered();
  const client = await connectNode(app, secretOf(node));
  const flows = ['a', 'b', 'c'];
  const asked = flows.map((flow_id) => command(node.id, { type: 'start_flow', flow_id }));
  const frames = await Promise.all(flows.map(() => client.next('command')));
  for (const { payload } of frames.reverse()) {
    const { flow_id } = payload.action as { flow_id: string };
    const ack = { command_id: payload.command_id, success: true, data: { flow_id } };
    client.say('command_ack', ack);
    client.say('command_ack', ack);
  }
  const answers = await Promise.all(asked);
  assert.deepEqual(
    answers.map((answer) => (answer.json() as { data: { flow_id: string } }).data.flow_id),
    flows,
  );
  const slow = command(node.id, { type: 'stop_flow', flow_id: 'a' }, { timeout_secs: 1 });
  const { payload } = await client.next('command');
  assert.equal((await slow).status, 504);
  client.say('command_ack', { command_id: payload.command_id, success: true });
  const next = command(node.id, { type: 'stop_flow', flow_id: 'b' });
  const frame = await client.next('command');
  client.say('command_ack', { command_id: frame.payload.command_id, success: true });
  assert.equal((await next).status, 200);
  await client.close();
});

test('commands: a refusal is a 422 in the node’s own words', async () => {
  const node = await registered();
  const client = await connectNode(app, secretOf(node));
  const asked = command(node.id, { type: 'start_flow', flow_id: 'f9' });
  const { payload } = await client.next('command');
  const error = "Flow 'f9' not found in config";
  client.say('command_ack', { command_id: payload.command_id, success: false, error, error_code: 'unknown_flow' });
  const answer = await asked;
  assert.equal(answer.status, 422);
  assert.deepEqual(answer.json(), { error, code: 'NODE_REFUSED', details: { error_code: 'unknown_flow' } });
  await client.close();
});

test('commands: an offline node is a 409 with the reason; a lost connection is a 502 that warns', async () => {
  const never = await makeNode(app, owner);
  const offline = await command(never.id, { type: 'start_flow', flow_id: 'f1' });
  assert.equal(offline.status, 409);
  assert.match((offline.json() as { error: string }).error, /has not registered yet/);
  const node = await registered();
  const client = await connectNode(app, secretOf(node));
  const asked = command(node.id, { type: 'start_flow', flow_id: 'f1' });
  await client.next('command');
  client.socket.terminate();
  const lost = await asked;
  assert.equal(lost.status, 502);
  assert.match((lost.json() as { error: string }).error, /whether it has done start_flow is not known/);
  await eventually(async () => {
    const gone = await command(node.id, { type: 'start_flow', flow_id: 'f1' });
    assert.equal(gone.status, 409);
    return /was last seen/.test((gone.json() as { error: string }).error);
  }, 'it is told when the node was last seen');
});

test('commands: documented ones need their parameters, and no action is larger than 50 KB', async () => {
  const node = await connectedNode(app, owner);
  for (const action of [
    { type: 'start_flow' },
    { type: 'start_flow', flow_id: 7 },
    { type: 'create_flow', flow: [] },
    { type: 'create_flow', flow: { name: 'no id' } },
    { type: 'add_output', flow_id: 'f1', output: {} },
    { type: '' },
    {},
  ]) {
    assert.equal((await command(node.id, action)).status, 400, JSON.stringify(action));
  }
  const large = await command(node.id, { type: 'something_new', fill: 'x'.repeat(50_001) });
  assert.equal(large.status, 413);
  await node.close();
});

test('commands: who may give them, and what the record says', async () => {
  const [viewer, operator] = [await app.person('viewer', owner.tenantId), await app.person('operator', owner.tenantId)];
  const relay = await connectedNode(app, owner, { device_type: 'relay' });
  const close = { type: 'close_tunnel', tunnel_id: '7b1e0000-0000-4000-8000-000000000000' };
  assert.equal((await command(relay.id, { type: 'list_edges' }, {}, viewer)).status, 403);
  assert.equal((await command(relay.id, close, {}, operator)).status, 403);
  assert.equal((await command(relay.id, { type: 'list_edges' }, {}, operator)).status, 200);
  assert.equal((await command(relay.id, { ...close, ingress_token: 'a secret' })).status, 200);
  const given = await get<{ given_by: string; state: string; action: object }[]>(`/nodes/${relay.id}/commands`);
  assert.deepEqual(
    given.map(({ given_by, state, action }) => ({ given_by, state, action })),
    [
      { given_by: `user:${owner.userId}`, state: 'done', action: { ...close, ingress_token: '***REDACTED***' } },
      { given_by: `user:${operator.userId}`, state: 'done', action: { type: 'list_edges' } },
    ],
  );
  await relay.close();
});

test('get_config is answered by the configuration alone; secrets are hidden, and stay when they are sent back', async () => {
  const node = await registered();
  const client = await connectNode(app, secretOf(node));
  const config = {
    version: 2,
    inputs: [
      { id: 'a', type: 'srt', passphrase: 'first-passphrase' },
      { id: 'b', type: 'rtsp', rtsp_url: 'rtsp://me:hidden@cam/1', password: 'second-secret' },
    ],
    manager: { registration_token: 'used-up', urls: ['wss://localhost:8443/ws/node'] },
  };
  const asked = Promise.all([get<typeof config>(`/nodes/${node.id}/config`), get(`/nodes/${node.id}/config`)]);
  const { payload } = await client.next('command');
  assert.deepEqual(payload.action, { type: 'get_config' });
  client.say('config_response', config);
  const [shown] = await asked;
  assert.doesNotMatch(JSON.stringify(shown), /first-passphrase|second-secret|hidden@|used-up/);
  // Asked again it is known; entries that moved keep their own secrets.
  const changed = { ...shown, inputs: [{ ...shown.inputs[1], name: 'Camera' }, shown.inputs[0]] };
  const put = app.request('PUT', `/api/v1/nodes/${node.id}/config`, { token: owner.token, body: changed });
  const sent = (await client.next('command')).payload;
  assert.deepEqual(sent.action, {
    type: 'update_config',
    config: { ...config, inputs: [{ ...config.inputs[1], name: 'Camera' }, config.inputs[0]] },
  });
  client.say('command_ack', { command_id: sent.command_id, success: true });
  assert.equal((await put).status, 200);
  // Something was done: what it said before is not believed any more.
  const silent = get<{ code: string }>(`/nodes/${node.id}/config`);
  await client.next('command');
  assert.equal((await silent).code, 'NO_CONFIG');
  await client.close();
  const away = await app.request('GET', `/api/v1/nodes/${node.id}/config`, { token: owner.token });
  assert.equal(away.status, 502);
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
  await eventually(async () => (await get<Node>(`/nodes/${relay.id}`)).software_version === 'up-for-long', 'health');
  const refused = await command(relay.id, { type: 'rotate_secret', new_secret: 'x'.repeat(32) });
  assert.equal(refused.status, 409);
  relay.say('health', { uptime_secs: 0, version: 'restarted' });
  await eventually(async () => (await get<Node>(`/nodes/${relay.id}`)).software_version === 'restarted', 'health');
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
