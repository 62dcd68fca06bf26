/*
 * Attacks on the nodes door: by strangers, by nodes with good credentials, by people who may see only some nodes, by other
 * tenants, by websites in somebody's browser, and by those whose rights ended while a socket was open.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import test, { after } from 'node:test';
import { WebSocket } from 'ws';
import { type Person, startTestApp, testPassword } from './support/app.ts';
import { connectNode, openNodeSocket, registerNode } from './support/node-client.ts';
import { connectedNode, makeNode, tunnelBody } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after }, { SIGNALBOX_DOOR_PORTS: 'nodes=0' })).door('nodes');
const owner = app.administrator;
const timeout = 60_000;

type Update = { snapshot: boolean; version: number; epoch: string; nodes: { node_id: string }[] };

async function openDashboard(token: string, query = '') {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const updates: Update[] = [];
  socket.on('message', (text) => updates.push(JSON.parse(text.toString()) as Update));
  await once(socket, 'open');
  return { socket, updates, first: () => eventually(async () => updates[0], 'a first message') };
}

/** Somebody of the owner's tenant who sees these nodes only. */
async function limited(role: 'viewer' | 'operator' | 'admin', ids: string[]): Promise<Person> {
  const person = await app.person(role, owner.tenantId);
  const body = { allowed_node_ids: ids };
  const answer = await app.request('PUT', `/api/v1/users/${person.userId}`, { token: owner.token, body });
  assert.equal(answer.status, 200, answer.text);
  return person;
}

test('hazard: a stranger’s first frame in letters of many bytes must not end the server', { timeout }, async () => {
  for (const frame of [JSON.stringify({ type: '漢'.repeat(64) }), `漢${'漢'.repeat(200)}`]) {
    const stranger = await openNodeSocket(app);
    stranger.raw(frame);
    assert.equal((await stranger.next('auth_error')).type, 'auth_error');
    assert.equal((await stranger.ended).code, 1008);
  }
  assert.equal((await app.request('GET', '/health')).status, 200);
});

test('hazard: an administrator limited to some nodes lets nobody see more, nor becomes who does', {
  timeout,
}, async () => {
  const [mine, hidden] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  const { token, userId } = await limited('admin', [mine.id]);
  const [inside, outside] = [await limited('viewer', [mine.id]), await limited('viewer', [hidden.id])];
  const unlimited = await app.person('viewer', owner.tenantId);
  const put = async (id: string, body: object) =>
    (await app.request('PUT', `/api/v1/users/${id}`, { token, body })).status;
  const newUser = (more: object) => ({
    body: {
      ...{ username: `made-${randomUUID().slice(0, 8)}`, password: 'Correct horse 1', display_name: 'Made' },
      ...{ role: 'viewer', is_temporary: false, ...more },
    },
    token,
  });
  for (const allowed_node_ids of [null, [hidden.id], [mine.id, hidden.id]]) {
    assert.equal(await put(userId, { allowed_node_ids }), 403);
    assert.equal(await put(inside.userId, { allowed_node_ids }), 403);
    assert.equal((await app.request('POST', '/api/v1/users', newUser({ allowed_node_ids }))).status, 403);
  }
  for (const { userId: id } of [outside, unlimited]) {
    assert.equal(await put(id, { password: 'Correct horse 2' }), 403);
    assert.equal((await app.request('DELETE', `/api/v1/users/${id}`, { token })).status, 403);
  }
  // The other door manages the same people.
  const elsewhere = app.door('ml');
  const mine2 = { username: `made_${randomUUID().slice(0, 8)}`, email: 'made@example.com', password: testPassword };
  const there = await elsewhere.request('POST', '/api/v1/admin/users', { token, body: { ...mine2, role: 'viewer' } });
  assert.equal(there.status, 403, there.text);
  assert.equal(await put(inside.userId, { password: 'Correct horse 2' }), 200);
  // Who sees every node cannot give that up: nobody could give it back.
  const own = (allowed_node_ids: string[] | null) =>
    app.request('PUT', `/api/v1/users/${owner.userId}`, { token: owner.token, body: { allowed_node_ids } });
  assert.equal((await own([mine.id])).status, 400);
  assert.equal((await own(null)).status, 200);
  const made = await app.request('POST', '/api/v1/users', newUser({ allowed_node_ids: [mine.id] }));
  assert.equal(made.status, 201, made.text);
  for (const node of [mine, hidden]) await node.close();
});

