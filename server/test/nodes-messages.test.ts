/*
 * What nodes say once they are in: what has to be tolerated, and what is kept of it. Sockets are
 * real; the node at the other end is written by hand, frame by frame.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { connectNode } from './support/node-client.ts';
import { type EventView, type NodeView, secretOf, startNodesApp } from './support/nodes-app.ts';
import { connectedNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const { app, owner, get, statusOf, eventsOf, registered } = await startNodesApp({ after });

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
    async () => (await get<NodeView>(`/nodes/${node.id}`)).software_version === '9.9.9',
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
    async () => (await get<NodeView>(`/nodes/${node.id}`)).software_version === '2.0.0',
    'the next one is heard',
  );
  assert.equal((await get<NodeView>(`/nodes/${neighbour.id}`)).software_version, '1.2.3');
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
