import assert from 'node:assert/strict';
import test from 'node:test';
import type { FlowEnds, Tunnel } from '../../api/tunnels.ts';
import { addressOf, flowLinks } from './flow-links.ts';
import { wiresOf, worstOf } from './wires.ts';

const tunnel = (id: string, more: Partial<Tunnel> = {}): Tunnel =>
  ({
    id,
    name: id,
    status: 'active',
    ingress_node_id: 'a',
    ingress_listen_port: 9000,
    egress_node_id: 'b',
    egress_forward_addr: '127.0.0.1:9100',
    relay_node_id: null,
    ...more,
  }) as Tunnel;

type Side = [local: string | null, remote: string | null];
const end = ([local_addr, remote_addr]: Side) => ({
  id: null,
  name: null,
  type: null,
  mode: null,
  local_addr,
  remote_addr,
});
const node = (node_id: string, flow_id: string, inputs: Side[], outputs: Side[]): FlowEnds['nodes'][number] => ({
  node_id,
  node_name: node_id,
  flows: [{ flow_id, flow_name: null, enabled: true, inputs: inputs.map(end), outputs: outputs.map(end) }],
});

test('tunnels between the same nodes share a wire, whose state is the one that needs somebody most', () => {
  const all = [
    tunnel('t1'),
    tunnel('t2', { status: 'error' }),
    tunnel('t3', { relay_node_id: 'r', status: 'pending' }),
    tunnel('t4', { relay_node_id: 'hidden' }),
  ];
  const wires = wiresOf(all, [], (id) => id !== 'hidden');
  assert.deepEqual(
    wires.map(({ from, to, tunnels }) => `${from}${to} ${tunnels.map(({ id }) => id)} ${worstOf(tunnels)}`),
    ['ab t1,t2,t4 error', 'ar t3 pending', 'rb t3 pending'],
  );
});

test('addresses are read out of URLs, and those without a port are none', () => {
  assert.deepEqual(addressOf('srt://user:pass@Host.example:9000?mode=caller'), { host: 'host.example', port: 9000 });
  assert.deepEqual(addressOf('[2001:DB8::1]:5000'), { host: '[2001:db8::1]', port: 5000 });
  for (const none of [null, '', '0.0.0.0:0', 'host', 'https://host/live']) assert.equal(addressOf(none), undefined);
});

test('a flow feeds another by its own address, from either side, or through a tunnel', () => {
  const addresses = new Map([
    ['a', ['192.0.2.1', '10.0.0.1']],
    ['b', ['192.0.2.2', '10.0.0.1']],
  ]);
  const links = (from: Side, to: Side, tunnels: Tunnel[] = []) =>
    flowLinks({ nodes: [node('a', 'f', [], [from]), node('b', 'g', [to], [])], silent: [] }, tunnels, addresses).map(
      ({ from: source, to: target, tunnelId }) => `${source}${target} ${tunnelId}`,
    );
  assert.deepEqual(links(['0.0.0.0:0', '192.0.2.2:5000'], ['0.0.0.0:5000', null]), ['ab null'], 'it calls');
  assert.deepEqual(links(['0.0.0.0:6000', null], [null, 'srt://192.0.2.1:6000']), ['ab null'], 'it is called');
  assert.deepEqual(links([null, '127.0.0.1:9000'], ['0.0.0.0:9100', null], [tunnel('t')]), ['ab t']);
  assert.deepEqual(links([null, '192.0.2.2:5001'], ['0.0.0.0:5000', null]), [], 'another port');
  assert.deepEqual(links([null, '10.0.0.1:5000'], ['0.0.0.0:5000', null]), [], 'an address that both have');
  assert.deepEqual(links([null, '239.1.1.1:5000'], ['239.1.1.1:5000', null]), [], 'a group may be in two networks');
  assert.deepEqual(links([null, '127.0.0.1:5000'], ['0.0.0.0:5000', null]), [], 'its own machine');
});