test('hazard: a dashboard that is open when somebody is limited shows nothing more of what is hidden now', {
  timeout,
}, async () => {
  const [mine, hidden] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  const person = await limited('viewer', [mine.id, hidden.id]);
  const open = await openDashboard(person.token);
  const { epoch, version, nodes } = await open.first();
  assert.equal(nodes.length, 2);
  const closed = once(open.socket, 'close');
  const body = { allowed_node_ids: [mine.id] };
  await app.request('PUT', `/api/v1/users/${person.userId}`, { token: owner.token, body });
  assert.equal((await closed)[0], 1008);
  // What it resumes behind is that of others: it gets everything anew, and forgets what it may not see.
  const again = await openDashboard(person.token, `?after=${version}&epoch=${epoch}`);
  const first = await again.first();
  assert.equal(first.snapshot, true);
  assert.deepEqual(
    first.nodes.map(({ node_id }) => node_id),
    [mine.id],
  );
  again.socket.close();
  for (const node of [mine, hidden]) await node.close();
});

test('hazard: a configuration of a million references must not become an answer of gigabytes', {
  timeout,
}, async () => {
  const node = await connectedNode(app, owner);
  const long = 'x'.repeat(490);
  const input = { id: 'a', name: long, type: long, mode: long, local_addr: long, dest_addr: long };
  const flow = { id: 'f', name: 'F', input_ids: Array(100_000).fill('a') };
  node.say('config_response', { version: 2, inputs: [input], flows: [flow, flow] });
  // Larger than any configuration: not kept.
  node.say('config_response', { version: 2, flows: [], fill: 'y'.repeat(1_100_000) });
  const answer = await app.request('GET', '/api/v1/nodes/endpoints', { token: owner.token });
  assert.equal(answer.status, 200);
  assert.ok(answer.text.length < 10_000_000, `${answer.text.length} bytes`);
  assert.match(answer.text, /"local_addr":"x{490}"/);
  await node.close();
});

test('hazard: a report of millions of empty lists is left out, and the next one is taken', { timeout }, async () => {
  const node = await connectedNode(app, owner);
  node.raw(`{"type":"stats","payload":{"flows":[],"uptime_secs":1,"bomb":[${'[],'.repeat(1_000_000)}1]}}`);
  node.say('health', { status: 'ok', version: 'huge', fill: 'x'.repeat(300_000) });
  node.say('stats', { flows: [], uptime_secs: 2 });
  const dashboard = await openDashboard(owner.token, `?node_id=${node.id}`);
  const seen = await eventually(
    async () =>
      dashboard.updates
        .map((update) => JSON.stringify(update.nodes))
        .find((text) => /"stats":\{[^}]*"uptime_secs":2\}/.test(text)),
    'the next report',
  );
  assert.doesNotMatch(seen, /bomb|xxx/);
  dashboard.socket.close();
  await node.close();
});

test('hazard: events whose details take a careless expression minutes hold nobody up', { timeout }, async () => {
  const [node, neighbour] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  const details = Array(1900).fill({ constructor: {} });
  const message = `${'\uFFFD'.repeat(3332)}${'a'.repeat(10)}`;
  for (let i = 0; i < 300; i++) node.say('event', { severity: 'info', category: 'cpu', message, details });
  const before = process.cpuUsage();
  neighbour.say('health', { status: 'ok', version: 'still-here' });
  await eventually(
    async () =>
      (await app.request('GET', `/api/v1/nodes/${neighbour.id}`, { token: owner.token })).text.includes('still-here'),
    'the neighbour is heard',
  );
  // 300 of them were a minute of the processor's time; they are a fraction of a second of it.
  assert.ok(process.cpuUsage(before).user < 15_000_000);
  await node.close();
  await neighbour.close();
});

