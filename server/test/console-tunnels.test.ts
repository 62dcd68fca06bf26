/* What the console lets through is what the server takes: a tunnel that is refused is refused before it is sent. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { bodyOf, type Draft, draftOf, problemsOf } from '../../console/src/rooms/tunnels/check.ts';
import { checkWish, wishOf } from '../src/core/tunnels/check.ts';

const whole: Draft = {
  ...draftOf(undefined),
  name: 'Oslo to Bergen',
  ingress_node_id: 'a',
  ingress_listen_port: '9000',
  egress_node_id: 'b',
  egress_forward_addr: '127.0.0.1:9100',
  relay_node_id: 'r',
  relay_addr: 'relay.example:4433',
  egress_peer_addr: '203.0.113.7:4433',
};

function isTaken(draft: Draft): boolean {
  const body = bodyOf(draft);
  try {
    checkWish(
      wishOf({
        name: body.name,
        protocol: body.protocol,
        mode: body.mode,
        ingressNodeId: body.ingress_node_id,
        ingressListenPort: body.ingress_listen_port,
        egressNodeId: body.egress_node_id,
        egressForwardAddr: body.egress_forward_addr,
        relayNodeId: body.relay_node_id || null,
        relayAddr: body.relay_addr ?? null,
        egressPeerAddr: body.egress_peer_addr ?? null,
        associatedFlowIds: body.associated_flow_ids ?? [],
      }),
    );
  } catch {
    return false;
  }
  return true;
}

const addresses = [
  ...['203.0.113.7:4433', 'host:1', 'a.b-c.example:65535', '[2001:db8::7]:4433', '[::1]:9', '[::ffff:192.0.2.1]:9'],
  ...['', 'host', 'host:', 'host:0', 'host:65536', ':4433', '-a:1', 'a..b:1', '[::1]', '[fe80::1%eth0]:9', '[1:2]:9'],
  ...['2001:db8::7:4433', 'srt://host:1', 'ho st:1', `${'a'.repeat(254)}:1`, 'host:1/path', 'ü:1'],
];
const cases: Partial<Draft>[] = [
  {},
  { mode: 'direct' },
  ...addresses.flatMap((address): Partial<Draft>[] => [
    { egress_forward_addr: address },
    { relay_addr: address },
    { mode: 'direct', egress_peer_addr: address },
  ]),
  ...['', '0', '1', '65535', '65536', '1.5', '-1', 'x'].map((port) => ({ ingress_listen_port: port })),
  ...['', '   ', 'a\u0007', 'x'.repeat(128), 'x'.repeat(129)].map((name) => ({ name })),
  { egress_node_id: 'a' },
  { relay_node_id: '' },
  { relay_node_id: '', mode: 'direct' },
  { associated_flow_ids: Array.from({ length: 101 }, (_, i) => `f${i}`) },
];

test('the wizard refuses what the server refuses, and nothing else', () => {
  for (const change of cases) {
    const draft = { ...whole, ...change };
    assert.equal(Object.keys(problemsOf(draft)).length === 0, isTaken(draft), JSON.stringify(change).slice(0, 200));
  }
});
