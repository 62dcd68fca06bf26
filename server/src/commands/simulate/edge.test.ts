import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CleansUp, defer } from '../../../test/support/defer.ts';
import { createDisk } from './disk.ts';
import { createEdge, type EdgeOptions } from './edge.ts';
import type { Generation } from './edge-config.ts';
import { type ManagerEnd, startScriptedManager } from './scripted-manager.ts';

const timing = { statsMs: 2, healthMs: 60_000, reconnectMs: 5, commandMs: 0 };

async function connect(t: CleansUp, generation: Generation, options: Partial<EdgeOptions> = {}) {
  const manager = await startScriptedManager(t);
  const disk = createDisk({ nodeId: 'node-1', nodeSecret: 'secret-1' });
  const urls = [manager.url];
  const edge = createEdge({ name: 'edge-oslo-01', urls, disk, generation, timing, allowPlain: true, ...options });
  defer(t, () => edge.stop());
  edge.start();
  return { edge, end: await manager.admitted() };
}

type Flow = {
  flow_id: string;
  state: string;
  health: string;
  input: Record<string, unknown>;
  outputs: Record<string, unknown>[];
};

async function fullStats(end: ManagerEnd, fits: (flows: Flow[]) => boolean = () => true): Promise<Flow[]> {
  const flowsOf = ({ payload }: { payload: Record<string, unknown> }) => payload.flows as Flow[];
  const frame = await end.next('stats', (one) => flowsOf(one).length > 0 && fits(flowsOf(one)));
  return flowsOf(frame);
}

const udpIn = { type: 'udp', bind_addr: '127.0.0.1:5600' };
const udpOut = { type: 'udp', id: 'out-9', name: 'UDP out', dest_addr: '127.0.0.1:5700' };
const v1Flow = { id: 'f9', name: 'Flow 9', enabled: true, input: udpIn, outputs: [udpOut] };

test('the first stats message has no flows, later ones have them all, stopped ones with default values', async (t) => {
  const { end } = await connect(t, 'v2', { flows: 3, emptyFlowsShare: 0 });
  assert.deepEqual((await end.next('stats')).payload.flows, []);
  const flows = await fullStats(end);
  assert.deepEqual(
    flows.map(({ state }) => state),
    ['Running', 'Running', 'Idle'],
  );
  assert.equal(flows[2]?.health, 'Healthy');
  assert.deepEqual(flows[2]?.outputs, []);
  assert.ok(Number(flows[0]?.input.bitrate_bps) > 1_000_000);
});

test('one flow in stats is a good kilobyte, so a few make the usual message', async (t) => {
  const { end } = await connect(t, 'v2', { flows: 2, emptyFlowsShare: 0 });
  const bytes = JSON.stringify(await fullStats(end)).length;
  assert.ok(bytes > 2_000 && bytes < 5_000, `${bytes} bytes`);
});

test('flows degrade, say so in health and events, and recover by themselves', async (t) => {
  const weather = { goodTicks: 4, badTicks: 2 };
  const { end } = await connect(t, 'v2', { flows: 2, weather, seed: 3 });
  await fullStats(end, (flows) => flows.some(({ health }) => health === 'Warning'));
  await fullStats(end, (flows) => flows.some(({ health }) => health === 'Critical'));
  await end.next('event', ({ payload }) => payload.severity === 'warning' && payload.flow_id === 'flow-1');
  await end.next('event', ({ payload }) => String(payload.message).endsWith('input recovered'));
});

test('the same seed tells the same story', async (t) => {
  const stories = await Promise.all(
    [1, 1, 2].map(async (seed) => {
      const { end, edge } = await connect(t, 'v2', { seed, emptyFlowsShare: 0 });
      await fullStats(end);
      await edge.stop();
      return JSON.stringify(await fullStats(end));
    }),
  );
  assert.equal(stories[0], stories[1]);
  assert.notEqual(stories[0], stories[2]);
});

