/*
 * What belongs to nodes and people and moves with them: tunnels with their secrets, and what screens keep.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { type TestContext } from 'node:test';
import { createSealing } from '../src/core/transfer/sealing.ts';
import { sql } from '../src/platform/database/index.ts';
import type { Answer } from './support/app.ts';
import { connectNode, type Frame, registerNode } from './support/node-client.ts';
import { eventually } from './support/processes.ts';
import {
  fileOf,
  furnish,
  type House,
  passphrase,
  type Report,
  reportOf,
  secretly,
  startHouse,
} from './support/transfer-house.ts';

type Action = { type: string; tunnel_id?: string; tunnel?: Record<string, string> };

/** A node that does whatever it is told, and what that was. */
async function plugIn(t: TestContext, house: House, { id, secret }: { id: string; secret: string }) {
  const told: Action[] = [];
  const { socket, say, close, reply } = await connectNode(house, { node_id: id, node_secret: secret });
  assert.equal(reply.type, 'auth_ok');
  socket.on('message', (text) => {
    const { type, payload } = JSON.parse(text.toString()) as Frame;
    if (type !== 'command') return;
    const { command_id, action } = payload as { command_id: string; action: Action };
    told.push(action);
    say('command_ack', { command_id, success: true, error: null });
  });
  t.after(close);
  const made = () =>
    told
      .filter(({ type }) => type === 'create_tunnel' || type === 'authorize_tunnel')
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  const hears = async (most: number) => {
    await eventually(async () => made().length >= most, 'the node is told of its tunnels');
    return made();
  };
  return { told, hears };
}

const conflictsOf = (answer: Answer) =>
  (answer.json() as { details: { conflicts: Report['conflicts'] } }).details.conflicts;

test('tunnels arrive with their secrets: nodes are told the same by their new house', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const { credentials, relay, tunnels } = await furnish(from);
  const exported = await from.leave('', secretly);
  const before = await (await plugIn(t, from, credentials)).hears(2);
  const secrets = before.flatMap(({ tunnel }) => [
    ...['tunnel_encryption_key', 'tunnel_bind_secret', 'tunnel_psk'].flatMap((name) => tunnel?.[name] ?? []),
  ]);
  assert.equal(secrets.length, 5);
  for (const secret of secrets) assert.ok(!exported.includes(secret));
  assert.equal((await to.enter(exported, secretly)).status, 200);

  const edge = await plugIn(t, to, credentials);
  assert.deepEqual(await edge.hears(2), before);
  // It may have them of the old house still, and older edges do not take one they have.
  assert.equal(edge.told[0]?.type, 'delete_tunnel');
  const authorized = await (await plugIn(t, to, await registerNode(to, relay))).hears(1);
  const authorizedBefore = await (await plugIn(t, from, await registerNode(from, relay))).hears(1);
  assert.deepEqual(authorized, authorizedBefore);
  assert.equal(authorized[0]?.tunnel_id, tunnels[1].id);

  const stored = (house: House) =>
    house.database.query<Record<string, string>>(sql`select encryption_key, bind_secret, psk from tunnels order by id`);
  const [there, here] = [await stored(from), await stored(to)];
  const keyOf = (sealed = '') => sealed.split('.')[1];
  assert.notEqual(keyOf(here[0]?.bind_secret), keyOf(there[0]?.bind_secret));
  for (const secret of secrets) assert.ok(!JSON.stringify(here).includes(secret));
});

test('without a passphrase tunnels get new secrets, the same at both ends', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const { credentials, edge, far } = await furnish(from);
  const [before] = await (await plugIn(t, from, credentials)).hears(2);
  const exported = await from.leave();
  assert.ok(!exported.includes('secret'));
  assert.equal((await to.enter(exported)).status, 200);
  const told = [];
  for (const { id } of [edge, far]) {
    const renewed = (await to.send('POST', `/nodes/${id}/token`)).json() as { registration_token: string };
    const node = await plugIn(t, to, await registerNode(to, renewed));
    told.push((await node.hears(2))[0]?.tunnel);
  }
  assert.equal(told[0]?.tunnel_bind_secret, told[1]?.tunnel_bind_secret);
  assert.notEqual(told[0]?.tunnel_bind_secret, before?.tunnel?.tunnel_bind_secret);
});

