/*
 * What nodes are told of tunnels, and when: the core on a real database. The sockets are the core's own idea of one; over
 * real ones the same is walked in server/test/nodes-tunnels.test.ts.
 */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { createVault } from '../../platform/crypto/index.ts';
import { type Database, sql } from '../../platform/database/index.ts';
import { openEvents } from '../../platform/events/index.ts';
import { silentLog as log } from '../../platform/log/index.ts';
import { type Action, createNodes, type Wire } from '../nodes/index.ts';
import type { Principal } from '../principal.ts';
import { defaultSettings } from '../settings/index.ts';
import { createTunnels, type NewTunnel, statusOf } from './index.ts';

const { database } = await testDatabase({ after });
/** How often the database was asked for what nodes have to be told. */
let looks = 0;
const counting: Database = {
  ...database,
  query(statement) {
    if (/^\s*update tunnel_legs/.test(statement.text)) looks++;
    return database.query(statement);
  },
};
const events = openEvents({ database, log });
after(() => events.close());
const telemetry = { offer() {}, series: refuse, metrics: refuse, async forget() {} };
const settings = { current: () => defaultSettings };
const nodes = createNodes({
  database,
  events,
  log,
  settings,
  telemetry,
  forget: (tx, nodeId) => tunnels.forgetNode(tx, nodeId),
});
const vault = createVault(randomBytes(32));
const tunnels = createTunnels({ database: counting, events, log, vault, nodes, retryMs: 100 });
await tunnels.start();
after(() => tunnels.stop());
after(() => nodes.stop());

const tenant = await database.one<{ id: string }>(sql`insert into tenants (name) values ('t') returning id`);
const principal: Principal = { kind: 'user', id: randomUUID(), name: 'ada', tenantId: tenant?.id ?? '', role: 'owner' };

function refuse(): never {
  throw new Error('nobody asks here');
}

type Answer = { success: boolean; error?: string } | undefined;

/** A registered node; while it is plugged in it answers what it is told as `answer` says. */
async function makeNode(deviceType: 'edge' | 'relay' = 'edge') {
  const row = await database.one<{ id: string }>(sql`
    insert into nodes (tenant_id, name, device_type, secret_hash, registered_at)
    values (${principal.tenantId}, ${`${deviceType}-${randomUUID().slice(0, 8)}`}, ${deviceType}, sha256('secret'), now())
    returning id`);
  const id = row?.id as string;
  const told: Action[] = [];
  const node = {
    id,
    told,
    types: () => told.map(({ type }) => type),
    /** May wait; undefined leaves the command without an answer. */
    answer: async (_action: Action): Promise<Answer> => ({ success: true }),
    unplug: () => {},
    say: (_type: string, _payload: unknown) => {},
    async plugIn() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const say = (type: string, payload: unknown) =>
        session.receive(Buffer.from(JSON.stringify({ type, payload })), false);
      const wire: Wire = {
        trust() {},
        unsent: () => 0,
        close: () => setImmediate(() => session.ended(true)),
        terminate: () => setImmediate(() => session.ended(false)),
        send(text) {
          const { type, payload } = JSON.parse(text);
          if (type === 'auth_ok') resolve();
          if (type !== 'command') return;
          told.push(payload.action);
          void node.answer(payload.action).then((answer) => {
            if (answer) say('command_ack', { command_id: payload.command_id, ...answer });
          });
        },
      };
      const session = nodes.hub.accept(wire, '127.0.0.1');
      node.unplug = () => session.ended(true);
      node.say = say;
      say('auth', { node_id: id, node_secret: 'secret' });
      await promise;
    },
  };
  return node;
}

type Node = Awaited<ReturnType<typeof makeNode>>;

function wishFor(ingress: Node, egress: Node, relay?: Node): NewTunnel {
  return {
    name: 'A tunnel',
    protocol: 'udp',
    ingressNodeId: ingress.id,
    ingressListenPort: 9000,
    egressNodeId: egress.id,
    egressForwardAddr: '127.0.0.1:9100',
    ...(relay
      ? { mode: 'relay', relayNodeId: relay.id, relayAddr: '203.0.113.7:4433' }
      : { mode: 'direct', egressPeerAddr: '203.0.113.7:4434' }),
  };
}

const statusOfTunnel = async (id: string) => statusOf(await tunnels.get(principal, id));
const reaches = (id: string, status: string) =>
  eventually(async () => (await statusOfTunnel(id)) === status, `the tunnel is ${status}`);

test('a tunnel made while all its nodes are away is kept, and told to each when it comes', async () => {
  const [ingress, egress, relay] = [await makeNode(), await makeNode(), await makeNode('relay')];
  const { tunnel, warnings } = await tunnels.create(principal, wishFor(ingress, egress, relay));
  assert.equal(statusOf(tunnel), 'pending');
  assert.equal(warnings.length, 3);
  for (const warning of warnings) assert.match(warning, /is not connected; it is told when it comes$/);
  await relay.plugIn();
  await eventually(async () => relay.told.length > 0, 'the relay is told');
  assert.deepEqual(relay.types(), ['authorize_tunnel']);
  await ingress.plugIn();
  await egress.plugIn();
  await reaches(tunnel.id, 'active');
  for (const edge of [ingress, egress]) assert.deepEqual(edge.types(), ['create_tunnel']);
});