for (const [generation, isNew] of [
  ['v1', false],
  ['v2', true],
] as const) {
  test(`an edge of ${generation} answers get_config with its config, without ack, secrets taken out`, async (t) => {
    const { end } = await connect(t, generation);
    const tunnel = {
      id: '0b8f3a52-6a0e-4f0c-9d53-0d2f5e1c7a11',
      name: 't',
      protocol: 'udp',
      mode: 'relay',
      direction: 'egress',
      local_addr: '0.0.0.0:9000',
      relay_addr: 'relay:4433',
      tunnel_bind_secret: 'ab'.repeat(32),
      tunnel_encryption_key: 'cd'.repeat(32),
    };
    await end.ask({ type: 'create_tunnel', tunnel });
    end.command('get', { type: 'get_config' });
    const { payload } = await end.next('config_response');
    assert.equal(payload.version, isNew ? 2 : 1);
    assert.equal('inputs' in payload, isNew);
    const manager = payload.manager as Record<string, unknown>;
    assert.equal('urls' in manager, isNew);
    assert.equal(manager.node_id, 'node-1');
    assert.doesNotMatch(JSON.stringify(payload), /secret-1|tunnel_bind_secret|tunnel_encryption_key/);
    // A later command is acknowledged, the get_config never is.
    await end.ask({ type: 'stop_flow', flow_id: 'flow-1' });
    assert.ok(!end.frames.some((frame) => frame.payload?.command_id === 'get'));
  });

  test(`an edge of ${generation} acknowledges as its generation does, also what it does not know`, async (t) => {
    const { end } = await connect(t, generation);
    const { command_id: _id, ...fine } = await end.ask({ type: 'stop_flow', flow_id: 'flow-1' });
    assert.deepEqual(fine, isNew ? { success: true } : { success: true, error: null });
    const { command_id: _other, ...unknown } = await end.ask({ type: 'dance' });
    const error = 'Unknown command: dance';
    assert.deepEqual(unknown, { success: false, error, ...(isNew ? { error_code: 'unknown_action' } : {}) });
    end.say({ type: 'command', payload: { action: { type: 'stop_flow' } } });
    const nameless = await end.next('command_ack', ({ payload }) => payload.command_id === 'unknown');
    assert.equal(nameless.payload.error, 'Missing flow_id');
  });

  test(`starting and stopping flows at an edge of ${generation} changes its config and its stats`, async (t) => {
    const { end, edge } = await connect(t, generation);
    await end.ask({ type: 'stop_flow', flow_id: 'flow-1' });
    assert.equal(edge.config().flows[0]?.enabled, false);
    await fullStats(end, ([first]) => first?.state === 'Idle');
    assert.equal((await end.ask({ type: 'stop_flow', flow_id: 'flow-1' })).error, "Flow 'flow-1' is not running");
    assert.equal((await end.ask({ type: 'start_flow', flow_id: 'no' })).error, "Flow 'no' not found in config");
    await end.ask({ type: 'start_flow', flow_id: 'flow-1' });
    assert.equal((await end.ask({ type: 'start_flow', flow_id: 'flow-1' })).error, "Flow 'flow-1' is already running");
    assert.equal((await end.ask({ type: 'restart_flow', flow_id: 'flow-1' })).success, true);
  });
}

test('an old edge insists on embedded inputs, starts what is created even if disabled, and keeps flows that are not running', async (t) => {
  const { end, edge } = await connect(t, 'v1');
  const wrong = await end.ask({ type: 'create_flow', flow: { id: 'f9', name: 'x', input_ids: [] } });
  assert.equal(wrong.error, 'Invalid flow config: missing field `input`');
  await end.ask({ type: 'create_flow', flow: { ...v1Flow, enabled: false } });
  await fullStats(end, (flows) => flows.some(({ flow_id, state }) => flow_id === 'f9' && state === 'Running'));
  assert.equal((await end.ask({ type: 'create_flow', flow: v1Flow })).error, "Duplicate flow ID 'f9'");
  const added = { ...udpOut, id: 'out-10' };
  await end.ask({ type: 'add_output', flow_id: 'f9', output: added });
  await end.ask({ type: 'remove_output', flow_id: 'f9', output_id: 'out-9' });
  assert.deepEqual(edge.config().flows.at(-1)?.outputs, [added]);
  await end.ask({ type: 'stop_flow', flow_id: 'f9' });
  assert.equal((await end.ask({ type: 'delete_flow', flow_id: 'f9' })).error, "Flow 'f9' is not running");
  assert.ok(edge.config().flows.some(({ id }) => id === 'f9'));
  assert.equal((await end.ask({ type: 'create_input', input: {} })).error, 'Unknown command: create_input');
});

