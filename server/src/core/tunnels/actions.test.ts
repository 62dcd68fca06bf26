import assert from 'node:assert/strict';
import test from 'node:test';
import { redact } from '../nodes/index.ts';
import { actionToForget, actionToHave } from './actions.ts';
import { checkWish, wishOf } from './check.ts';
import type { NewTunnel } from './schema.ts';
import { bindToken, mintSecrets } from './secrets.ts';

const id = '6f1d2c3b-4a59-4e68-8d77-9c86ab95cda4';
const bindSecret = '00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const secrets = { encryptionKey: 'a'.repeat(64), bindSecret, psk: null };
const [ingress, egress, relay] = ['1', '2', '3'].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];
const relayed: NewTunnel = {
  name: 'Oslo to Bergen',
  protocol: 'udp',
  mode: 'relay',
  ingressNodeId: ingress,
  ingressListenPort: 9000,
  egressNodeId: egress,
  egressForwardAddr: '127.0.0.1:9100',
  relayNodeId: relay,
  relayAddr: 'relay.example.com:4433',
};
const direct: NewTunnel = { ...relayed, mode: 'direct', egressPeerAddr: '203.0.113.7:4434' };

test('bind tokens are byte for byte those of the edges', () => {
  // Computed by `printf '%s' <id>:<direction> | openssl dgst -sha256 -hmac <secret as it is written>`.
  const token = (direction: 'ingress' | 'egress') => bindToken(bindSecret, id, direction);
  assert.equal(token('ingress'), 'b9115462d93fbfefb51800321ed700679a81f526389f07f60e933cbae888ba83');
  assert.equal(token('egress'), '6f9dee1b3676b0c4c51d6f366ab27f92242b81ace39ad4d737f889dc55601166');
  assert.deepEqual(actionToHave('relay', { id, ...wishOf(relayed) }, secrets), {
    type: 'authorize_tunnel',
    tunnel_id: id,
    ingress_token: token('ingress'),
    egress_token: token('egress'),
  });
});

test('the names of the ends flip on their way to the edges', () => {
  const tunnel = { id, ...wishOf(relayed) };
  const shared = {
    id,
    name: 'Oslo to Bergen',
    enabled: true,
    protocol: 'udp',
    mode: 'relay',
    relay_addr: 'relay.example.com:4433',
    tunnel_encryption_key: secrets.encryptionKey,
    tunnel_bind_secret: bindSecret,
  };
  assert.deepEqual(actionToHave('ingress', tunnel, secrets), {
    type: 'create_tunnel',
    tunnel: { ...shared, direction: 'egress', local_addr: '0.0.0.0:9000' },
  });
  assert.deepEqual(actionToHave('egress', tunnel, secrets), {
    type: 'create_tunnel',
    tunnel: { ...shared, direction: 'ingress', local_addr: '127.0.0.1:9100' },
  });
});

test('without a relay the egress node listens and the ingress node calls it', () => {
  const tunnel = { id, ...wishOf(direct) };
  const minted = mintSecrets('direct');
  for (const secret of Object.values(minted)) assert.match(secret ?? '', /^[0-9a-f]{64}$/);
  const of = (part: 'ingress' | 'egress') => actionToHave(part, tunnel, minted).tunnel as Record<string, unknown>;
  assert.equal(of('ingress').peer_addr, '203.0.113.7:4434');
  assert.equal(of('egress').direct_listen_addr, '0.0.0.0:4434');
  for (const config of [of('ingress'), of('egress')]) {
    assert.equal(config.tunnel_psk, minted.psk);
    assert.equal('relay_addr' in config, false);
  }
  assert.equal(tunnel.relayNodeId, null);
  assert.equal(mintSecrets('relay').psk, null);
});

test('nothing secret is left in what is shown of a command', () => {
  const minted = mintSecrets('direct');
  const tunnel = { id, ...wishOf(direct) };
  const actions = (['relay', 'ingress', 'egress'] as const).map((part) => actionToHave(part, tunnel, minted));
  const shown = JSON.stringify(redact(actions));
  assert.doesNotMatch(shown, /[0-9a-f]{64}/);
  assert.match(shown, new RegExp(id));
});

test('a node forgets what it was told in its own words', () => {
  assert.deepEqual(actionToForget('relay', id), { type: 'revoke_tunnel', tunnel_id: id });
  assert.deepEqual(actionToForget('egress', id), { type: 'delete_tunnel', tunnel_id: id });
});

test('a tunnel that cannot work is refused with what is wrong with it', () => {
  const refused = (changes: object, of: NewTunnel = relayed) => {
    try {
      checkWish(wishOf({ ...of, ...changes }));
    } catch (error) {
      return (error as Error).message;
    }
    return 'it was taken';
  };
  assert.equal(refused({}), 'it was taken');
  assert.equal(refused({}, direct), 'it was taken');
  for (const address of ['[2001:db8::7]:1', 'a.b-c.example:65535', '10.0.0.1:443'])
    assert.equal(refused({ egressForwardAddr: address }), 'it was taken', address);
  for (const address of [
    ...['', 'host', 'host:', ':80', 'host:0', 'host:65536', 'host:99999', 'a b:80', 'http://host:80', 'host:80/'],
    ...['2001:db8::7:80', '[host]:80', '[::1%eth0]:80', '-a:80', 'a..b:80', `${'a'.repeat(254)}:80`],
  ])
    assert.match(refused({ egressForwardAddr: address }), /egress_forward_addr must be a host and a port/, address);
  assert.match(refused({ name: ' ' }), /name/);
  assert.match(refused({ name: 'a\nb' }), /name/);
  assert.match(refused({ ingressListenPort: 0 }), /ingress_listen_port/);
  assert.match(refused({ ingressListenPort: 65536 }), /ingress_listen_port/);
  assert.match(refused({ protocol: 'sctp' }), /protocol/);
  assert.match(refused({ mode: 'magic' }), /mode/);
  assert.match(refused({ relayNodeId: null }), /relay_node_id/);
  assert.match(refused({ relayAddr: undefined }), /relay_addr/);
  assert.match(refused({ egressPeerAddr: null }, direct), /egress_peer_addr/);
  assert.match(refused({ egressNodeId: ingress }), /the same/);
  assert.match(refused({ associatedFlowIds: [''] }), /associated_flow_ids/);
});