test('when a node goes, its part is pending again, and it is told once more when it comes back', async () => {
  const [ingress, egress] = [await makeNode(), await makeNode()];
  await Promise.all([ingress.plugIn(), egress.plugIn()]);
  const { tunnel, warnings } = await tunnels.create(principal, wishFor(ingress, egress));
  assert.equal(statusOf(tunnel), 'active');
  assert.deepEqual(warnings, []);
  egress.unplug();
  await reaches(tunnel.id, 'pending');
  const { ingress: one, egress: other } = await tunnels.get(principal, tunnel.id);
  assert.deepEqual([one.status, other.status], ['pushed', 'pending']);
  // The new socket comes before the old one is seen to end.
  await egress.plugIn();
  await egress.plugIn();
  await reaches(tunnel.id, 'active');
  assert.equal(
    egress.types().every((type) => type === 'create_tunnel'),
    true,
  );
  assert.ok(egress.told.length >= 2);
  assert.equal(ingress.told.length, 1, 'who stayed is not told for it');
});

test('what a node refuses is said, tried again, and over when it agrees', async () => {
  const [ingress, egress] = [await makeNode(), await makeNode()];
  await Promise.all([ingress.plugIn(), egress.plugIn()]);
  egress.answer = async () => ({ success: false, error: 'Port conflict: 9100 is taken' });
  const { tunnel, warnings } = await tunnels.create(principal, wishFor(ingress, egress));
  assert.equal(statusOf(tunnel), 'error');
  assert.deepEqual([tunnel.ingress.status, tunnel.egress.status], ['pushed', 'failed']);
  assert.equal(tunnel.egress.error, 'Port conflict: 9100 is taken');
  assert.match(warnings.join(), /^Egress node edge-\w+: Port conflict: 9100 is taken. It is told again in 30 s.$/);
  egress.answer = async () => ({ success: true });
  await reaches(tunnel.id, 'active');
  assert.equal(ingress.told.length, 1);
});

test('a tunnel that an edge took and dropped later has failed, and is told again', async () => {
  const [ingress, egress] = [await makeNode(), await makeNode()];
  await Promise.all([ingress.plugIn(), egress.plugIn()]);
  const { tunnel } = await tunnels.create(principal, wishFor(ingress, egress));
  const held = Promise.withResolvers<void>();
  egress.answer = () => held.promise.then(() => ({ success: true }));
  const report = { category: 'tunnel', message: "Tunnel 'A tunnel' failed: address in use", flow_id: tunnel.id };
  egress.say('event', { ...report, severity: 'warning' });
  egress.say('event', { ...report, severity: 'critical' });
  await reaches(tunnel.id, 'error');
  assert.match((await tunnels.get(principal, tunnel.id)).egress.error ?? '', /address in use/);
  held.resolve();
  await reaches(tunnel.id, 'active');
  assert.deepEqual(egress.types(), ['create_tunnel', 'create_tunnel']);
  assert.equal(ingress.told.length, 1);
});

test('an edge that was away during a change forgets the old version before it gets the new one', async () => {
  const [ingress, egress] = [await makeNode(), await makeNode()];
  await Promise.all([ingress.plugIn(), egress.plugIn()]);
  const { tunnel } = await tunnels.create(principal, wishFor(ingress, egress));
  egress.unplug();
  const changed = await tunnels.change(principal, tunnel.id, { ingressListenPort: 9001 });
  assert.deepEqual(ingress.types(), ['create_tunnel', 'delete_tunnel', 'create_tunnel']);
  assert.partialDeepStrictEqual(ingress.told[2]?.tunnel, { local_addr: '0.0.0.0:9001' });
  assert.equal(changed.tunnel.egress.status, 'pending');
  // Older edges refuse to delete what is not there; that is no reason to stop.
  egress.answer = async ({ type }) =>
    type === 'delete_tunnel' ? { success: false, error: 'Tunnel not found' } : { success: true };
  await egress.plugIn();
  await reaches(tunnel.id, 'active');
  assert.deepEqual(egress.types().slice(1), ['delete_tunnel', 'create_tunnel']);
  // A change of what nodes do not know concerns nobody.
  await tunnels.change(principal, tunnel.id, { associatedFlowIds: ['f1'] });
  assert.equal(ingress.told.length, 3);
  assert.equal(await statusOfTunnel(tunnel.id), 'active');
});