test('a new edge silently ignores embedded inputs and outputs', async (t) => {
  const { end, edge } = await connect(t, 'v2');
  assert.equal((await end.ask({ type: 'create_flow', flow: v1Flow })).success, true);
  assert.deepEqual(edge.config().flows.at(-1), {
    id: 'f9',
    name: 'Flow 9',
    enabled: true,
    input_ids: [],
    output_ids: [],
  });
});

test('a new edge makes inputs, outputs and flows of them, and refuses what does not fit with a code', async (t) => {
  const { end, edge } = await connect(t, 'v2');
  const flow = { id: 'f9', name: 'Flow 9', input_ids: ['in-9'], output_ids: ['out-9'] };
  const early = await end.ask({ type: 'create_flow', flow });
  assert.equal(early.error_code, 'validation_error');
  await end.ask({ type: 'create_input', input: { id: 'in-9', name: 'UDP in', ...udpIn } });
  await end.ask({ type: 'create_output', output: udpOut });
  assert.equal((await end.ask({ type: 'create_flow', flow })).success, true);
  const busy = await end.ask({ type: 'delete_input', input_id: 'in-9' });
  assert.equal(busy.error_code, 'active_input_in_use');
  await end.ask({ type: 'create_input', input: { id: 'in-10', name: 'again', ...udpIn } });
  const clash = await end.ask({ type: 'create_flow', flow: { id: 'f10', name: 'x', input_ids: ['in-10'] } });
  assert.equal(clash.error_code, 'port_conflict');
  await end.ask({ type: 'activate_output', flow_id: 'f9', output_id: 'out-9', active: false });
  assert.equal(edge.config().outputs?.find(({ id }) => id === 'out-9')?.active, false);
  const reset = await end.ask({ type: 'reset_counters', flow_id: 'f9' });
  assert.deepEqual(reset.data, { flow_id: 'f9', scope: 'all' });
  assert.equal((await end.ask({ type: 'delete_flow', flow_id: 'f9' })).success, true);
  await end.ask({ type: 'delete_input', input_id: 'in-9' });
  assert.ok(!edge.config().inputs?.some(({ id }) => id === 'in-9'));
});

test('a pushed config is taken over whole, its manager block is not, and secrets it leaves out stay', async (t) => {
  const { end, edge } = await connect(t, 'v2');
  const id = '0b8f3a52-6a0e-4f0c-9d53-0d2f5e1c7a11';
  const open = { id, name: 't', protocol: 'udp', mode: 'relay', direction: 'egress', local_addr: '0.0.0.0:9000' };
  await end.ask({ type: 'create_tunnel', tunnel: { ...open, relay_addr: 'relay:4433', tunnel_bind_secret: 'kept' } });
  const pushed = { flows: [], inputs: [], outputs: [], tunnels: [{ ...open, relay_addrs: ['relay:4433'] }] };
  const config = { version: 2, ...pushed, manager: { urls: ['wss://elsewhere/'] } };
  assert.equal((await end.ask({ type: 'update_config', config })).success, true);
  assert.equal(edge.config().tunnels[0]?.tunnel_bind_secret, 'kept');
  assert.equal(edge.config().manager, undefined);
  await end.next('event', ({ payload }) => payload.message === 'Configuration updated');
  const bad = await end.ask({ type: 'update_config', config: { flows: 1 } });
  assert.equal(bad.error, 'Invalid config: missing field `flows`');
  assert.equal((await end.ask({ type: 'delete_tunnel', tunnel_id: 'nobody' })).success, true);
});

test('acks of a new edge overtake each other', async (t) => {
  const { end } = await connect(t, 'v2', { timing: { ...timing, commandMs: 60 }, seed: 5 });
  const ids = Array.from({ length: 12 }, (_, n) => String(n));
  for (const id of ids) end.command(id, { type: 'restart_flow', flow_id: 'flow-1' });
  for (const id of ids) await end.next('command_ack', ({ payload }) => payload.command_id === id);
  const order = end.frames.filter(({ type }) => type === 'command_ack').map(({ payload }) => payload.command_id);
  assert.notDeepEqual(order, ids);
});