test('tunnels that do not fit are conflicts, and nothing is written', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const { edge, relay } = await furnish(from);
  const exported = await from.leave('', secretly);
  assert.equal((await to.enter(exported, secretly)).status, 200);
  const other = await to.person('owner');
  const theirs = await to.make('/nodes', { name: 'edge-theirs' }, other.token);
  const before = await to.everything();
  const [tunnel] = fileOf(await from.leave()).data.tunnels as [Record<string, unknown>];
  const enter = async (changed: object, token?: string) => {
    const answer = await to.enter({ version: 1, data: { tunnels: [{ ...tunnel, ...changed }] } }, {}, '', token);
    assert.equal(await to.everything(), before);
    return answer;
  };
  const reason = async (changed: object, token?: string) => {
    const answer = await enter(changed, token);
    assert.equal(answer.status, 409, answer.text);
    return conflictsOf(answer)[0]?.reason;
  };
  const fresh = { id: randomUUID(), mode: 'direct', egress_peer_addr: '203.0.113.7:1', relay_node_id: null };
  assert.equal(await reason({ name: 'x', enabled: !tunnel.enabled }), 'is there, and differs in name, enabled');
  assert.equal(await reason({}, other.token), 'the id is taken in another tenant');
  assert.equal(
    await reason({ ...fresh, egress_node_id: theirs.id }),
    `egress_node_id: there is no node ${theirs.id}`,
    'a node of another tenant is none',
  );
  assert.equal(await reason({ ...fresh, egress_node_id: relay.id }), `egress_node_id: ${relay.id} is no edge`);
  const viaEdge = { ...fresh, mode: 'relay', relay_addr: 'relay.example:1', relay_node_id: edge.id };
  assert.equal(await reason(viaEdge), `relay_node_id: ${edge.id} is no relay`);

  const wrong: [changed: object, words: RegExp][] = [
    [{ egress_node_id: tunnel.ingress_node_id }, /data.tunnels\[0\]: A tunnel needs two nodes/],
    [{ egress_forward_addr: 'http://169.254.169.254/' }, /egress_forward_addr must be a host and a port/],
    [{ ingress_listen_port: 0 }, /ingress_listen_port/],
    [{ protocol: 'sctp' }, /protocol must be one of tcp, udp/],
    [{ tenant_id: randomUUID() }, /tenant_id is no field/],
    [{ encryption_key: 'a'.repeat(64) }, /encryption_key is no field/],
  ];
  for (const [changed, words] of wrong) {
    const answer = await enter({ ...fresh, ...changed });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, words);
  }

  // Secrets somebody made up under a passphrase of their own.
  const file = fileOf(exported);
  const { salt } = file.data.encryption as { salt: string };
  const { seal } = await createSealing(passphrase, Buffer.from(salt, 'hex'));
  const [sealed] = file.data.tunnels as [{ id: string; mode: string; secrets: string }];
  const hex = 'a'.repeat(64);
  const made = [
    { encryption_key: hex, bind_secret: 'short', psk: null },
    { encryption_key: hex, bind_secret: hex, psk: sealed.mode === 'direct' ? null : hex },
    [hex],
  ];
  for (const secrets of made) {
    sealed.secrets = seal(secrets, `tunnels/${sealed.id}`);
    const answer = await to.enter(file, secretly);
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, new RegExp(`secrets of tunnels/${sealed.id}`));
  }
  sealed.secrets = seal(
    { encryption_key: hex, bind_secret: hex, psk: sealed.mode === 'direct' ? hex : null },
    `tunnels/${sealed.id}`,
  );
  assert.deepEqual(conflictsOf(await to.enter(file, secretly)), [
    { section: 'tunnels', id: sealed.id, reason: 'is there, and differs in secrets' },
  ]);
  assert.equal(await to.everything(), before);
});

test('what a screen keeps goes to its person only, and stays where it was arranged anew', async (t) => {
  const house = await startHouse(t);
  const { edge } = await furnish(house);
  const file = fileOf(await house.leave());
  const other = await house.person('owner');
  const kept = async (path: string, token?: string) =>
    (await house.send('GET', path, { ...(token !== undefined && { token }) })).json();
  await house.send('PUT', '/preferences/node_table_order', { body: { value: 'arranged anew' } });
  await house.send('DELETE', '/topology/positions?view=graph');
  const before = await house.everything();
  const enter = (entry: object, token?: string) =>
    house.enter({ version: 1, data: { layouts: [entry] } }, {}, '', token);

  const mine = { user_id: house.admin.userId, name: 'preference:nodes_view', content: 'x' };
  const foreign = await enter(mine, other.token);
  assert.equal(foreign.status, 409, foreign.text);
  assert.equal(conflictsOf(foreign)[0]?.reason, `there is no user ${house.admin.userId}`);
  assert.equal((await enter({ ...mine, user_id: other.userId })).status, 409);
  const wrong: [changed: object, words: RegExp][] = [
    [{ name: 'anything' }, /data.layouts\[0\].name must be one of positions:graph/],
    [{ content: { a: 1 } }, /data.layouts\[0\]: content must be string/],
    [{ content: null }, /content must be string/],
    [{ name: 'positions:flow', content: { a: { x: 'far', y: 1 } } }, /content.a.x must be number/],
    [{ name: 'positions:flow', content: 'left' }, /content must be object/],
    [{ content: 'x'.repeat(51 * 1024) }, /50 KB at most/],
  ];
  for (const [changed, words] of wrong) {
    const answer = await enter({ ...mine, ...changed });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, words);
  }
  assert.equal(await house.everything(), before);

  const { layouts } = reportOf(await house.enter({ version: 1, data: { layouts: file.data.layouts } })).sections;
  assert.deepEqual(layouts, { created: 1, updated: 0, unchanged: 2, skipped: 1 });
  assert.deepEqual(await kept('/preferences/node_table_order'), { value: 'arranged anew' });
  const { positions } = (await kept('/topology/positions')) as { positions: object };
  assert.deepEqual((positions as Record<string, object>)[edge.id], { x: 1.5, y: -20 });
});
