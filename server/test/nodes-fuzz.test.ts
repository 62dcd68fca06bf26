/*
 * Machines that send rubbish: as JSON, as WebSocket frames, as TLS. Whatever comes, a second node and a dashboard notice
 * nothing of it, and what was stored of it can be read. The same seed makes the same rubbish.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import test, { after } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { type Log, silentLog } from '../src/platform/log/index.ts';
import { startTestApp } from './support/app.ts';
import { fuzzer } from './support/fuzz.ts';
import { connectNode, type NodeClient, openNodeSocket } from './support/node-client.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

/** What the house had to say about itself. */
const faults: unknown[] = [];
const log: Log = { ...silentLog, error: (fields, message) => faults.push({ message, ...fields }), child: () => log };
const app = (await startTestApp({ after }, { SIGNALBOX_DOOR_PORTS: 'nodes=0' }, log)).door('nodes');
const owner = app.administrator;
const seed = Number(process.env.FUZZ_SEED ?? 20260821);
const get = (path: string) => app.request('GET', `/api/v1${path}`, { token: owner.token });
const tlsPort = () => Number(new URL(app.urls.nodes as string).port);

await app.request('PUT', '/api/v1/settings', {
  token: owner.token,
  body: { settings: { stats_broadcast_interval_ms: 100 } },
});
const witness = await connectedNode(app, owner);
const dashboard = await watchDashboard();
let asked = 0;

/** A dashboard that stays open; knows how long the witness says it has been up, and whether it ever went away. */
async function watchDashboard() {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  const seen = { uptime: -1, removals: 0, isClosed: false };
  socket.on('close', () => {
    seen.isClosed = true;
  });
  socket.on('message', (text) => {
    const update = JSON.parse(text.toString()) as {
      removed?: string[];
      nodes: { node_id: string; driver_metrics: { metrics: [string, number][] } }[];
    };
    if (update.removed?.includes(witness.id)) seen.removals++;
    const state = update.nodes.find(({ node_id }) => node_id === witness.id);
    const uptime = state?.driver_metrics.metrics.find(([name]) => name === 'uptime_secs');
    if (uptime) seen.uptime = uptime[1];
  });
  await once(socket, 'open');
  return { socket, seen };
}

/** The witness is heard, obeys, and was never away; the dashboard shows it. */
async function nobodyIsDisturbed(what: string): Promise<void> {
  const uptime = ++asked;
  witness.say('stats', { flows: [], tunnels: [], uptime_secs: uptime });
  await eventually(async () => dashboard.seen.uptime === uptime, `the witness is seen after ${what}`);
  const answer = await app.request('POST', `/api/v1/nodes/${witness.id}/command`, {
    token: owner.token,
    body: { action: { type: 'start_flow', flow_id: 'f1' } },
  });
  assert.equal(answer.status, 200, `the witness obeys after ${what}: ${answer.text}`);
  assert.equal(witness.socket.readyState, WebSocket.OPEN);
  assert.deepEqual([dashboard.seen.isClosed, dashboard.seen.removals], [false, 0], what);
}

/** Everything the house shows of a node can still be read. */
async function canBeRead(id: string, what: string): Promise<void> {
  for (const path of [
    '/nodes',
    `/nodes/${id}`,
    `/nodes/${id}/commands`,
    `/nodes/${id}/metrics`,
    `/events?node_id=${id}`,
    '/events/count',
    '/nodes/endpoints',
  ]) {
    const answer = await get(path);
    assert.equal(answer.status, 200, `${path} after ${what}: ${answer.text.slice(0, 300)}`);
  }
}