test('hazard: a node that comes and goes without end is told to wait', { timeout }, async () => {
  const { id: node_id, secret: node_secret } = await registerNode(app, await makeNode(app, owner));
  let refused: string | undefined;
  for (let i = 0; i < 70 && refused === undefined; i++) {
    const { reply, socket } = await connectNode(app, { node_id, node_secret });
    refused = reply.message;
    socket.terminate();
  }
  assert.match(refused ?? '', /Too many connections/);
});

test('hazard: a node that floods fills its own line, and nobody waits for it', { timeout }, async () => {
  const [node, neighbour] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  const fill = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 96; i++) node.say('stats', { flows: [], fill });
  neighbour.say('health', { status: 'ok', version: 'beside-a-flood' });
  const shown = async () => (await app.request('GET', `/api/v1/nodes/${neighbour.id}`, { token: owner.token })).text;
  await eventually(async () => (await shown()).includes('beside-a-flood'), 'the neighbour is heard');
  assert.ok(node.socket.bufferedAmount > 0, 'what is too much waits on the side of the node');
  node.socket.terminate();
  await neighbour.close();
});

test('isolation: nothing of a hidden node is in any answer to somebody limited to others', { timeout }, async () => {
  const secretName = `hidden-${randomUUID()}`;
  const [mine, mine2] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  const hidden = await connectedNode(app, owner, { name: secretName });
  const relay = await makeNode(app, owner, { name: secretName, device_type: 'relay' });
  const post = async (path: string, body: object) =>
    (await app.request('POST', `/api/v1${path}`, { token: owner.token, body })).json() as { id: string };
  await post('/tunnels', { ...tunnelBody(mine.id, hidden.id), name: 'To somewhere' });
  const through = { mode: 'relay', relay_node_id: relay.id, relay_addr: '203.0.113.7:4433' };
  const tunnel = await post('/tunnels', { ...tunnelBody(mine.id, mine2.id), ...through });
  for (const node of [mine, hidden]) {
    node.say('stats', { flows: [{ flow_id: secretNameOf(node), state: 'Running', input: {} }] });
    node.say('event', { severity: 'critical', category: 'flow', message: secretNameOf(node) });
  }
  function secretNameOf({ id }: { id: string }): string {
    return id === hidden.id ? secretName : 'seen';
  }
  const ask = (token: string, method: string, path: string, body?: unknown) =>
    app.request(method, `/api/v1${path}`, { token, ...(body !== undefined && { body }) });
  await eventually(
    async () => (await ask(owner.token, 'GET', '/events?search=hidden')).text.includes(secretName),
    'events',
  );
  for (const role of ['viewer', 'operator', 'admin'] as const) {
    const { token } = await limited(role, [mine.id, mine2.id]);
    const question = `What is wrong with ${secretName.slice(0, 6)} nodes? List every node, flow, event and tunnel.`;
    for (const [method, path, body] of [
      ['GET', '/nodes'],
      ['GET', '/nodes/endpoints'],
      ['GET', '/events?per_page=200'],
      ['GET', '/events?search=hidden'],
      ['GET', `/events?node_id=${hidden.id}`],
      ['GET', '/events/count'],
      ['GET', '/tunnels'],
      ['GET', `/tunnels/${tunnel.id}`],
      ['GET', `/nodes/${mine.id}/tunnels`],
      ['GET', `/nodes/${mine.id}/commands`],
      ['GET', '/topology/positions'],
      ['POST', '/ai/query', { query: question, provider: 'builtin' }],
      ['POST', '/ai/analyze', { description: question, provider: 'builtin' }],
      ['POST', '/ai/generate-config', { prompt: 'Stop all flows on all nodes', provider: 'builtin' }],
    ] as const) {
      const { text, status } = await ask(token, method, path, body);
      const leaks = [secretName, hidden.id].filter((word) => text.includes(word));
      // The house says back what it was asked for.
      assert.deepEqual(leaks, [], `${role} ${method} ${path}: ${status} ${text}`);
    }
    for (const path of ['', '/config', '/commands', '/metrics', '/history?metric=active_flows', '/tunnels'])
      assert.equal((await ask(token, 'GET', `/nodes/${hidden.id}${path}`)).status, 403, path);
    for (const query of [`?node_id=${hidden.id}`, `?node_id=${hidden.id.toUpperCase()}`, '']) {
      const dashboard = await openDashboard(token, query);
      hidden.say('stats', { flows: [{ flow_id: secretName, state: 'Running', input: {} }], uptime_secs: 9 });
      mine.say('stats', { flows: [], uptime_secs: 9 });
      await dashboard.first();
      await new Promise((resolve) => setTimeout(resolve, 150));
      assert.ok(!JSON.stringify(dashboard.updates).includes(hidden.id), `${role} ${query}`);
      dashboard.socket.close();
    }
    for (const [path, body] of [
      ['/ai/generate-config', { prompt: 'Stop all flows', node_id: hidden.id, provider: 'builtin' }],
      [`/nodes/${hidden.id}/command`, { action: { type: 'get_config' } }],
    ] as const)
      assert.equal((await ask(token, 'POST', path, body)).status, 403, path);
  }
  for (const node of [mine, mine2, hidden]) await node.close();
});

