/*
 * What dashboards are told: everything once, then what changes; only what somebody may see; nothing twice after a reconnect.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { after } from 'node:test';
import { WebSocket } from 'ws';
import { sql } from '../src/platform/database/index.ts';
import { startTestApp } from './support/app.ts';
import { connectNode } from './support/node-client.ts';
import { connectedNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after })).door('nodes');
const owner = app.administrator;

type NodeState = {
  node_id: string;
  stats?: { flows: { flow_id: string }[] } | null;
  driver_metrics: { metrics: [string, number][]; items?: unknown[] };
};
type Update = {
  type: string;
  snapshot: boolean;
  version: number;
  epoch: string;
  online_count: number;
  nodes: NodeState[];
  removed?: string[];
};

async function openDashboard(token: string, query = '') {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const updates: Update[] = [];
  socket.on('message', (text) => updates.push(JSON.parse(text.toString()) as Update));
  await once(socket, 'open');
  const until = (fits: (update: Update) => boolean, what: string) => eventually(async () => updates.find(fits), what);
  return { socket, updates, until, close: () => socket.close() };
}

const of = ({ nodes }: Update, id: string) => nodes.find(({ node_id }) => node_id === id);
const metric = (state: NodeState | undefined, name: string) =>
  state?.driver_metrics.metrics.find(([each]) => each === name)?.[1];

const flow = { flow_id: 'f1', flow_name: 'F', state: 'Running', health: 'Healthy', input: { bitrate_bps: 4_000_000 } };

test('a dashboard gets a snapshot, then the nodes that change, then who has gone', async () => {
  const node = await connectedNode(app, owner);
  const dashboard = await openDashboard(owner.token);
  const snapshot = await dashboard.until(({ snapshot: is }) => is, 'a snapshot');
  assert.equal(snapshot.type, 'dashboard_update');
  assert.ok(of(snapshot, node.id));
  node.say('stats', { flows: [flow, { flow_id: 'f2', state: 'Idle' }], tunnels: [], uptime_secs: 3 });
  const update = await dashboard.until((each) => of(each, node.id)?.stats?.flows.length === 2, 'its figures');
  assert.equal(update.snapshot, false);
  assert.equal(metric(of(update, node.id), 'active_flows'), 1);
  assert.equal(metric(of(update, node.id), 'total_bitrate_bps'), 4_000_000);
  await node.close();
  const gone = await dashboard.until(({ removed }) => removed?.includes(node.id) ?? false, 'that it is gone');
  assert.ok(!of(gone, node.id));
  dashboard.close();
});

test('a list of flows that is empty once does not blank the page; one that stays empty does', async () => {
  const node = await connectedNode(app, owner);
  const dashboard = await openDashboard(owner.token);
  await app.request('PUT', '/api/v1/settings', {
    token: owner.token,
    body: { settings: { stats_broadcast_interval_ms: 100 } },
  });
  node.say('stats', { flows: [flow], uptime_secs: 1 });
  await dashboard.until((each) => of(each, node.id)?.stats?.flows.length === 1, 'the flow');
  node.say('stats', { flows: [], uptime_secs: 2 });
  const kept = await dashboard.until((each) => metric(of(each, node.id), 'uptime_secs') === 2, 'the fallback report');
  assert.equal(of(kept, node.id)?.stats?.flows.length, 1);
  node.say('stats', { flows: [], uptime_secs: 3 });
  node.say('stats', { flows: [], uptime_secs: 4 });
  const empty = await dashboard.until((each) => metric(of(each, node.id), 'uptime_secs') === 4, 'the third one');
  assert.equal(of(empty, node.id)?.stats?.flows.length, 0);
  dashboard.close();
  await node.close();
});

/** The version once nothing that happened before is still on its way to dashboards. */
async function restingVersion(): Promise<Update> {
  let seen: Update | undefined;
  for (;;) {
    const dashboard = await openDashboard(owner.token);
    const next = await dashboard.until(({ snapshot }) => snapshot, 'a snapshot');
    dashboard.close();
    if (next.version === seen?.version) return next;
    seen = next;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

test('who comes back is told what was missed, and nothing else', async () => {
  const [changes, stays, leaves] = [
    await connectedNode(app, owner),
    await connectedNode(app, owner),
    await connectedNode(app, owner),
  ];
  const { version, epoch } = await restingVersion();
  changes.say('stats', { flows: [flow], uptime_secs: 42 });
  await leaves.close();
  const watcher = await openDashboard(owner.token);
  await watcher.until(
    (each) =>
      each.nodes.every(({ node_id }) => node_id !== leaves.id) && metric(of(each, changes.id), 'uptime_secs') === 42,
    'both have happened',
  );
  watcher.close();
  const again = await openDashboard(owner.token, `?after=${version}&epoch=${epoch}`);
  await again.until((each) => of(each, changes.id) !== undefined, 'the change');
  await again.until(({ removed }) => removed?.includes(leaves.id) ?? false, 'who has gone');
  assert.ok(again.updates.every((each) => !each.snapshot && !of(each, stays.id)));
  again.close();
  // A version of another run means nothing.
  const stranger = await openDashboard(owner.token, `?after=${version}&epoch=another`);
  await stranger.until(({ snapshot }) => snapshot, 'a whole snapshot');
  stranger.close();
  for (const node of [changes, stays]) await node.close();
});

/** Nodes of other tests that are still going. */
async function quiet(): Promise<void> {
  await eventually(async () => {
    const nodes = (await app.request('GET', '/api/v1/nodes', { token: owner.token })).json() as { status: string }[];
    return nodes.every(({ status }) => status !== 'online');
  }, 'everybody has gone');
}

test('isolation: dashboards show the nodes somebody may see, and no others', async () => {
  await quiet();
  const stranger = await app.person('owner');
  const [mine, hidden, foreign] = [
    await connectedNode(app, owner),
    await connectedNode(app, owner),
    await connectedNode(app, stranger),
  ];
  const limited = await app.person('viewer', owner.tenantId);
  await app.database.run(sql`update users set allowed_node_ids = ${[mine.id]}::uuid[] where id = ${limited.userId}`);
  for (const [person, sees] of [
    [owner, [mine, hidden]],
    [limited, [mine]],
    [stranger, [foreign]],
  ] as const) {
    const dashboard = await openDashboard(person.token);
    const snapshot = await dashboard.until(({ snapshot: is }) => is, 'a snapshot');
    const ids = snapshot.nodes.map(({ node_id }) => node_id).sort();
    assert.deepEqual(ids, sees.map(({ id }) => id).sort());
    assert.equal(snapshot.online_count, sees.length);
    dashboard.updates.length = 0;
    for (const node of [mine, hidden, foreign]) node.say('stats', { flows: [], uptime_secs: 5 });
    await dashboard.until((each) => each.nodes.length > 0, 'an update');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const told = new Set(dashboard.updates.flatMap(({ nodes }) => nodes.map(({ node_id }) => node_id)));
    assert.deepEqual([...told].sort(), sees.map(({ id }) => id).sort());
    dashboard.close();
  }
  for (const node of [mine, hidden, foreign]) await node.close();
});

test('a lean dashboard gets figures without the reports', async () => {
  const node = await connectedNode(app, owner);
  node.say('stats', { flows: [flow], uptime_secs: 1 });
  const dashboard = await openDashboard(owner.token, '?detail=metrics');
  const update = await dashboard.until((each) => metric(of(each, node.id), 'active_flows') === 1, 'figures');
  assert.equal(of(update, node.id)?.stats, undefined);
  assert.equal(of(update, node.id)?.driver_metrics.items, undefined);
  dashboard.close();
  await node.close();
});

test('a dashboard needs a session, of this origin where it is a cookie, and ends with it', async () => {
  const status = (headers: Record<string, string>) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard`, { headers });
      socket.on('open', () => resolve(101));
      socket.on('unexpected-response', (_request, answer) => resolve(answer.resume().statusCode as number));
      socket.on('error', () => {});
    });
  const token = await app.logIn(owner.username);
  const cookie = `session=${token}`;
  assert.equal(await status({}), 401);
  assert.equal(await status({ cookie: 'session=wrong' }), 401);
  assert.equal(await status({ cookie, origin: 'https://evil.example' }), 401);
  assert.equal(await status({ cookie, origin: new URL(app.main).origin }), 101);
  assert.equal(await status({ cookie }), 101);
  const dashboard = await openDashboard(token);
  const closed = once(dashboard.socket, 'close');
  await app.request('POST', '/api/v1/auth/logout', { token });
  assert.equal((await closed)[0], 1008);
});

test('an account that ends is cut off while it looks', async () => {
  const person = await app.person('viewer', owner.tenantId);
  await app.database.run(
    sql`update users set expires_at = now() + interval '700 milliseconds' where id = ${person.userId}`,
  );
  const dashboard = await openDashboard(person.token);
  assert.equal((await once(dashboard.socket, 'close'))[0], 1008);
});

test('a slow reader does not hold up others, and is told everything when it reads again', async () => {
  const node = await connectedNode(app, owner);
  const slow = await openDashboard(owner.token);
  slow.socket.pause();
  const quick = await openDashboard(owner.token);
  const fill = 'x'.repeat(200_000);
  for (let i = 1; i <= 60; i++) {
    node.say('stats', { flows: [], uptime_secs: i, fill });
    await quick.until((each) => metric(of(each, node.id), 'uptime_secs') === i, `report ${i}`);
  }
  assert.ok(slow.updates.length < 60);
  slow.socket.resume();
  node.say('stats', { flows: [], uptime_secs: 61 });
  await slow.until((each) => metric(of(each, node.id), 'uptime_secs') === 61, 'the newest report');
  slow.close();
  quick.close();
  await node.close();
});

test('a node that stops reading is let go', async () => {
  const { id, secret, ...node } = await connectedNode(app, owner);
  await node.close();
  const deaf = await connectNode(app, { node_id: id, node_secret: secret });
  deaf.socket.pause();
  const fill = 'x'.repeat(49_000);
  const sent = Array.from({ length: 400 }, () =>
    app.request('POST', `/api/v1/nodes/${id}/command`, {
      token: owner.token,
      body: { action: { type: 'something', fill }, timeout_secs: 30 },
    }),
  );
  const statuses = new Set((await Promise.all(sent)).map(({ status }) => status));
  // Lost with the connection, or given after it.
  assert.ok(statuses.has(502) && [...statuses].every((status) => status === 502 || status === 409));
});