const at = '2026-08-21T04:05:06.123456789+00:00';
const seeds: Record<'edge' | 'relay', object[]> = {
  edge: [
    {
      type: 'health',
      timestamp: at,
      payload: { status: 'ok', version: '0.106.0', uptime_secs: 3, capabilities: ['bonding'] },
    },
    {
      type: 'stats',
      timestamp: at,
      payload: {
        flows: [
          {
            flow_id: 'f1',
            flow_name: 'F',
            state: 'Running',
            health: 'Healthy',
            input: { input_type: 'srt', bitrate_bps: 4_000_000, packets_lost: 0, srt_stats: { rtt_ms: 20.5 } },
            outputs: [{ output_id: 'o', output_type: 'udp', srt_stats: null, bitrate_bps: 1 }],
          },
        ],
        tunnels: [{ id: 't', state: 'ready', stats: { bitrate_in_bps: 1, bitrate_out_bps: 2 } }],
        uptime_secs: 10,
        system_resources: { cpu_percent: 3.1, ram_percent: 20 },
      },
    },
    {
      type: 'event',
      timestamp: at,
      payload: { severity: 'warning', category: 'srt', message: 'M', flow_id: 'f1', details: { error_code: 'x' } },
    },
    {
      type: 'command_ack',
      timestamp: at,
      payload: { command_id: 'c', success: false, error: 'e', error_code: 'x', data: {} },
    },
    {
      type: 'config_response',
      timestamp: at,
      payload: {
        version: 2,
        inputs: [{ id: 'a' }],
        outputs: [],
        flows: [{ id: 'f', input_ids: ['a'], output_ids: [] }],
      },
    },
    { type: 'thumbnail', timestamp: at, payload: { flow_id: 'f', data: 'AAAA', width: 320, height: 180 } },
    { type: 'pong', timestamp: at, payload: null },
  ],
  relay: [
    {
      type: 'health',
      timestamp: at,
      payload: { status: 'ok', version: '0.10.6', uptime_secs: 42, public_quic_addr: null },
    },
    {
      type: 'stats',
      timestamp: at,
      payload: {
        tunnels: [{ tunnel_id: 't', status: 'active', stats: { bytes_ingress: 0 } }],
        edges: [{ edge_id: 'e' }],
        connected_edges: 1,
        total_bandwidth_bps: 0,
        uptime_secs: 42,
      },
    },
    { type: 'event', timestamp: at, payload: { severity: 'critical', category: 'tunnel', message: 'M', flow_id: 't' } },
  ],
};

for (const deviceType of ['edge', 'relay'] as const) {
  test(`1,000 damaged messages of the kind a node of type ${deviceType} sends disturb nobody, and what was kept can be read`, async () => {
    const fuzz = fuzzer(seed);
    const node = await connectedNode(app, owner, { device_type: deviceType });
    for (let i = 1; i <= 1000; i++) {
      node.raw(fuzz.frame(fuzz.pick(seeds[deviceType])));
      if (i % 250 === 0) {
        await nobodyIsDisturbed(`message ${i} of seed ${seed}`);
        await canBeRead(node.id, `message ${i} of seed ${seed}`);
      }
    }
    assert.equal(node.socket.readyState, WebSocket.OPEN);
    node.say('health', { version: 'still-understood' });
    await eventually(
      async () => (await get(`/nodes/${node.id}`)).text.includes('still-understood'),
      'it is understood',
    );
    await node.close();
  });
}

test('answers to commands that are damaged harm only their own command', async () => {
  const fuzz = fuzzer(seed + 1);
  const node = await connectedNode(app, owner);
  const { id, secret } = node;
  await node.close();
  const odd = await connectNode(app, { node_id: id, node_secret: secret });
  const acknowledge = seeds.edge[3] as { payload: object };
  for (let i = 0; i < 40; i++) {
    const asking = app.request('POST', `/api/v1/nodes/${id}/command`, {
      token: owner.token,
      body: { action: { type: 'something' }, timeout_secs: 1 },
    });
    const { payload } = await odd.next('command');
    const { command_id } = payload;
    odd.raw(fuzz.frame({ ...acknowledge, payload: { ...acknowledge.payload, command_id } }));
    odd.say('command_ack', {
      command_id,
      success: false,
      error: `${'x'.repeat(1999)}😀`,
      error_code: `${'x'.repeat(99)}😀`,
    });
    const { status, text } = await asking;
    assert.ok([200, 422].includes(status), `${status} ${text.slice(0, 300)} of seed ${seed}`);
  }
  await canBeRead(id, 'damaged answers');
  await nobodyIsDisturbed('damaged answers');
  await odd.close();
});

test('hazard: words that are cut end with whole characters, or nothing of them could be stored', async () => {
  const node = await connectedNode(app, owner);
  node.say('event', {
    severity: 'info',
    category: 'flow',
    message: `x${'😀'.repeat(2400)}`,
    flow_id: `x${'😀'.repeat(100)}`,
  });
  await eventually(
    async () => (await get(`/events?node_id=${node.id}&category=flow`)).text.includes('😀'),
    'it is kept',
  );
  await node.close();
});