test('a node that leaves a tunnel forgets it, and one that joins it gets it', async () => {
  const [ingress, egress, third] = [await makeNode(), await makeNode(), await makeNode()];
  await Promise.all([ingress.plugIn(), egress.plugIn(), third.plugIn()]);
  const { tunnel } = await tunnels.create(principal, wishFor(ingress, egress));
  await tunnels.change(principal, tunnel.id, { egressNodeId: third.id });
  assert.deepEqual(egress.types(), ['create_tunnel', 'delete_tunnel']);
  assert.deepEqual(third.types(), ['create_tunnel']);
  const disabled = await tunnels.change(principal, tunnel.id, { enabled: false });
  assert.equal(statusOf(disabled.tunnel), 'disabled');
  assert.deepEqual(disabled.warnings, []);
  assert.deepEqual(third.types(), ['create_tunnel', 'delete_tunnel']);
  await tunnels.change(principal, tunnel.id, { enabled: true });
  assert.equal(await statusOfTunnel(tunnel.id), 'active');
  assert.deepEqual(third.types(), ['create_tunnel', 'delete_tunnel', 'create_tunnel']);
});

test('a change during a push wins, whichever answer comes first', async () => {
  const [ingress, egress] = [await makeNode(), await makeNode()];
  await Promise.all([ingress.plugIn(), egress.plugIn()]);
  const held = Promise.withResolvers<void>();
  ingress.answer = () => held.promise.then(() => ({ success: true }));
  const first = tunnels.create(principal, wishFor(ingress, egress));
  await eventually(async () => ingress.told.length === 1, 'the first version is on its way');
  const [made] = (await tunnels.listOfNode(principal, ingress.id)).map(({ id }) => id);
  const second = tunnels.change(principal, made as string, { name: 'Another name' });
  setTimeout(held.resolve, 50);
  await Promise.all([first, second]);
  assert.partialDeepStrictEqual(ingress.told.at(-1)?.tunnel, { name: 'Another name' });
  assert.equal(await statusOfTunnel(made as string), 'active');
});

test('a tunnel that is deleted while an edge is away is forgotten by it when it comes', async () => {
  const [ingress, egress, relay] = [await makeNode(), await makeNode(), await makeNode('relay')];
  await Promise.all([ingress.plugIn(), egress.plugIn(), relay.plugIn()]);
  const { tunnel } = await tunnels.create(principal, wishFor(ingress, egress, relay));
  egress.unplug();
  await tunnels.remove(principal, tunnel.id);
  await assert.rejects(tunnels.get(principal, tunnel.id), { code: 'TUNNEL_NOT_FOUND' });
  assert.deepEqual(relay.types(), ['authorize_tunnel', 'revoke_tunnel']);
  assert.deepEqual(ingress.types(), ['create_tunnel', 'delete_tunnel']);
  await egress.plugIn();
  await nothingLeft(tunnel.id);
  assert.equal(egress.types().at(-1), 'delete_tunnel');
});

test('the tunnels of a node that is deleted are forgotten by the others', async () => {
  const [ingress, egress] = [await makeNode(), await makeNode()];
  await ingress.plugIn();
  const { tunnel } = await tunnels.create(principal, wishFor(ingress, egress));
  await nodes.remove(principal, egress.id);
  await nothingLeft(tunnel.id);
  assert.deepEqual(ingress.types(), ['create_tunnel', 'delete_tunnel']);
});

const nothingLeft = (tunnelId: string) =>
  eventually(
    async () => !(await database.one(sql`select 1 as x from tunnel_legs where tunnel_id = ${tunnelId}`)),
    'nobody has to be told of the tunnel any more',
  );

test('300 nodes that come at once are a few looks, and those without tunnels hear nothing', async () => {
  const all = await Promise.all(Array.from({ length: 300 }, () => makeNode()));
  const ids: string[] = [];
  for (let i = 0; i < 20; i += 2) {
    const { tunnel } = await tunnels.create(principal, wishFor(all[i] as Node, all[i + 1] as Node));
    ids.push(tunnel.id);
  }
  looks = 0;
  await Promise.all(all.map((node) => node.plugIn()));
  for (const id of ids) await reaches(id, 'active');
  assert.ok(looks < 30, `${looks} looks`);
  assert.ok(all.slice(0, 20).every(({ told }) => told.length === 1));
  assert.ok(all.slice(20).every(({ told }) => told.length === 0));
});

test('after a restart of the server nothing is taken for told', async () => {
  const [ingress, egress] = [await makeNode(), await makeNode()];
  await Promise.all([ingress.plugIn(), egress.plugIn()]);
  const { tunnel } = await tunnels.create(principal, wishFor(ingress, egress));
  assert.equal(statusOf(tunnel), 'active');
  const quiet = { ...nodes, hub: { ...nodes.hub, onConnected() {}, onDisconnected() {} } };
  const next = createTunnels({ database, events, log, vault, nodes: quiet, retryMs: 3_600_000 });
  await tunnels.stop();
  await next.start();
  await next.stop();
  assert.equal(await statusOfTunnel(tunnel.id), 'pending');
});