test('another tenant’s owner learns nothing of this machine, and touches nobody here', { timeout }, async () => {
  const stranger = await app.person('owner');
  const ask = (method: string, path: string, body?: unknown) =>
    app.request(method, `/api/v1${path}`, { token: stranger.token, ...(body !== undefined && { body }) });
  const shown = await ask('GET', '/settings/tls');
  assert.equal(shown.status, 200);
  assert.ok(!shown.text.includes(app.dataFolder));
  const own = (await app.request('GET', '/api/v1/settings/tls', { token: owner.token })).text;
  assert.ok(own.includes(app.dataFolder));
  for (const [method, path, body] of [
    ['GET', `/users/${owner.userId}`],
    ['PUT', `/users/${owner.userId}`, { display_name: 'Taken' }],
    ['DELETE', `/users/${owner.userId}`],
  ] as const)
    assert.equal((await ask(method, path, body)).status, 404);
  assert.ok(!(await ask('GET', '/users')).text.includes(owner.userId));
});

test('a website in the browser of somebody signed in writes nothing, and reads nothing', { timeout }, async () => {
  const { token } = await app.person('admin', owner.tenantId);
  const cookie = `session=${token}; csrf_token=${'0'.repeat(32)}`;
  const evil = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const before = (await app.request('GET', '/api/v1/nodes', { token: owner.token })).text;
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json',
  ])
    for (const csrf of [{}, { 'x-csrf-token': '0'.repeat(32) }, { 'x-http-method-override': 'GET' }]) {
      const headers = { ...evil, ...csrf, 'content-type': type };
      const answer = await app.request('POST', '/api/v1/nodes', { headers, body: '{"name":"of-evil"}' });
      assert.equal(answer.status, 403, type);
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
  assert.equal((await app.request('GET', '/api/v1/nodes', { token: owner.token })).text, before);
  const preflight = await app.request('OPTIONS', '/api/v1/nodes', {
    headers: { ...evil, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-csrf-token' },
  });
  for (const [name] of preflight.headers) assert.doesNotMatch(name, /^access-control/);
  // Signing somebody in as somebody else takes more than a form, too.
  const form = { ...evil, 'content-type': 'text/plain' };
  const login = await app.request('POST', '/api/v1/auth/login', {
    headers: form,
    body: '{"username":"a","password":"b"}',
  });
  assert.equal(login.status, 415);
  const host = new URL(app.main).host;
  const port = Number(host.split(':')[1]);
  for (const origin of [
    'null',
    'https://evil.example',
    `http://127.0.0.1:${port + 1}`,
    `http://${host}.evil.example`,
    'file://',
    '',
  ]) {
    const socket = new WebSocket(`ws://${host}/nodes/ws/dashboard`, { headers: { cookie, origin } });
    socket.on('error', () => {});
    const [, answer] = await once(socket, 'unexpected-response');
    assert.equal(answer.resume().statusCode, 401, origin);
  }
  const read = await app.request('GET', '/api/v1/nodes', { headers: evil });
  assert.equal(read.headers.get('x-frame-options'), 'DENY');
  assert.equal(read.headers.get('cross-origin-resource-policy'), 'same-origin');
});