test('strangers who say strange things are refused, and nothing more', async () => {
  const fuzz = fuzzer(seed + 2);
  const made = await makeNode(app, owner);
  const frames: (string | Buffer)[] = [
    // Longer than the reason of a Close frame may be.
    JSON.stringify({ type: '日'.repeat(60), payload: {} }),
    JSON.stringify({ type: '😀'.repeat(2000), payload: {} }),
    `${'日'.repeat(60)}`,
    `{"type":"auth","payload":{"registration_token":${'日'.repeat(60)}`,
    JSON.stringify({ type: 'auth', payload: { node_id: made.id, node_secret: '\0'.repeat(10) } }),
    JSON.stringify({ type: 'auth', payload: { registration_token: '\ud800' } }),
    '',
  ];
  const auth = {
    type: 'auth',
    payload: { node_id: made.id, node_secret: 'x', software_version: '1', protocol_version: 4 },
  };
  while (frames.length < 120) frames.push(fuzz.frame(auth));
  for (const frame of frames) {
    const client = await openNodeSocket(app);
    client.raw(frame);
    const { code } = await client.ended;
    assert.ok([1008, 1009].includes(code), `${code} for ${String(frame).slice(0, 200)}`);
    assert.ok(client.frames.every(({ type }) => type === 'auth_error'));
  }
  await nobodyIsDisturbed('strange first messages');
});

/** A WebSocket spoken by hand over TLS, after the upgrade. */
async function rawSocket(): Promise<Socket> {
  const socket = connectTls({ host: '127.0.0.1', port: tlsPort(), rejectUnauthorized: false });
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  const key = randomBytes(16).toString('base64');
  socket.write(
    `GET /ws/node HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  assert.match(head.toString('latin1'), /^HTTP\/1\.1 101 /);
  socket.resume();
  return socket;
}

/** One masked frame; `first` is its first byte (FIN, reserved bits and opcode). */
function frameOf(first: number, payload: Buffer, declared = payload.length): Buffer {
  const long = Buffer.alloc(8);
  long.writeBigUInt64BE(BigInt(declared));
  const length =
    declared < 126
      ? Buffer.from([0x80 | declared])
      : declared < 65_536
        ? Buffer.from([0x80 | 126, declared >> 8, declared & 255])
        : Buffer.concat([Buffer.from([0x80 | 127]), long]);
  // A mask of zeros changes nothing.
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), payload]);
}

const text = (value: unknown) => Buffer.from(JSON.stringify(value));

test('frames that break the rules of WebSockets end their own connection only', async () => {
  const fuzz = fuzzer(seed + 3);
  const { id, secret, ...gone } = await connectedNode(app, owner);
  await gone.close();
  const auth = frameOf(0x81, text({ type: 'auth', payload: { node_id: id, node_secret: secret } }));
  const rubbish: [name: string, bytes: Buffer][] = [
    ['an unmasked frame', Buffer.from([0x81, 2, 0x7b, 0x7d])],
    ['reserved bits', frameOf(0xf1, text({}))],
    ['a reserved opcode', frameOf(0x83, text({}))],
    ['a long control frame', frameOf(0x89, Buffer.alloc(200))],
    ['a control frame in pieces', frameOf(0x09, Buffer.alloc(2))],
    ['a continuation of nothing', frameOf(0x80, text({}))],
    ['text that is no UTF-8', frameOf(0x81, Buffer.from([0xff, 0xfe, 0xc0]))],
    ['a frame of 2^53 bytes', frameOf(0x82, Buffer.alloc(10), Number.MAX_SAFE_INTEGER)],
    ['a close with a code nobody may use', frameOf(0x88, Buffer.from([0x03, 0xee]))],
    ['a close of one byte', frameOf(0x88, Buffer.from([3]))],
    ['half a frame', frameOf(0x81, text({ type: 'stats' }), 5000)],
    ['pings without end', Buffer.concat(Array.from({ length: 2000 }, () => frameOf(0x89, Buffer.alloc(100))))],
    [
      'a message in pieces that never ends',
      Buffer.concat([frameOf(0x01, Buffer.from('{')), frameOf(0x00, Buffer.from('"'))]),
    ],
    ...Array.from({ length: 10 }, (_, i): [string, Buffer] => [`random bytes ${i}`, fuzz.bytes(500)]),
  ];
  for (const [name, bytes] of rubbish) {
    for (const before of [Buffer.alloc(0), auth]) {
      const socket = await rawSocket();
      const isOver = new Promise((resolve) => socket.on('close', resolve));
      socket.write(Buffer.concat([before, bytes]));
      // Gone without a goodbye, and without the end of TLS.
      setTimeout(() => socket.destroy(), 20);
      await isOver;
    }
    await nobodyIsDisturbed(name);
  }
  await eventually(async () => (await get(`/nodes/${id}`)).text.includes('"offline"'), 'who vanished is offline');
  const back: NodeClient = await connectNode(app, { node_id: id, node_secret: secret });
  back.say('health', { version: 'is-back' });
  await eventually(async () => (await get(`/nodes/${id}`)).text.includes('is-back'), 'it comes back');
  await back.close();
});

test('whatever a dashboard sends, it is not listened to', async () => {
  const fuzz = fuzzer(seed + 5);
  for (const frames of [
    Array.from({ length: 100 }, () => fuzz.frame(fuzz.pick(seeds.edge))),
    Array.from({ length: 20 }, () => fuzz.bytes(1000)),
    [JSON.stringify({ type: 'auth', payload: {} }), JSON.stringify({ type: 'dashboard_update', nodes: [] })],
    [Buffer.alloc(3 * 1024 * 1024)],
  ]) {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard`, {
      headers: { authorization: `Bearer ${owner.token}` },
    });
    socket.on('error', () => {});
    await once(socket, 'open');
    const isOver = new Promise((resolve) => socket.on('close', resolve));
    for (const frame of frames) socket.send(frame);
    socket.close();
    await isOver;
    await nobodyIsDisturbed('words of a dashboard');
  }
});

