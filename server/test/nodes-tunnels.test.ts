/*
 * Tunnels through the nodes door, over real sockets: who may, what goes over the wire and in which order, and what happens
 * when a relay is restarted or a node refuses. Also what screens keep for people, and the endpoints of flows.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { type Answer, type Person, startTestApp } from './support/app.ts';
import { connectNode, type Frame, type NodeClient, registerNode } from './support/node-client.ts';
import { makeNode, tunnelBody } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after })).door('nodes');
const owner = app.administrator;
type Action = { type: string; tunnel_id?: string; tunnel?: Record<string, unknown>; [parameter: string]: unknown };
type Tunnel = { id: string; status: string; warnings: string[]; [field: string]: unknown };

/** Everything any node was told, in the order it arrived. */
const heard: { node: string; action: Action }[] = [];

/** A registered edge or relay; `refuse` gives its words for what it does not do. */
async function machine(name: string, deviceType: 'edge' | 'relay' = 'edge', config: object = {}) {
  const { id, secret } = await registerNode(app, await makeNode(app, owner, { name, device_type: deviceType }));
  let client: NodeClient | undefined;
  const self = {
    id,
    refuse: (_action: Action): string | undefined => undefined,
    told: () => heard.filter(({ node }) => node === name).map(({ action }) => action),
    types: () => self.told().map(({ type }) => type),
    async connect() {
      const { socket, say } = await connectNode(app, { node_id: id, node_secret: secret, protocol_version: 4 }).then(
        (connected) => {
          client = connected;
          return connected;
        },
      );
      socket.on('message', (text) => {
        const { type, payload } = JSON.parse(text.toString()) as Frame;
        if (type !== 'command') return;
        const { command_id, action } = payload as { command_id: string; action: Action };
        if (action.type === 'get_config') return say('config_response', config);
        heard.push({ node: name, action });
        const error = self.refuse(action) ?? null;
        say('command_ack', { command_id, success: error === null, error });
      });
    },
    async disconnect() {
      await client?.close();
    },
  };
  await self.connect();
  return self;
}

const call = (method: string, path: string, body?: object, { token }: Person = owner): Promise<Answer> =>
  app.request(method, `/api/v1${path}`, { token, ...(body && { body }) });
const read = async (id: string) => (await call('GET', `/tunnels/${id}`)).json() as Tunnel;
const reaches = (id: string, status: string) =>
  eventually(async () => (await read(id)).status === status, `the tunnel is ${status}`);

const [ingress, egress, relay] = [await machine('in'), await machine('out'), await machine('relay', 'relay')];
const relayed = {
  ...tunnelBody(ingress.id, egress.id),
  mode: 'relay',
  egress_peer_addr: undefined,
  relay_node_id: relay.id,
  relay_addr: 'relay.example.com:4433',
};

