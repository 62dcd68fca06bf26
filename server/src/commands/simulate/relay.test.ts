import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defer } from '../../../test/support/defer.ts';
import { bindToken } from './bind-token.ts';
import { createDisk } from './disk.ts';
import { createEdge } from './edge.ts';
import { createRelay } from './relay.ts';
import type { Relays } from './relay-switch.ts';
import { type ManagerEnd, startScriptedManager } from './scripted-manager.ts';

const timing = { statsMs: 2, healthMs: 60_000, reconnectMs: 5, commandMs: 0 };
const id = '0b8f3a52-6a0e-4f0c-9d53-0d2f5e1c7a11';
const address = '127.0.0.1:14433';
const bindSecret = 'ab'.repeat(32);

async function startRelay(t: { after(fn: () => Promise<void>): void }, relays: Relays = new Map()) {
  const manager = await startScriptedManager(t);
  const disk = createDisk({ registrationToken: 'token-1' });
  const urls = [manager.url];
  const relay = createRelay({ name: 'relay-oslo-01', urls, disk, address, relays, timing, allowPlain: true });
  defer(t, () => relay.stop());
  relay.start();
  const end = await manager.connection();
  end.say({ type: 'register_ack', payload: { node_id: 'node-r', node_secret: 'secret-r' } });
  return { manager, relay, end, disk };
}

type Told = { id?: string; tunnel_id?: string; state?: string; status?: string };

async function tunnelOf(end: ManagerEnd, fits: (tunnel: Told) => boolean, since = 0): Promise<Told> {
  const tunnels = (payload: Record<string, unknown>) => payload.tunnels as Told[];
  const frame = await end.next('stats', (one) => end.frames.indexOf(one) >= since && tunnels(one.payload).some(fits));
  return tunnels(frame.payload).find(fits) ?? {};
}

// Computed with: printf %s '<id>:ingress' | openssl dgst -sha256 -mac HMAC -macopt key:abab…
test('a bind token is the HMAC with the ASCII of the hex digits as its key, byte for byte', () => {
  assert.equal(
    bindToken(bindSecret, id, 'ingress'),
    'aeb0ae270eaf4abfc761d7036d92dfa93502d0f20fb5af718d8b6b52e5500bbb',
  );
  assert.equal(bindToken(bindSecret, id, 'egress'), '2880527849bd1b3ca0d7eec2cc6c418e7b29cc1cb6a81d65339ee280e2b5937d');
});

test('a relay answers its commands with data, and refuses in the exact words', async (t) => {
  const { end } = await startRelay(t);
  const tokens = { ingress_token: 'a', egress_token: 'b' };
  assert.deepEqual((await end.ask({ type: 'list_tunnels' })).data, []);
  assert.deepEqual((await end.ask({ type: 'list_edges' })).data, []);
  assert.equal((await end.ask({ type: 'authorize_tunnel', tunnel_id: id, ...tokens })).success, true);
  assert.equal((await end.ask({ type: 'revoke_tunnel', tunnel_id: id })).success, true);
  assert.equal((await end.ask({ type: 'revoke_tunnel', tunnel_id: id })).success, true);
  const refusals: [Record<string, unknown>, string | RegExp][] = [
    [{ type: 'disconnect_edge' }, 'Missing edge_id'],
    [{ type: 'disconnect_edge', edge_id: 'x' }, "Edge 'x' is not connected"],
    [{ type: 'close_tunnel' }, 'Missing tunnel_id'],
    [{ type: 'close_tunnel', tunnel_id: 'x' }, /^Invalid UUID: /],
    [{ type: 'close_tunnel', tunnel_id: id }, `Tunnel '${id}' not found`],
    [{ type: 'authorize_tunnel', tunnel_id: id }, 'Missing ingress_token'],
    [{ type: 'authorize_tunnel', tunnel_id: id, ingress_token: 'a' }, 'Missing egress_token'],
    [{ type: 'authorize_tunnel', tunnel_id: 'x', ...tokens }, /^Invalid UUID: /],
    [{ type: 'rotate_secret' }, 'Missing new_secret'],
    [{ type: 'rotate_secret', new_secret: '' }, 'Empty new_secret'],
    [{ type: 'update_config', config: {} }, 'Unknown relay command: update_config'],
  ];
  for (const [action, error] of refusals) {
    const ack = await end.ask(action);
    assert.equal(ack.success, false);
    if (typeof error === 'string') assert.equal(ack.error, error);
    else assert.match(String(ack.error), error);
  }
});

