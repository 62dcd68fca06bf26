/*
 * Files that were made to do harm, and things nobody made but that a file has to hold: refused with the place and nothing
 * written, or taken in whole.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { connectNode, registerNode } from './support/node-client.ts';
import { eventually } from './support/processes.ts';
import { dataOf, fileOf, furnish, reportOf, secretly, startHouse } from './support/transfer-house.ts';

test('malicious and malformed files are refused with the place', async (t) => {
  const house = await startHouse(t);
  const node = {
    ...{ id: randomUUID(), name: 'n', description: null, device_type: 'edge', status: 'online' },
    ...{ software_version: null, metadata: null },
  };
  const user = {
    ...{ id: randomUUID(), username: 'x1', display_name: 'x', email: null, role: 'viewer', is_temporary: false },
    ...{ expires_at: null, allowed_node_ids: null, is_active: true, last_login_at: null },
  };
  const event = {
    ...{ id: 1, node_id: node.id, severity: 'info', category: 'c', message: 'm', details: null, flow_id: null },
    ...{ created_at: '2026-01-01T00:00:00Z', acknowledged: false, acknowledged_by: null },
  };
  const before = await house.everything();
  assert.equal((await house.enter({ version: 1, data: { nodes: [] }, pad: 'x'.repeat(65 * 1024 * 1024) })).status, 413);
  const cases: [body: unknown, status: number, words: RegExp][] = [
    ['{"version":1,"data":{"nodes":[{"__proto__":{"a":1}}]}}', 400, /forbidden key/],
    ['{"version":1,"data":{"nodes":['.padEnd(5000, '['), 400, /nests deeper than 64/],
    [`{"version":1,"data":{"nodes":${'['.repeat(60)}${']'.repeat(60)}}}`, 400, /data.nodes\[0\] must be object/],
    [{ version: 1, data: { nodes: [{ ...node, name: 'a\0' }] } }, 400, /characters that cannot be stored/],
    [
      { version: 1, data: { nodes: [{ ...node, metadata: { a: '\ud800' } }] } },
      400,
      /characters that cannot be stored/,
    ],
    [
      { version: 1, data: { nodes: [{ ...node, metadata: { a: 'x'.repeat(65_536) } }] } },
      400,
      /metadata must have at most/,
    ],
    [{ version: 1, data: { nodes: [{ ...node, metadata: [] }] } }, 400, /data.nodes\[0\].metadata/],
    [{ version: 1, data: { nodes: [{ ...node, id: `${node.id}' or 1=1` }] } }, 400, /data.nodes\[0\].id/],
    [{ version: 1, data: { nodes: [null] } }, 400, /data.nodes\[0\] must be object/],
    [{ version: 1, data: { users: [{ ...user, allowed_node_ids: ['*'] }] } }, 400, /allowed_node_ids\[0\]/],
    [{ version: 1, data: { users: [{ ...user, tenant_id: randomUUID() }] } }, 400, /tenant_id is no field/],
    [{ version: 1, data: { users: [{ ...user, password_hash: 'x' }] } }, 400, /password_hash is no field/],
    [{ version: 1, data: { users: [{ ...user, is_active: 'yes' }] } }, 400, /is_active must be boolean/],
    [{ version: 1, data: { users: [{ ...user, email: 'a@b.c,victim@example.com' }] } }, 400, /Invalid email/],
    [
      { version: 1, data: { users: [{ ...user, secrets: `sbx1.${'a'.repeat(40)}` }] } },
      400,
      /data.encryption: missing/,
    ],
    [{ version: 1, data: { settings: [['max_login_attempts', 5]] } }, 400, /data.settings\[0\]\[1\] must be string/],
    [{ version: 2, data: {} }, 400, /version: this server reads version 1, and the file has 2/],
    [{ version: 1, data: [] }, 400, /data/],
    [{ version: 1, data: { planets: [] } }, 400, /data.planets: this server knows no such section/],
    [{ version: 1, data: { nodes: {} } }, 400, /data.nodes: must be a list/],
    [{ version: 1, data: { nodes: [node, { ...node, id: 7 }] } }, 400, /data.nodes\[1\].id must be string/],
    [{ version: 1, data: { nodes: [node, node] } }, 400, /data.nodes\[1\]: its id .* is that of data.nodes\[0\], too/],
    [{ version: 1, data: { nodes: [{ ...node, tenant_id: randomUUID() }] } }, 400, /tenant_id/],
    [{ version: 1, data: { nodes: [{ ...node, device_type: 'toaster' }] } }, 400, /device_type must be one of/],
    [{ version: 1, data: { nodes: [{ ...node, created_at: '2026-02-03T25:00:00Z' }] } }, 400, /created_at/],
    [{ version: 1, data: { nodes: [{ ...node, name: 'a\nb' }] } }, 400, /control characters/],
    [{ version: 1, data: { users: [{ ...user, role: 'owner' }] } }, 400, /data.users\[0\].role must be one of viewer/],
    [{ version: 1, data: { users: [{ ...user, username: '../x' }] } }, 400, /data.users\[0\]: Username must start/],
    [{ version: 1, data: { users: [{ ...user, preferences: { theme: {} } }] } }, 400, /preferences.theme/],
    [{ version: 1, data: { users: [user, { ...user, id: randomUUID(), username: 'X1' }] } }, 400, /username x1/],
    [{ version: 1, data: { settings: [['max_login_attempts', '0']] } }, 409, /whole number from 1 to 100/],
    [{ version: 1, data: { settings: [['__proto__', '1']] } }, 409, /Unknown setting/],
    [{ version: 1, data: { events: [event] } }, 409, /there is no node/],
    [
      { version: 1, data: { nodes: [node], events: [{ ...event, id: 2 ** 50 }] } },
      400,
      /data.events\[0\].id must be <=/,
    ],
    [{ version: 1, data: { encryption: { kdf: 'scrypt', n: 2 ** 30 } } }, 400, /data.encryption/],
  ];
  // In turns, so that a hundred of them do not look like an attack on the limit of a class.
  for (const [body, status, words] of cases) {
    const answer = await house.enter(body);
    assert.equal(answer.status, status, `${JSON.stringify(body).slice(0, 200)}: ${answer.text}`);
    assert.match(answer.text, words);
  }
  assert.equal(await house.everything(), before);
});

test('one wrong entry at the end of a large file undoes all of it', async (t) => {
  const house = await startHouse(t);
  const before = await house.everything();
  const node = { description: null, device_type: 'edge', status: 'online', software_version: null, metadata: null };
  const nodes = Array.from({ length: 5000 }, (_, i) => ({ ...node, id: randomUUID(), name: `edge-${i}` }));
  const user = {
    ...{ username: 'x1', display_name: 'x', email: null, role: 'viewer', is_temporary: false, expires_at: null },
    ...{ allowed_node_ids: null, is_active: true, last_login_at: null, id: randomUUID() },
  };
  const stranger = { user_id: randomUUID(), name: 'preference:nodes_view', content: 'x' };
  const answer = await house.enter({ version: 1, data: { users: [user], nodes, layouts: [stranger] } });
  assert.equal(answer.status, 409, answer.text);
  assert.match(answer.text, /there is no user/);
  assert.equal(await house.everything(), before);
});

test('who is imported sees nothing of another tenant, whatever nodes they are allowed', async (t) => {
  const house = await startHouse(t);
  const { edge, tunnels } = await furnish(house);
  const other = await house.person('owner');
  const file = fileOf(await house.leave('', secretly, other.token));
  const [owner] = file.data.users as [Record<string, unknown>];
  const spy = {
    ...owner,
    ...{ id: randomUUID(), public_id: 'usr_0badc0de', username: 'spy.1', email: 'spy@example.com', role: 'admin' },
    ...{ allowed_node_ids: [edge.id], secrets: undefined },
  };
  const answer = await house.enter({ version: 1, data: { users: [spy] } }, {}, '', other.token);
  assert.equal(answer.status, 200, answer.text);
  const set = await house.send('PUT', `/users/${spy.id}`, { token: other.token, body: { password: 'Passw0rd.x' } });
  assert.equal(set.status, 200, set.text);
  const entered = await house.logIn('spy.1', 'Passw0rd.x');
  const token = /\bsession=([^;]+)/.exec(entered.headers.get('set-cookie') ?? '')?.[1] ?? '';
  for (const path of [`/nodes/${edge.id}`, `/tunnels/${tunnels[0].id}`, `/nodes/${edge.id}/tunnels`])
    assert.equal((await house.send('GET', path, { token })).status, 404, path);
  for (const path of ['/nodes', '/events'])
    assert.ok(!(await house.send('GET', path, { token })).text.includes(edge.id.slice(0, 13)), path);
  // An admin is not a super_admin, and a super_admin of one tenant does not run the installation.
  assert.equal((await house.send('GET', '/export', { token })).status, 403);
  const settings = { settings: { max_login_attempts: 99 } };
  assert.equal((await house.send('PUT', '/settings', { token, body: settings })).status, 403);
});

test('names and addresses of another tenant are taken, and not told whose', async (t) => {
  const house = await startHouse(t);
  await furnish(house);
  const other = await house.person('owner');
  const file = fileOf(await house.leave('', {}, other.token));
  const [owner] = file.data.users as [Record<string, unknown>];
  const fresh = () => ({
    ...owner,
    id: randomUUID(),
    public_id: undefined,
    username: randomUUID().slice(0, 8),
    email: null,
  });
  const before = await house.everything();
  const reason = async (changed: object) => {
    const answer = await house.enter(
      { version: 1, data: { users: [{ ...fresh(), ...changed }] } },
      {},
      '',
      other.token,
    );
    assert.equal(answer.status, 409, answer.text);
    assert.ok(!answer.text.includes(house.admin.tenantId));
    return (answer.json() as { details: { conflicts: { reason: string }[] } }).details.conflicts[0]?.reason;
  };
  assert.equal(await reason({ username: 'WATCHER.1' }), 'the username WATCHER.1 is taken');
  assert.equal(await reason({ email: 'watcher@EXAMPLE.com' }), 'the email watcher@EXAMPLE.com is taken');
  assert.equal(await reason({ id: house.admin.userId }), 'the id is taken in another tenant');
  assert.equal(await house.everything(), before);
});

test('whatever a node reports can be imported again', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const { id, secret } = await registerNode(
    from,
    await from.make<{ registration_token: string }>('/nodes', { name: 'odd' }),
  );
  const { raw, close } = await connectNode(from, { node_id: id, node_secret: secret });
  const report = (details: string, message = '"m"') =>
    raw(
      `{"type":"event","payload":{"severity":"CRITICAL","category":"odd","message":${message},"details":${details}}}`,
    );
  const odd = [
    `${'['.repeat(61)}${']'.repeat(61)}`,
    '{"__proto__":{"a":1}}',
    '{"\\u005f_proto__":1}',
    '{"constructor":{"prototype":{}}}',
    '{"a":"\\u0000","b":"\\ud800"}',
    '{"b":1,"aa":2,"A":-0.0,"n":1e308,"m":0.1,"k":123456789012345678901234567890}',
    'null',
    '"text"',
    '[]',
  ];
  for (const details of odd) report(details);
  report('{}', JSON.stringify('☃'.repeat(20_000)));
  report('{}', '"\\ud83d\\u0000"');
  const count = async () => {
    const row = await from.database.one<{ n: number }>(
      sql`select count(*)::int as n from node_events where category = 'odd'`,
    );
    return row?.n;
  };
  await eventually(async () => (await count()) === odd.length + 2, 'all events');
  await close();
  await eventually(async () => (await from.send('GET', `/nodes/${id}`)).text.includes('"offline"'), 'the node is gone');
  const exported = await from.leave('?include_events=true', secretly);
  const answer = await to.enter(exported, secretly);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(reportOf(answer).sections.events?.created, fileOf(exported).data.events?.length);
  assert.equal(dataOf(await to.leave('?include_events=true', secretly)), dataOf(exported));
});