test('a tunnel through a relay: authorized first, both edges told, told again after each reconnect, deleted everywhere', async () => {
  const answer = await call('POST', '/tunnels', relayed);
  assert.equal(answer.status, 200, answer.text);
  const tunnel = answer.json() as Tunnel;
  assert.deepEqual(tunnel.warnings, []);
  assert.equal(tunnel.status, 'active');
  assert.equal(tunnel.ingress_node_name, 'in');
  assert.equal(tunnel.relay_push_status, 'pushed');
  assert.equal(heard[0]?.node, 'relay');
  assert.equal(heard[0]?.action.type, 'authorize_tunnel');
  assert.deepEqual([ingress.told()[0]?.tunnel?.direction, egress.told()[0]?.tunnel?.direction], ['egress', 'ingress']);
  assert.equal(ingress.told()[0]?.tunnel?.tunnel_bind_secret, egress.told()[0]?.tunnel?.tunnel_bind_secret);
  const tokens = relay.told()[0];

  // A relay keeps authorizations in memory: after a restart it has none.
  await relay.disconnect();
  await reaches(tunnel.id, 'pending');
  await relay.connect();
  await reaches(tunnel.id, 'active');
  assert.deepEqual(relay.told().at(-1), tokens, 'the same tokens');
  await ingress.disconnect();
  await ingress.connect();
  await eventually(async () => ingress.told().length === 2, 'the edge is told again');
  assert.deepEqual(ingress.told()[1], ingress.told()[0]);
  assert.equal(egress.told().length, 1);

  const listed = (await call('GET', '/tunnels')).json() as { tunnels: Tunnel[] };
  assert.deepEqual(
    listed.tunnels.map(({ id }) => id),
    [tunnel.id],
  );
  for (const { id } of [ingress, egress, relay]) {
    const { tunnels } = (await call('GET', `/nodes/${id}/tunnels`)).json() as { tunnels: Tunnel[] };
    assert.equal(tunnels.length, 1);
  }

  const changed = await call('PUT', `/tunnels/${tunnel.id}`, { ingress_listen_port: 9002 });
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(egress.types(), ['create_tunnel', 'delete_tunnel', 'create_tunnel']);
  assert.equal(ingress.told().at(-1)?.tunnel?.local_addr, '0.0.0.0:9002');

  const deleted = await call('DELETE', `/tunnels/${tunnel.id}`);
  assert.deepEqual([deleted.status, deleted.json()], [200, { deleted: true }]);
  for (const edge of [ingress, egress])
    assert.deepEqual(edge.told().at(-1), { type: 'delete_tunnel', tunnel_id: tunnel.id });
  assert.deepEqual(relay.told().at(-1), { type: 'revoke_tunnel', tunnel_id: tunnel.id });
  assert.equal((await call('GET', `/tunnels/${tunnel.id}`)).status, 404);

  await nothingIsTold([tunnel.id]);
});

/** The secrets that went to the nodes are nowhere else. */
async function nothingIsTold(ids: string[]): Promise<void> {
  const secrets = heard.flatMap(({ action }) => [
    ...['ingress_token', 'egress_token'].map((name) => action[name]),
    ...['tunnel_encryption_key', 'tunnel_bind_secret', 'tunnel_psk'].map((name) => action.tunnel?.[name]),
  ]);
  const known = new Set(secrets.filter((secret) => typeof secret === 'string'));
  assert.ok(known.size >= 4);
  const kept: object[] = [];
  for (const table of [sql`node_commands`, sql`events`, sql`node_events`, sql`tunnels`])
    kept.push(...(await app.database.query(sql`select * from ${table}`)));
  const text = JSON.stringify(kept);
  for (const id of ids) assert.ok(text.includes(id), 'the commands are on record');
  for (const secret of known) assert.ok(!text.includes(secret as string), 'a secret is on record');
}

test('an edge that refuses makes a warning, in its own words, and the other one stands', async () => {
  egress.refuse = ({ type }) => (type === 'create_tunnel' ? 'Address in use' : undefined);
  const direct = tunnelBody(ingress.id, egress.id);
  const tunnel = (await call('POST', '/tunnels', direct)).json() as Tunnel;
  assert.equal(tunnel.status, 'error');
  assert.deepEqual([tunnel.ingress_push_status, tunnel.egress_push_status], ['pushed', 'failed']);
  assert.equal(tunnel.egress_push_error, 'Address in use');
  assert.equal(tunnel.relay_push_status, null);
  assert.deepEqual(tunnel.warnings, ['Egress node out: Address in use. It is told again in 30 s.']);
  egress.refuse = () => undefined;
  // A change of nothing tells everybody again.
  const again = (await call('PUT', `/tunnels/${tunnel.id}`, {})).json() as Tunnel;
  assert.deepEqual([again.status, again.warnings], ['active', []]);
  await nothingIsTold([tunnel.id]);
  await call('DELETE', `/tunnels/${tunnel.id}`);
});