test('a relay shows the config of its start, with the consumed token and without the id it got since', async (t) => {
  const { end, manager, relay } = await startRelay(t);
  end.command('c', { type: 'get_config' });
  const { payload } = await end.next('config_response');
  assert.equal((payload.manager as Record<string, unknown>).registration_token, 'token-1');
  assert.equal((payload.manager as Record<string, unknown>).node_id, undefined);
  relay.kill();
  relay.start();
  const second = await manager.admitted();
  second.command('c', { type: 'get_config' });
  const { manager: block } = (await second.next('config_response')).payload as { manager: Record<string, unknown> };
  assert.equal(block.node_secret, '***REDACTED***');
  assert.equal(block.node_id, 'node-r');
});

test('rotating the secret of a relay that registered in this run loses its node id: it restarts with the consumed token', async (t) => {
  const { end, manager, relay } = await startRelay(t);
  await end.ask({ type: 'rotate_secret', new_secret: 'secret-2' });
  relay.kill();
  relay.start();
  const { auth } = await manager.connection();
  assert.equal(auth.registration_token, 'token-1');
  assert.equal(auth.node_id, undefined);
});

test('a tunnel is ready only while both edges and the authorization of the relay agree', async (t) => {
  const relays: Relays = new Map();
  const { end: relayEnd, relay, manager } = await startRelay(t, relays);
  const edges: ManagerEnd[] = [];
  for (const direction of ['ingress', 'egress']) {
    const disk = createDisk({ nodeId: `node-${direction}`, nodeSecret: 's' });
    const edgeManager = await startScriptedManager(t);
    const shared = { urls: [edgeManager.url], disk, relays, timing, allowPlain: true };
    const edge = createEdge({ ...shared, name: direction, generation: 'v2', flows: 0 });
    defer(t, () => edge.stop());
    edge.start();
    const end = await edgeManager.admitted();
    const open = { id, name: 't', protocol: 'udp', mode: 'relay', direction, local_addr: '0.0.0.0:9000' };
    const tunnel = { ...open, relay_addr: address, tunnel_bind_secret: bindSecret, enabled: true };
    assert.equal((await end.ask({ type: 'create_tunnel', tunnel })).success, true);
    await tunnelOf(end, ({ state }) => state === 'waiting');
    edges.push(end);
  }
  const [ingress, egress] = edges as [ManagerEnd, ManagerEnd];
  const tokens = (secret: string) => ({
    ingress_token: bindToken(secret, id, 'ingress'),
    egress_token: bindToken(secret, id, 'egress'),
  });
  await relayEnd.ask({ type: 'authorize_tunnel', tunnel_id: id, ...tokens('cd'.repeat(32)) });
  await tunnelOf(ingress, ({ state }) => state === 'waiting', ingress.frames.length);
  await relayEnd.ask({ type: 'authorize_tunnel', tunnel_id: id, ...tokens(bindSecret) });
  await tunnelOf(ingress, ({ state }) => state === 'ready');
  await tunnelOf(egress, ({ state }) => state === 'ready');
  await tunnelOf(relayEnd, ({ status }) => status === 'active');
  const listed = (await relayEnd.ask({ type: 'list_edges' })).data as { edge_id: string }[];
  assert.deepEqual(listed.map(({ edge_id }) => edge_id).sort(), ['node-egress', 'node-ingress']);
  await relayEnd.next('event', ({ payload }) => payload.message === 'Tunnel active (both sides bound)');

  await egress.ask({ type: 'delete_tunnel', tunnel_id: id });
  await tunnelOf(relayEnd, ({ status }) => status === 'waiting_egress');
  assert.equal((await relayEnd.ask({ type: 'disconnect_edge', edge_id: 'node-ingress' })).success, true);

  // Authorizations are in memory only: a relay that restarts has to be told again.
  relay.kill();
  relay.start();
  await manager.admitted();
  await tunnelOf(ingress, ({ state }) => state === 'waiting', ingress.frames.length);
});