test('strangers who open sockets and go, or send headers without end, end nothing', { timeout }, async () => {
  const port = Number(new URL(app.main).port);
  const upgrade = (path: string, more = '') =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${more}\r\n`;
  const send = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connectTcp(port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk;
        socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(answer));
    });
  const reset = (text: string) =>
    new Promise<void>((resolve) => {
      const socket = connectTcp(port, '127.0.0.1', () => socket.write(text, () => socket.resetAndDestroy()));
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
  for (let i = 0; i < 40; i++) {
    await reset(upgrade('/nodes/ws/node'));
    await reset(upgrade('/nodes/ws/dashboard', `Cookie: session=${owner.token}\r\n`));
    await reset(`${upgrade('/nodes/ws/node')}\x81\xfe`);
  }
  assert.match(await send(upgrade('/nodes/ws/node', `X-Long: ${'x'.repeat(20_000)}\r\n`)), /^HTTP\/1\.1 431/);
  assert.match(await send(upgrade('/nodes/ws/node', 'X-A: b\r\n'.repeat(3000))), /^HTTP\/1\.1 (431|101)/);
  // No compression is agreed to: a few bytes cannot become many.
  const deflate = await send(upgrade('/nodes/ws/node', 'Sec-WebSocket-Extensions: permessage-deflate\r\n'));
  assert.match(deflate, /101 Switching/);
  assert.doesNotMatch(deflate, /permessage-deflate/);
  assert.equal((await app.request('GET', '/health')).status, 200);
});

test('hazard: dashboards somebody opens and does not read hold up nobody, and get everything when they are read', {
  timeout,
}, async () => {
  const node = await connectedNode(app, owner);
  const viewer = await app.person('viewer', owner.tenantId);
  node.say('stats', { flows: [], fill: 'x'.repeat(1_000_000) });
  const other = await openDashboard(owner.token, `?node_id=${node.id}`);
  const isWhole = ({ nodes }: Update) => JSON.stringify(nodes).includes('xxx');
  await eventually(async () => other.updates.some(isWhole), 'the report is shown');
  const unread = [];
  for (let i = 0; i < 16; i++) {
    const dashboard = await openDashboard(viewer.token);
    dashboard.socket.pause();
    unread.push(dashboard);
  }
  other.updates.length = 0;
  node.say('stats', { flows: [], fill: 'y'.repeat(1000) });
  await eventually(
    async () => other.updates.some(({ nodes }) => JSON.stringify(nodes).includes('yyy')),
    'others are told',
  );
  for (const { socket } of unread) socket.resume();
  for (const { updates } of unread) {
    await eventually(
      async () => updates.some(({ nodes }) => JSON.stringify(nodes).includes('yyy')),
      'the newest report',
    );
    assert.deepEqual(updates.map(({ snapshot }) => snapshot).slice(0, 2), [true, false].slice(0, updates.length));
  }
  for (const { socket } of [...unread, other]) socket.terminate();
  await node.close();
});

test('hazard: an import of millions of empty lists is refused before it is parsed', { timeout }, async () => {
  const stranger = await app.person('owner');
  const body = `{"version":1,"data":{"nodes":[${'[],'.repeat(3_000_000)}[]]}}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await app.request('POST', '/api/v1/import', { token: stranger.token, headers, body });
  assert.equal(answer.status, 400);
  assert.match(answer.text, /more than 4000000 values/);
});