test('what cannot be a tunnel is refused', async () => {
  const refusals: [changes: object, words: RegExp][] = [
    [{ ingress_listen_port: 0 }, /ingress_listen_port/],
    [{ protocol: 'icmp' }, /protocol/],
    [{ egress_forward_addr: 'no port' }, /egress_forward_addr/],
    [{ relay_node_id: null }, /relay_node_id/],
    [{ relay_node_id: egress.id }, /out is no relay/],
    [{ ingress_node_id: relay.id }, /relay is no edge/],
    [{ egress_node_id: '0b9f6c3e-3a52-4d0e-9f56-9a4f3c6d2b11' }, /There is no node/],
    [{ egress_node_id: ingress.id }, /the same/],
  ];
  for (const [changes, words] of refusals) {
    const answer = await call('POST', '/tunnels', { ...relayed, ...changes });
    assert.equal(answer.status, 400, answer.text);
    assert.match((answer.json() as { error: string }).error, words);
  }
});

test('a tunnel is for those who see both of its ends, and for their tenant', async () => {
  const { id } = (await call('POST', '/tunnels', relayed)).json() as Tunnel;
  const somebody = async (role: 'viewer' | 'operator' | 'admin', scope?: string[]): Promise<Person> => {
    const person = await app.person(role, owner.tenantId);
    if (scope)
      await app.database.run(sql`update users set allowed_node_ids = ${scope}::uuid[] where id = ${person.userId}`);
    return { ...person, token: await app.logIn(person.username) };
  };
  const everything: [method: string, path: string, body?: object][] = [
    ['GET', `/tunnels/${id}`],
    ['PUT', `/tunnels/${id}`, { name: 'Mine' }],
    ['DELETE', `/tunnels/${id}`],
  ];
  const statuses = (person: Person) =>
    Promise.all(everything.map(async ([method, path, body]) => (await call(method, path, body, person)).status));
  assert.deepEqual(await statuses(await somebody('viewer')), [403, 403, 403]);
  assert.deepEqual(await statuses(await app.person('owner')), [404, 404, 404]);
  const halfBlind = await somebody('admin', [ingress.id, relay.id]);
  assert.deepEqual(await statuses(halfBlind), [403, 403, 403]);
  for (const path of ['/tunnels', `/nodes/${ingress.id}/tunnels`])
    assert.deepEqual((await call('GET', path, undefined, halfBlind)).json(), { tunnels: [] });
  assert.equal((await call('GET', `/nodes/${egress.id}/tunnels`, undefined, halfBlind)).status, 403);
  assert.equal((await call('POST', '/tunnels', relayed, halfBlind)).status, 403);
  const operator = await somebody('operator', [ingress.id, egress.id]);
  assert.equal((await call('GET', `/tunnels/${id}`, undefined, operator)).status, 200);
  const seen = (await call('GET', `/tunnels/${id}`, undefined, operator)).json() as Tunnel;
  assert.deepEqual([seen.egress_node_name, seen.relay_node_name], ['out', null]);
  assert.equal((await call('PUT', `/tunnels/${id}`, { name: 'Mine' }, operator)).status, 403);
  const stranger = await app.person('owner');
  const theirs = await call('POST', '/tunnels', relayed, stranger);
  assert.equal(theirs.status, 400);
  assert.match(theirs.text, /There is no node/);
  assert.equal((await read(id)).name, 'A tunnel');
});