test('bytes that are no TLS, and requests that are no upgrade, are turned away', async () => {
  const fuzz = fuzzer(seed + 4);
  const hello = Buffer.from('16030100c8010000c40303', 'hex');
  const attempts: [name: string, bytes: Buffer][] = [
    ['plain HTTP at the TLS port', Buffer.from('GET /ws/node HTTP/1.1\r\nHost: a\r\n\r\n')],
    ['half a hello', hello],
    ['an alert', Buffer.from('15030300020228', 'hex')],
    ['a record of the greatest length', Buffer.concat([Buffer.from('160303ffff', 'hex'), fuzz.bytes(2000)])],
    ['nothing', Buffer.alloc(0)],
    ...Array.from({ length: 20 }, (_, i): [string, Buffer] => [`random bytes ${i}`, fuzz.bytes(300)]),
    ...Array.from({ length: 10 }, (_, i): [string, Buffer] => [
      `a hello with random bytes ${i}`,
      Buffer.concat([hello, fuzz.bytes(197)]),
    ]),
  ];
  for (const [, bytes] of attempts) {
    const socket = connectTcp({ host: '127.0.0.1', port: tlsPort() });
    socket.on('error', () => {});
    const isOver = new Promise((resolve) => socket.on('close', resolve));
    socket.write(bytes);
    socket.resume();
    setTimeout(() => socket.resetAndDestroy(), 30);
    await isOver;
  }
  await nobodyIsDisturbed('bytes that are no TLS');

  const request = async (head: string) => {
    const socket = connectTls({ host: '127.0.0.1', port: tlsPort(), rejectUnauthorized: false });
    socket.on('error', () => {});
    await once(socket, 'secureConnect');
    socket.write(head);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return Number(answer.toString('latin1').split(' ')[1]);
  };
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  const key = `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n`;
  const version = 'Sec-WebSocket-Version: 13\r\n';
  for (const [head, status] of [
    [`GET /ws/node HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    [`GET /ws/node HTTP/1.1\r\nHost: a\r\n${upgrade}${key}Sec-WebSocket-Version: 7\r\n\r\n`, 400],
    [`GET /ws/node HTTP/1.1\r\nHost: a\r\n${upgrade}${version}\r\n`, 400],
    [`GET /ws/node HTTP/1.1\r\nHost: a\r\n${upgrade}${version}Sec-WebSocket-Key: short\r\n\r\n`, 400],
    [`GET /ws/edge HTTP/1.1\r\nHost: a\r\n${upgrade}${version}${key}\r\n`, 401],
    [`GET / HTTP/1.1\r\nHost: a\r\n${upgrade}${version}${key}\r\n`, 404],
    [`GET /ws/node HTTP/1.1\r\nHost: a\r\n${upgrade}${version}${key}X: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    [`G\0T /ws/node HTTP/1.1\r\n\r\n`, 400],
  ] as const) {
    assert.equal(await request(head), status, head.slice(0, 120));
  }
  await nobodyIsDisturbed('requests that are no upgrade');
});

test('after all of this the witness has connected once and never been away', async () => {
  const events = (await get(`/events?node_id=${witness.id}&category=connection`)).json() as { message: string }[];
  const messages = events.map(({ message }) => message).filter((message) => !message.startsWith('Node registered'));
  assert.deepEqual(messages, ['Node connected to manager', 'Node connected to manager']);
  assert.deepEqual(faults, [], 'and nothing went wrong inside');
  dashboard.socket.close();
  await witness.close();
});
