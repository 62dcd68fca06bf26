/*
 * What nodes are told, and how they answer: in order or not, late, twice, never. Sockets are
 * real; the node at the other end is written by hand, frame by frame.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { connectNode } from './support/node-client.ts';
import { secretOf, startNodesApp } from './support/nodes-app.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const { app, owner, get, command, registered } = await startNodesApp({ after });

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