test('endpoints of flows are told of both generations of configurations, without secrets', async () => {
  const old = await machine('old', 'edge', {
    version: 1,
    flows: [
      {
        id: 'f1',
        name: 'Flow 1',
        input: { type: 'rtsp', rtsp_url: 'rtsp://ada:sesame@camera.example/1', password: 'sesame' },
        outputs: [{ type: 'udp', id: 'o1', name: 'Out', dest_addr: '127.0.0.1:5700' }],
      },
    ],
  });
  const fresh = await machine('fresh', 'edge', {
    version: 2,
    inputs: [{ id: 'i1', name: 'In', type: 'srt', mode: 'listener', local_addr: '0.0.0.0:6000', passphrase: 'sesame' }],
    outputs: [{ id: 'o2', name: 'Out', type: 'rtmp', dest_url: 'rtmp://cdn.example/live?key=sesame' }],
    flows: [{ id: 'f2', name: 'Flow 2', enabled: false, input_ids: ['i1', 'gone'], output_ids: ['o2'] }],
  });
  const person = await app.person('viewer', owner.tenantId);
  await app.database.run(
    sql`update users set allowed_node_ids = ${[old.id, fresh.id]}::uuid[] where id = ${person.userId}`,
  );
  const answer = await call('GET', '/nodes/endpoints', undefined, {
    ...person,
    token: await app.logIn(person.username),
  });
  assert.equal(answer.status, 200, answer.text);
  const none = { id: null, name: null, mode: null, local_addr: null, remote_addr: null };
  assert.deepEqual(answer.json(), {
    nodes: [
      {
        node_id: fresh.id,
        node_name: 'fresh',
        flows: [
          {
            flow_id: 'f2',
            flow_name: 'Flow 2',
            enabled: false,
            inputs: [{ ...none, id: 'i1', name: 'In', type: 'srt', mode: 'listener', local_addr: '0.0.0.0:6000' }],
            outputs: [{ ...none, id: 'o2', name: 'Out', type: 'rtmp', remote_addr: 'rtmp://cdn.example/live' }],
          },
        ],
      },
      {
        node_id: old.id,
        node_name: 'old',
        flows: [
          {
            flow_id: 'f1',
            flow_name: 'Flow 1',
            enabled: true,
            inputs: [{ ...none, type: 'rtsp', remote_addr: 'rtsp://ada:***REDACTED***@camera.example/1' }],
            outputs: [{ ...none, id: 'o1', name: 'Out', type: 'udp', remote_addr: '127.0.0.1:5700' }],
          },
        ],
      },
    ],
    silent: [],
  });
});

test('positions and preferences are kept for each person by themselves', async () => {
  const other = await app.person('viewer', owner.tenantId);
  const positions = { [ingress.id]: { x: 1.5, y: -2 } };
  const kept = async (path: string, person: Person = owner) => (await call('GET', path, undefined, person)).json();
  assert.equal((await call('PUT', '/topology/positions?view=flow', { positions })).status, 204);
  assert.deepEqual(await kept('/topology/positions?view=flow'), { positions });
  assert.deepEqual(await kept('/topology/positions'), { positions: {} });
  assert.deepEqual(await kept('/topology/positions?view=flow', other), { positions: {} });
  assert.equal((await call('PUT', '/topology/positions', { view: 'graph', positions })).status, 204);
  assert.deepEqual(await kept('/topology/positions?view=graph'), { positions });
  assert.equal((await call('DELETE', '/topology/positions?view=flow')).status, 204);
  assert.deepEqual(await kept('/topology/positions?view=flow'), { positions: {} });
  assert.equal((await call('GET', '/topology/positions?view=map')).status, 400);

  assert.equal((await call('PUT', '/preferences/flow_table_order', { value: '["a","b"]' })).status, 204);
  assert.deepEqual(await kept('/preferences/flow_table_order'), { value: '["a","b"]' });
  assert.deepEqual(await kept('/preferences/flow_table_order', other), { value: null });
  assert.equal((await call('DELETE', '/preferences/flow_table_order')).status, 204);
  assert.deepEqual(await kept('/preferences/flow_table_order'), { value: null });
  assert.equal((await call('PUT', '/preferences/anything', { value: 'x' })).status, 400);
  const large = await call('PUT', '/preferences/flow_table_order', { value: 'x'.repeat(51_200) });
  assert.equal(large.status, 413);
});
