/*
 * Edges and relays of every generation, in the words they use: what comes first, what is null and what is missing, numbers
 * larger than ours, two schemas side by side, sockets that linger, and what nobody asked for.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import test, { after } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { type Answer, startTestApp } from './support/app.ts';
import { connectNode, type NodeClient, openNodeSocket, registerNode } from './support/node-client.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after }, { SIGNALBOX_DOOR_PORTS: 'nodes=0' })).door('nodes');
const owner = app.administrator;
// Says nothing for as long as it is let; asked about at the end.
const mute = await openNodeSocket(app);
const get = async <T>(path: string): Promise<T> =>
  (await app.request('GET', `/api/v1${path}`, { token: owner.token })).json() as T;
const command = (id: string, action: object): Promise<Answer> =>
  app.request('POST', `/api/v1/nodes/${id}/command`, { token: owner.token, body: { action } });
const registered = async (device_type: 'edge' | 'relay' = 'edge') => {
  const { id, secret } = await registerNode(app, await makeNode(app, owner, { device_type }));
  return { node_id: id, node_secret: secret };
};

type State = {
  stats: Record<string, unknown> | null;
  health: unknown;
  driver_metrics: { metrics: [string, number][] };
};
/** What a dashboard that opens now is shown of a node. */
async function shown(id: string): Promise<State | undefined> {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard?node_id=${id}`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  const [text] = await once(socket, 'message');
  socket.close();
  return (JSON.parse(String(text)) as { nodes: State[] }).nodes[0];
}
const figure = (state: State | undefined, name: string) =>
  state?.driver_metrics.metrics.find(([each]) => each === name)?.[1];
const shows = (id: string, name: string, value: number) =>
  eventually(async () => figure(await shown(id), name) === value, `${name} is ${value}`);

const now = '2026-08-21T04:05:06.123456789+00:00';
const frame = (type: string, payload: string) => `{"type":"${type}","timestamp":"${now}","payload":${payload}}`;
const idle = `{"flow_id":"f2","flow_name":"Stopped","state":"Idle","health":"Healthy","input":{"input_type":"","state":"","packets_received":0,"bytes_received":0,"bitrate_bps":0},"outputs":[],"uptime_secs":0}`;

test('an edge of today: health, stats, health again, a list that is empty, and numbers no float holds', async () => {
  const credentials = await registered();
  const edge = await connectNode(app, { ...credentials, software_version: '0.106.0', protocol_version: 4 });
  const running = `{"flow_id":"f1","flow_name":"F","state":"Running","active_input_id":null,"health":"Warning","health_reasons":[{"code":"x","severity":"y","detail":null}],"input":{"input_type":"srt","state":"receiving","mode":null,"bitrate_bps":5000000,"packets_lost":18446744073709551615,"srt_stats":{"rtt_ms":null}},"outputs":[{"output_id":"o","output_name":"O","output_type":"udp","state":"active","epoch_lock":{"unix_ns":170141183460469231731687303715884105727},"srt_stats":null}],"iat":null,"pdv_jitter_us":null,"master_clock":{"never":"heard of"},"uptime_secs":9}`;
  const health = `{"status":"ok","version":"0.106.0","uptime_secs":42,"active_flows":1,"total_flows":2,"api_addr":"127.0.0.1:8080","monitor_addr":null,"capabilities":["optional-input","from-the-future"],"ptp_state":null,"ptp_mode":null,"system_resources":{"cpu_percent":3.1,"ram_percent":20.0,"ram_used_mb":512,"ram_total_mb":24000},"resource_budget":{"hw_encoders":{}}}`;
  edge.raw(frame('health', health));
  edge.raw(
    frame('stats', `{"flows":[${running},${idle}],"tunnels":[],"uptime_secs":41,"active_flows":1,"total_flows":2}`),
  );
  edge.raw(frame('health', health));
  edge.raw(frame('stats', '{"flows":[],"tunnels":[],"uptime_secs":42}'));
  await shows(credentials.node_id, 'uptime_secs', 42);
  const state = await shown(credentials.node_id);
  assert.equal(figure(state, 'total_flows'), 2, 'one empty list says nothing');
  assert.equal(figure(state, 'active_flows'), 1, 'Running counts as it is written');
  assert.equal(figure(state, 'total_bitrate_bps'), 5_000_000);
  const node = await get<{ last_health: { capabilities: string[] } }>(`/nodes/${credentials.node_id}`);
  assert.deepEqual(node.last_health.capabilities, ['optional-input', 'from-the-future']);
  await edge.close();
});

test('an edge of the first days says little, and null where others say nothing', async () => {
  const credentials = await registered();
  const edge = await connectNode(app, credentials);
  assert.equal(edge.reply.type, 'auth_ok');
  edge.raw(
    frame(
      'health',
      '{"status":"ok","version":"0.5.3","uptime_secs":0,"active_flows":1,"total_flows":1,"api_addr":"a:1","monitor_addr":null}',
    ),
  );
  edge.raw(
    frame(
      'stats',
      `{"flows":[{"flow_id":"f","flow_name":"F","state":"Running","input":{"bitrate_bps":7},"outputs":[],"uptime_secs":1,"tr101290":null,"health":"Healthy","iat":null}],"tunnels":[{"id":"t","name":"t","state":"ready","stats":{"bitrate_in_bps":3,"bitrate_out_bps":null}}],"uptime_secs":0,"active_flows":1,"total_flows":1}`,
    ),
  );
  await shows(credentials.node_id, 'total_bitrate_bps', 10);
  // Its acknowledgements always have an error, null where there was none.
  const asked = command(credentials.node_id, { type: 'start_flow', flow_id: 'f' });
  const { payload } = await edge.next('command');
  edge.raw(frame('command_ack', `{"command_id":"${payload.command_id}","success":true,"error":null}`));
  assert.deepEqual((await asked).json(), { command_id: payload.command_id, success: true });
  await edge.close();
});

test('relays old and new: figures, a stale configuration, lists as data, and words for what they do not know', async () => {
  for (const isNew of [false, true]) {
    const credentials = await registered('relay');
    const relay = await connectNode(app, {
      ...credentials,
      ...(isNew && { protocol_version: 1, software_version: '0.10.6' }),
    });
    relay.raw(
      frame(
        'health',
        `{"status":"ok","version":"0.2.3","uptime_secs":42,"connected_edges":1,"quic_addr":"127.0.0.1:14433"${isNew ? ',"public_quic_addr":null,"udp_sessions_total":0,"capabilities":["udp-relay"]' : ''}}`,
      ),
    );
    relay.raw(
      frame(
        'stats',
        `{"tunnels":[{"tunnel_id":"t","protocol":"udp","status":"waiting_egress","ingress_edge_id":"e","egress_edge_id":null,"stats":{"bytes_ingress":1}}],"edges":[{"edge_id":"e","remote_addr":"198.51.100.7:50122"}],"connected_edges":1,"active_tunnels":0,"total_tunnels":1,"total_bytes_forwarded":18446744073709551615,"total_bandwidth_bps":8,"uptime_secs":42${isNew ? ',"udp_sessions":[],"distribution":{"streams":0}' : ''}}`,
      ),
    );
    await shows(credentials.node_id, 'total_bandwidth_bps', 8);
    const config = app.request('GET', `/api/v1/nodes/${credentials.node_id}/config`, { token: owner.token });
    await relay.next('command');
    relay.raw(
      frame(
        'config_response',
        '{"manager":{"urls":["wss://a:8443/ws/node"],"registration_token":"old","node_secret":"***REDACTED***"},"quic_addr":"a:1"}',
      ),
    );
    assert.deepEqual((await config).json(), {
      manager: { urls: ['wss://a:8443/ws/node'], registration_token: '***REDACTED***', node_secret: '***REDACTED***' },
      quic_addr: 'a:1',
    });
    const listing = command(credentials.node_id, { type: 'list_edges' });
    const { payload } = await relay.next('command');
    relay.raw(
      frame(
        'command_ack',
        `{"command_id":"${payload.command_id}","success":true,"data":[{"edge_id":"e","remote_addr":"x"}]}`,
      ),
    );
    assert.deepEqual(((await listing).json() as { data: unknown }).data, [{ edge_id: 'e', remote_addr: 'x' }]);
    const unknown = command(credentials.node_id, { type: 'update_config', config: {} });
    const refused = (await relay.next('command')).payload;
    relay.raw(
      frame(
        'command_ack',
        `{"command_id":"${refused.command_id}","success":false,"error":"Unknown relay command: update_config"}`,
      ),
    );
    assert.deepEqual(
      [(await unknown).status, ((await unknown).json() as { error: string }).error],
      [422, 'Unknown relay command: update_config'],
    );
    await relay.close();
  }
});

test('a program of the gateway kit says its type and a time when it comes, and answers get_config twice', async () => {
  const credentials = await registered();
  const gateway = await openNodeSocket(app);
  gateway.say('auth', { ...credentials, device_type: 'gateway', software_version: '1.0.0', protocol_version: 1 });
  await gateway.next('auth_ok');
  const config = app.request('GET', `/api/v1/nodes/${credentials.node_id}/config`, { token: owner.token });
  const { payload } = await gateway.next('command');
  gateway.say('command_ack', { command_id: payload.command_id, success: true });
  gateway.say('config_response', { version: 7 });
  assert.deepEqual((await config).json(), { version: 7 });
  assert.equal(
    (await get<{ device_type: string }>(`/nodes/${credentials.node_id}`)).device_type,
    'edge',
    'as it was made here',
  );
  await gateway.close();
});

test('get_config as a command waits as long as it is told to, while others give up', async () => {
  const credentials = await registered();
  const edge = await connectNode(app, credentials);
  const patient = app.request('POST', `/api/v1/nodes/${credentials.node_id}/command`, {
    token: owner.token,
    body: { action: { type: 'get_config' }, timeout_secs: 20 },
  });
  await edge.next('command');
  const hasty = await app.request('GET', `/api/v1/nodes/${credentials.node_id}/config`, { token: owner.token });
  assert.equal(hasty.status, 404);
  assert.match(hasty.text, /within 3 s/);
  edge.say('config_response', { version: 2 });
  assert.deepEqual(((await patient).json() as { data: unknown }).data, { version: 2 });
  assert.equal(edge.frames.length, 0, 'one question served both');
  await edge.close();
  const given = await get<{ given_by: string; action: object; state: string }[]>(
    `/nodes/${credentials.node_id}/commands`,
  );
  const [{ given_by, action, state }] = given as [(typeof given)[0]];
  assert.deepEqual(
    [given_by, action, state],
    [`user:${owner.userId}`, { type: 'get_config' }, 'done'],
    'it is on record',
  );
});

test('flows of both schemas go side by side, and nothing of them is changed on the way', async () => {
  const flows = [
    {
      id: 'f1',
      name: 'Flow 1',
      enabled: true,
      input: { type: 'udp', bind_addr: '127.0.0.1:5600' },
      outputs: [{ type: 'udp', id: 'out-1', name: 'O', dest_addr: '127.0.0.1:5700' }],
    },
    { id: 'f1', name: 'Flow 1', enabled: true, input_ids: ['in-1'], output_ids: ['out-1'] },
  ];
  for (const flow of flows) {
    const credentials = await registered();
    const edge = await connectNode(app, credentials);
    const path = `/api/v1/nodes/${credentials.node_id}`;
    for (const [method, url, body, action] of [
      ['POST', `${path}/command`, { action: { type: 'create_flow', flow } }, { type: 'create_flow', flow }],
      ['POST', `${path}/flows`, flow, { type: 'create_flow', flow }],
      [
        'POST',
        `${path}/command`,
        { action: { type: 'update_flow', flow_id: 'f1', flow } },
        { type: 'update_flow', flow_id: 'f1', flow },
      ],
      ['DELETE', `${path}/flows/f1`, undefined, { type: 'delete_flow', flow_id: 'f1' }],
    ] as const) {
      const asked = app.request(method, url, { token: owner.token, ...(body && { body }) });
      const sent = await edge.next('command');
      assert.deepEqual(Object.keys(sent).sort(), ['payload', 'timestamp', 'type']);
      assert.match(
        sent.payload.command_id as string,
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      assert.deepEqual(sent.payload.action, action);
      assert.ok(Number.isFinite(Date.parse(sent.timestamp as string)));
      edge.say('command_ack', { command_id: sent.payload.command_id, success: true });
      assert.equal((await asked).status, 200);
    }
    await edge.close();
  }
});

test('a configuration that nobody asked for is taken for what it is: the newest', async () => {
  const credentials = await registered();
  const edge = await connectNode(app, credentials);
  edge.say('config_response', { version: 2, name: 'unasked' });
  edge.say('config_response', { version: 2, name: 'newest' });
  edge.say('health', { version: 'told' });
  await eventually(
    async () => (await get<{ software_version: string }>(`/nodes/${credentials.node_id}`)).software_version === 'told',
    'it is heard',
  );
  assert.deepEqual(await get(`/nodes/${credentials.node_id}/config`), { version: 2, name: 'newest' });
  assert.equal(edge.frames.filter(({ type }) => type === 'command').length, 0);
  await edge.close();
});

test('answers to our pings are no answers to commands, and pings of the socket are answered', async () => {
  const edge = await connectNode(app, await registered());
  edge.raw(frame('pong', 'null'));
  edge.socket.ping('x');
  const [data] = await once(edge.socket, 'pong');
  assert.equal(String(data), 'x');
  await edge.close();
});

/** A node over TLS that can vanish without any goodbye, or stay and say nothing. */
async function overTls(credentials: object): Promise<NodeClient & { line: Socket }> {
  const url = new URL(app.urls.nodes as string);
  const line = connectTls({ host: url.hostname, port: Number(url.port), rejectUnauthorized: false });
  line.on('error', () => {});
  await once(line, 'secureConnect');
  const client = await openNodeSocket({ url: url.origin }, { createConnection: () => line });
  client.raw(JSON.stringify({ type: 'auth', payload: credentials }));
  await client.next('auth_ok');
  return { ...client, line };
}

test('a node comes back while its old line lingers, deaf; the new one gets the commands, and the old one’s end is no news', async () => {
  const credentials = await registered();
  const old = await overTls(credentials);
  old.line.pause();
  const lost = command(credentials.node_id, { type: 'start_flow', flow_id: 'lost' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const fresh = await overTls(credentials);
  assert.equal((await lost).status, 502, 'what the old one was asked is not known to be done');
  const asked = command(credentials.node_id, { type: 'start_flow', flow_id: 'fresh' });
  const { payload } = await fresh.next('command');
  assert.deepEqual(payload.action, { type: 'start_flow', flow_id: 'fresh' });
  fresh.say('command_ack', { command_id: payload.command_id, success: true });
  assert.equal((await asked).status, 200);
  old.line.destroy();
  // Neither Close frame nor the end of TLS.
  fresh.line.destroy();
  const status = async () => (await get<{ status: string }>(`/nodes/${credentials.node_id}`)).status;
  await eventually(async () => (await status()) === 'offline', 'it is gone');
  const departures = async () =>
    (await get<unknown[]>(`/events?node_id=${credentials.node_id}&severity=critical`)).length;
  await eventually(async () => (await departures()) > 0, 'it is written down');
  assert.equal(await departures(), 1, 'it went away once');
});

test('what comes before the reply is not heard, and the reply comes once', async () => {
  const credentials = await registered();
  const hasty = await openNodeSocket(app);
  for (let i = 0; i < 3; i++) hasty.raw(JSON.stringify({ type: 'auth', payload: credentials }));
  hasty.say('health', { version: 'too-early' });
  await hasty.next('auth_ok');
  hasty.say('health', { version: 'in-time' });
  const version = async () =>
    (await get<{ software_version: string | null }>(`/nodes/${credentials.node_id}`)).software_version;
  await eventually(async () => (await version()) === 'in-time', 'it is heard');
  assert.deepEqual(hasty.frames, []);
  await hasty.close();
});

test('the same token in two hands at once registers one of them', async () => {
  const made = await makeNode(app, owner);
  const clients = await Promise.all(
    Array.from({ length: 6 }, () => connectNode(app, { registration_token: made.registration_token })),
  );
  const letIn = clients.filter(({ reply }) => reply.type === 'register_ack');
  assert.equal(letIn.length, 1);
  assert.equal((await letIn[0]?.ended)?.code, 1012);
});

test('a message of many tens of kilobytes a second is nothing special', async () => {
  const node = await connectedNode(app, owner);
  const flows = Array.from({ length: 40 }, (_, i) => ({
    flow_id: `f${i}`,
    state: 'Running',
    health: 'Healthy',
    input: { bitrate_bps: 1 },
    fill: 'x'.repeat(1500),
  }));
  for (let i = 1; i <= 30; i++) node.say('stats', { flows, tunnels: [], uptime_secs: i });
  await shows(node.id, 'uptime_secs', 30);
  assert.equal(figure(await shown(node.id), 'active_flows'), 40);
  await node.close();
});

test('who says nothing is told so after ten seconds, in words, and sent away', async () => {
  const reply = await mute.next('auth_error');
  assert.equal(reply.message, 'Auth timeout (10s)');
  assert.equal(reply.payload.message, 'Auth timeout (10s)');
  assert.equal((await mute.ended).code, 1008);
});
