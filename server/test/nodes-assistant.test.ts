/*
 * The assistant of the nodes door over simulated edges of both generations: what it says of live data, what it proposes for
 * plain requests, that nothing is sent before a person applies it, and that nobody learns of a node they may not see.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { type Answer, type Person, startTestApp } from './support/app.ts';
import { edgeConfig, startEdge } from './support/edges.ts';
import { makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

type Envelope = { action: string; message: string; actions?: Envelope[]; [field: string]: unknown };
type Step = {
  kind: string;
  summary: string;
  destructive: boolean;
  role: string;
  node_id: string;
  action: Record<string, unknown>;
};
type Proposed = {
  success: boolean;
  config: Envelope;
  raw_response: string;
  steps: Step[];
  notes: string[];
  provider: string;
};

const app = (await startTestApp({ after })).door('nodes');
const owner = app.administrator;
const old = await startEdge({ after }, app, owner, {
  name: 'edge-oslo',
  generation: 'v1',
  config: edgeConfig('v1', [
    { id: 'flow-1', name: 'News and sport' },
    { id: 'flow-2', name: 'Weather', enabled: false },
  ]),
});
const young = await startEdge({ after }, app, owner, {
  name: 'y',
  generation: 'v2',
  config: edgeConfig('v2', [
    { id: 'x', name: 'Main programme' },
    { id: 'flow-2', name: 'Backup' },
  ]),
});
const away = await makeNode(app, owner, { name: 'edge-away' });
await makeNode(app, owner, { name: 'relay-1', device_type: 'relay' });

const post = (path: string, body: object, { token }: Person = owner): Promise<Answer> =>
  app.request('POST', `/api/v1${path}`, { token, body });
async function propose(prompt: string, more: object = {}, person: Person = owner): Promise<Proposed> {
  const answer = await post('/ai/generate-config', { prompt, ...more }, person);
  assert.equal(answer.status, 200, answer.text);
  return answer.json() as Proposed;
}
async function ask(query: string, person: Person = owner): Promise<string> {
  const answer = await post('/ai/query', { query }, person);
  assert.equal(answer.status, 200, answer.text);
  return (answer.json() as { response: string }).response;
}
async function analyze(description: string): Promise<string> {
  return ((await post('/ai/analyze', { description })).json() as { response: string }).response;
}
async function applyAll({ steps }: Proposed): Promise<void> {
  for (const { node_id, action } of steps) {
    const done = await post(`/nodes/${node_id}/command`, { action });
    assert.equal(done.status, 200, done.text);
  }
}
const commandsOf = async (id: string) =>
  (await app.request('GET', `/api/v1/nodes/${id}/commands`, { token: owner.token })).json() as unknown[];
const runs = (prompt: RegExp, query: string) =>
  eventually(async () => prompt.test(await ask(query)), `${query}: ${prompt}`);

await runs(/Main programme.*runs/s, 'What is the status of node y?');
await runs(/News and sport.*runs/s, 'What is the status of edge-oslo?');

test('“stop flow x on edge y” becomes the documented action; nothing is sent before somebody applies it', async () => {
  const proposed = await propose('stop flow x on edge y');
  const { action, flow_id, node_id, message } = proposed.config;
  assert.deepEqual({ action, flow_id, node_id }, { action: 'stop_flow', flow_id: 'x', node_id: young.id });
  assert.equal(message, 'Stop the flow “Main programme” (x) on y');
  assert.equal(proposed.provider, 'builtin');
  const [step] = proposed.steps;
  assert.deepEqual([step?.role, step?.destructive], ['operator', false]);
  assert.deepEqual(step?.action, { type: 'stop_flow', flow_id: 'x' });
  assert.deepEqual(await commandsOf(young.id), []);

  await applyAll(proposed);
  await runs(/does not run/, 'How is flow x on edge y?');
  const again = await propose('stop flow x on edge y');
  assert.match(again.config.message, /does not run: there is nothing to stop/);
  await applyAll(await propose('Please start Main programme'));
  await runs(/runs for/, 'How is flow x on edge y?');
});

const requests: Record<string, (string | undefined)[][]> = {
  'Restart News and sport': [['restart_flow', 'flow-1', old.id]],
  'please turn off the flow "Backup"': [['stop_flow', 'flow-2', young.id]],
  'Stoppe den Flow Backup auf y': [['stop_flow', 'flow-2', young.id]],
  'Starte News and sport neu': [['restart_flow', 'flow-1', old.id]],
  'stop all flows on edge y': [
    ['stop_flow', 'x', young.id],
    ['stop_flow', 'flow-2', young.id],
  ],
  'start Weather and stop News and sport on edge-oslo': [
    ['start_flow', 'flow-2', old.id],
    ['stop_flow', 'flow-1', old.id],
  ],
  'Stop flow x and flow-2 on node y': [
    ['stop_flow', 'x', young.id],
    ['stop_flow', 'flow-2', young.id],
  ],
  'delete the flow Backup from edge y': [['delete_flow', 'flow-2', young.id]],
  'stop flow-2 on y and start Weather on edge-oslo': [
    ['stop_flow', 'flow-2', young.id],
    ['start_flow', 'flow-2', old.id],
  ],
  'Schalte Backup ab': [['stop_flow', 'flow-2', young.id]],
  'Can you stop Backup?': [['stop_flow', 'flow-2', young.id]],
  'remove the output Backup monitor': [['remove_output', 'flow-2', young.id]],
};
for (const [prompt, expected] of Object.entries(requests)) {
  test(`it understands: ${prompt}`, async () => {
    const { config } = await propose(prompt);
    const leaves = config.actions ?? [config];
    const found = leaves.map(({ action, flow_id, node_id }) => [action, flow_id, node_id]);
    assert.deepEqual(found, expected, JSON.stringify(config));
  });
}

const nothing: Record<string, RegExp> = {
  'Stop flow x on edge nowhere': /no node “nowhere”.*“edge-oslo”/,
  'Stop flow zzz on edge y': /no flow “zzz” on “y”.*“Main programme”/,
  'Stop flow-2': /is on “edge-oslo” and “y”: say on which node|on “y” and “edge-oslo”/,
  'Stop the flow on edge-oslo': /Which flow\?/,
  'Stop all flows on edge-away': /“edge-away” is pending: nothing can be sent/,
  'Do not stop flow x on edge y': /I propose nothing/,
  'Make me a sandwich': /I am the built-in assistant/,
  'Why did flow x on edge y stop?': /Main programme/,
  'add an output to flow x on edge y': /To where\?/,
  'add an output rtmp://live.example.com/app to flow x on edge y': /stream key/,
  'create a flow “Late” on edge y': /From where\?/,
  'create a flow “Late” from udp 0.0.0.0:5000 to udp 239.9.9.9:5000': /On which edge\?/,
  'delete all flows on edge y': /do not propose to delete all/,
};
for (const [prompt, expected] of Object.entries(nothing)) {
  test(`it says why it proposes nothing: ${prompt}`, async () => {
    const { config, steps } = await propose(prompt);
    assert.equal(config.action, 'info', JSON.stringify(config));
    assert.deepEqual(steps, []);
    assert.match(config.message, expected);
  });
}

test('a latency is set in both schemas, and the rest of the input stays', async () => {
  for (const { id, name, edge } of [old, young]) {
    const flowId = edge.config().flows[0]?.id;
    const proposed = await propose(`set the latency of ${flowId} on node ${name} to 350 ms`);
    assert.deepEqual([...new Set(proposed.steps.map(({ node_id }) => node_id))], [id], proposed.config.message);
    await applyAll(proposed);
    const { flows, inputs } = edge.config();
    const input = flows[0]?.input ?? inputs?.find((one) => flows[0]?.input_ids?.includes(one.id));
    assert.deepEqual([input?.latency_ms, input?.passphrase], [350, 'a secret of the edge']);
  }
});

test('an action for another time comes with the note that the house cannot wait', async () => {
  const { config, notes } = await propose('stop flow x on edge y at 10 pm');
  assert.equal(config.action, 'stop_flow');
  assert.match(String(notes), /I cannot wait \(“at 10 pm”\)/);
});

test('the node that was chosen is meant where the request names none', async () => {
  const { config } = await propose('stop flow-2', { node_id: young.id });
  assert.deepEqual([config.action, config.node_id], ['stop_flow', young.id]);
});

for (const [node, generation, types] of [
  [old, 'first', ['create_flow']],
  [young, 'second', ['create_input', 'create_output', 'create_output', 'create_flow']],
] as const) {
  test(`a new flow comes in the form that edges of the ${generation} generation take, and works as it is`, async () => {
    const proposed = await propose(
      `Create a flow "Late Night" on edge ${node.name} from srt listener 0.0.0.0:9777 to udp 239.9.9.9:5000 and srt to hub.example.com:9100`,
    );
    assert.deepEqual(
      proposed.steps.map(({ action }) => action.type),
      types,
      JSON.stringify(proposed.config),
    );
    await applyAll(proposed);
    const config = node.edge.config();
    const flow = config.flows.find(({ id }) => id === 'late-night');
    assert.equal(flow?.name, 'Late Night');
    if (generation === 'first') assert.equal(flow?.outputs?.length, 2);
    else {
      assert.deepEqual(flow?.input_ids, ['late-night-in']);
      assert.equal(config.inputs?.find(({ id }) => id === 'late-night-in')?.local_addr, '0.0.0.0:9777');
      assert.equal(config.outputs?.filter(({ id }) => flow?.output_ids?.includes(id)).length, 2);
    }
    await runs(/“Late Night”/, `How is Late Night on edge ${node.name}?`);
    const taken = await propose(`create a flow "Other" on edge ${node.name} from srt listener 0.0.0.0:9777`);
    assert.match(taken.config.message, /0\.0\.0\.0:9777 is the place of the flow “late-night” already/);
    const added = await propose(
      `add an output udp to 239.8.8.8:5000 named "Lobby" to the flow Late Night on edge ${node.name}`,
    );
    assert.deepEqual(added.config.output, { id: 'lobby', name: 'Lobby', type: 'udp', dest_addr: '239.8.8.8:5000' });
    await applyAll(added);
    const removal = await propose(`delete the flow "Late Night" on edge ${node.name}`);
    assert.equal(removal.steps[0]?.destructive, true);
    await applyAll(removal);
  });
}

const questions: Record<string, RegExp> = {
  'Which nodes are offline?': /2 of 4 nodes are not connected:.*“edge-away”.*has not registered yet/s,
  'Is everything online?': /2 of 4 nodes are online/,
  'What is the bitrate of flow x?': /“Main programme” \(x\) on “y” runs.*srt input is receiving with [\d.]+ Mbit\/s/,
  'What is the bitrate of edge-oslo over the last hour?':
    /“edge-oslo” is an edge, online, version 0\.10\.0.*Mbit\/s.*Over the last/s,
  'Total bandwidth?': /over 2 connected nodes/,
  'Which flows are stopped?':
    /1 flow not running on the connected nodes:.*“Weather” \(flow-2\): does not run on “edge-oslo”/s,
  'Recent events of y': /“y”, info \(connection\): Node connected/,
  'Which versions run?': /edge 0\.106\.0: “y”/,
  'What inputs and outputs has y?': /second generation.*from srt listener 0\.0\.0\.0:9000 to udp 239\.1\.1\.1:5000/s,
  'Give me an overview': /4 nodes, 3 edges and 1 relay: 2 online/,
  'Are there tunnels?': /no tunnel/,
  'Tell me a joke': /I am the built-in assistant.*offline/s,
};
for (const [question, expected] of Object.entries(questions)) {
  test(`it answers: ${question}`, async () => {
    const answer = await ask(question);
    assert.match(answer, expected);
    assert.match(answer, /The built-in assistant, from what the nodes report at/);
    assert.ok(!answer.includes('a secret of the edge'));
  });
}

test('an analysis names what is wrong, worst first', async () => {
  old.edge.event({ severity: 'critical', category: 'srt', message: 'SRT input disconnected' });
  await eventually(async () => /SRT input disconnected/.test(await ask('alarms of edge-oslo')), 'the event is there');
  const found = await analyze('Look at edge-oslo, please');
  assert.match(
    found,
    /I looked at “edge-oslo” and found 1 thing.*1 alarm of “edge-oslo” nobody has acknowledged.*SRT input disconnected/s,
  );
  assert.match(await ask('Which edges lose packets?'), /I looked at 4 nodes/);
  assert.match(await analyze('Anything strange?'), /4 nodes.*“edge-away” has not registered yet/s);
  assert.match(await analyze('flow x'), /found nothing wrong|“y”/);
});

test('isolation: who sees some nodes only learns nothing of the others, and stays with a role at applying', async () => {
  const made = await post('/users', {
    username: 'limited',
    password: 'Correct horse 1',
    display_name: 'L',
    role: 'viewer',
    is_temporary: false,
    allowed_node_ids: [old.id],
  });
  assert.equal(made.status, 201, made.text);
  const login = await post('/auth/login', { username: 'limited', password: 'Correct horse 1' }, {
    token: '',
  } as Person);
  const token = /session=([^;]+)/.exec(login.headers.get('set-cookie') ?? '')?.[1] as string;
  const limited = { ...owner, token } as Person;
  const secrets = [young.id, away.id, 'Main programme', 'edge-away', 'relay-1', 'Backup'];
  const said: string[] = [];
  for (const question of Object.keys(questions)) said.push(await ask(question, limited));
  for (const prompt of ['stop all flows on all edges', 'Stop the flow', 'stop flow-2', 'start Weather'])
    said.push(JSON.stringify(await propose(prompt, {}, limited)));
  said.push((await post('/ai/analyze', { description: 'everything' }, limited)).text);
  for (const text of said) for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
  assert.match(said[0] as string, /The one node you see is online/);

  const foreign = await post('/ai/generate-config', { prompt: 'stop flow x', node_id: young.id }, limited);
  assert.equal(foreign.status, 403);
  assert.equal((foreign.json() as Proposed).success, false);
  const stranger = await app.person('owner');
  assert.equal((await post('/ai/generate-config', { prompt: 'stop flow x', node_id: young.id }, stranger)).status, 404);
  assert.match(await ask('Which nodes are offline?', stranger), /There is no node you can see/);

  const { steps } = await propose('start Weather', {}, limited);
  const applied = await post(`/nodes/${old.id}/command`, { action: steps[0]?.action }, limited);
  assert.equal(applied.status, 403, 'a viewer may ask, and may not apply');
});

test('what was shown as hidden stays what it was when a flow is changed', async () => {
  const shown = (await app.request('GET', `/api/v1/nodes/${old.id}/config`, { token: owner.token })).json() as {
    flows: { id: string; name: string; input: { passphrase: string } }[];
  };
  const flow = shown.flows.find(({ id }) => id === 'flow-2') as (typeof shown.flows)[0];
  assert.equal(flow.input.passphrase, '***REDACTED***');
  const action = { type: 'update_flow', flow_id: 'flow-2', flow: { ...flow, name: 'Weather 2' } };
  assert.equal((await post(`/nodes/${old.id}/command`, { action })).status, 200);
  const now = old.edge.config().flows.find(({ id }) => id === 'flow-2');
  assert.deepEqual([now?.name, now?.input?.passphrase], ['Weather 2', 'a secret of the edge']);
  const invented = { ...action, flow: { ...flow, input: { ...flow.input, stream_key: '***REDACTED***' } } };
  const refused = await post(`/nodes/${old.id}/command`, { action: invented });
  assert.equal(refused.status, 400, refused.text);
  assert.match(refused.text, /HIDDEN_SECRET/);
});

test('somebody who asks more than twenty times a minute is told to wait', async (t) => {
  const limited = (await startTestApp(t, { SIGNALBOX_RATE_LIMITS: 'on' })).door('nodes');
  const once = () =>
    limited.request('POST', '/api/v1/ai/query', { token: limited.administrator.token, body: { query: 'Hi' } });
  for (let i = 0; i < 20; i++) assert.equal((await once()).status, 200);
  const refused = await once();
  assert.equal(refused.status, 429);
  assert.equal((refused.json() as Proposed).success, false);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
});
