/*
 * Attacks on the nodes door: by strangers, by nodes with good credentials, by people who may see only some nodes, by other
 * tenants, by websites in somebody's browser, and by those whose rights ended while a socket was open.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import test, { after } from 'node:test';
import { WebSocket } from 'ws';
import { sql } from '../src/platform/database/index.ts';
import { type Person, startTestApp, testPassword } from './support/app.ts';
import { connectNode, openNodeSocket, registerNode } from './support/node-client.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after })).door('nodes');
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

test('hazard: a node that reports without end has an allowance, also when it comes again, and others keep theirs', {
  timeout,
}, async () => {
  const { id, secret, ...node } = await connectedNode(app, owner);
  const neighbour = await connectedNode(app, owner);
  const flood = (client: Pick<typeof node, 'say'>, many: number) => {
    for (let i = 0; i < many; i++) client.say('event', { severity: 'critical', category: 'loud', message: 'x' });
  };
  flood(node, 5500);
  await node.close();
  const again = await connectNode(app, { node_id: id, node_secret: secret });
  flood(again, 1000);
  again.say('health', { status: 'ok', version: 'all-sent' });
  neighbour.say('event', { severity: 'critical', category: 'quiet', message: 'of the neighbour' });
  const ask = async (path: string) => (await app.request('GET', `/api/v1${path}`, { token: owner.token })).text;
  await eventually(async () => (await ask(`/nodes/${id}`)).includes('all-sent'), 'everything is read');
  await eventually(async () => (await ask('/events?category=quiet')).includes(neighbour.id), 'the neighbour is heard');
  const row = await app.database.one<{ loud: number; notices: number }>(sql`
    select count(*) filter (where category = 'loud')::int as loud, count(*) filter (where category = 'flood')::int as notices
    from node_events where node_id = ${id}`);
  assert.ok(row && row.loud >= 5000 && row.loud < 5500, `${row?.loud} events`);
  assert.equal(row.notices, 1);
  await again.close();
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