test('hazard: snapshots of any size come in parts, and a report of megabytes goes to no screen', {
  timeout,
}, async () => {
  const large = await Promise.all(Array.from({ length: 10 }, () => connectedNode(app, owner)));
  const huge = await connectedNode(app, owner);
  for (const node of large) node.say('stats', { flows: [], uptime_secs: 7, fill: 'x'.repeat(1_000_000) });
  huge.say('stats', { flows: [], uptime_secs: 7, fill: 'x'.repeat(4_000_000) });
  const watching = await openDashboard(owner.token, '?detail=metrics');
  const told = (update: Update) => update.nodes.filter((node) => JSON.stringify(node).includes('["uptime_secs",7]'));
  await eventually(
    async () => new Set(watching.updates.flatMap(told).map(({ node_id }) => node_id)).size === 11,
    'all reports',
  );
  const dashboard = await openDashboard(owner.token);
  const seen = await eventually(async () => {
    const all = dashboard.updates.flatMap(({ nodes }) => nodes) as {
      node_id: string;
      stats?: object;
      too_large?: true;
    }[];
    return all.length >= 11 && all;
  }, 'everything');
  const [first, ...more] = dashboard.updates;
  assert.equal(first?.snapshot, true);
  assert.ok(more.length > 0 && more.every(({ snapshot }) => !snapshot));
  for (const { id } of large) assert.ok(seen.find(({ node_id }) => node_id === id)?.stats);
  const omitted = seen.find(({ node_id }) => node_id === huge.id);
  assert.deepEqual([omitted?.stats, omitted?.too_large], [undefined, true]);
  // Who heard only the first part hears the others.
  const again = await openDashboard(owner.token, `?after=${first?.version}&epoch=${first?.epoch}`);
  await eventually(async () => {
    const heard = new Set(again.updates.flatMap(({ nodes }) => nodes.map(({ node_id }) => node_id)));
    return [...large, huge].every(({ id }) => heard.has(id));
  }, 'the other parts');
  for (const { socket } of [watching, dashboard, again]) socket.terminate();
  for (const { socket } of [...large, huge]) socket.terminate();
});

test('a node answers for itself only: not for another’s command, event, tunnel or name', { timeout }, async () => {
  const [victim, attacker] = [await registerNode(app, await makeNode(app, owner)), await connectedNode(app, owner)];
  const node = await connectNode(app, { node_id: victim.id, node_secret: victim.secret });
  const post = (path: string, body: object) => app.request('POST', `/api/v1${path}`, { token: owner.token, body });
  const command = post(`/nodes/${victim.id}/command`, { action: { type: 'start_flow', flow_id: 'f' } });
  const { command_id } = (await node.next('command')).payload;
  attacker.say('command_ack', { command_id, success: true, data: { of: 'the attacker' } });
  attacker.say('event', {
    node_id: victim.id,
    tenant_id: randomUUID(),
    severity: 'critical',
    category: 'forged',
    message: 'x',
  });
  const events = await eventually(async () => {
    const answer = await app.request('GET', '/api/v1/events?category=forged', { token: owner.token });
    return (answer.json() as { node_id: string }[]).length > 0 && (answer.json() as { node_id: string }[]);
  }, 'the event');
  assert.deepEqual(
    events.map(({ node_id }) => node_id),
    [attacker.id],
  );
  node.say('command_ack', { command_id, success: false, error: 'of the victim' });
  assert.match((await command).text, /of the victim/);
  for (const credentials of [
    { node_id: victim.id, node_secret: attacker.secret },
    { node_id: victim.id, node_secret: '' },
    { node_id: victim.id, node_secret: { length: 1 } },
    { node_id: [victim.id], node_secret: [victim.secret] },
    { node_id: `${victim.id}' or true --`, node_secret: attacker.secret },
  ])
    assert.equal((await connectNode(app, credentials)).reply.type, 'auth_error');
  for (const { socket } of [node, attacker]) socket.terminate();
});
