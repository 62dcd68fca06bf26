/*
 * Two houses with master keys of their own: what leaves the one as a file is in the other afterwards, byte for byte, or not at
 * all.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { generateSync } from 'otplib';
import { createSealing } from '../src/core/transfer/sealing.ts';
import { sql } from '../src/platform/database/index.ts';
import { type Answer, type Person, startTestApp, testPassword } from './support/app.ts';
import { connectNode, registerNode } from './support/node-client.ts';
import { eventually } from './support/processes.ts';
import {
  dataOf,
  fileOf,
  furnish,
  type House,
  passphrase,
  type Report,
  reportOf,
  secretly,
  startHouse,
} from './support/transfer-house.ts';

test('what is exported, imported elsewhere and exported again is the same, byte for byte', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const { credentials, relay, mfa, secret, edge } = await furnish(from);

  await t.test('with secrets and events, under a passphrase', async () => {
    const exported = await from.leave('?include_events=true', secretly);
    // The console keeps something of its own before anything is imported.
    for (const key of ['node_table_order', 'topology_view'])
      await to.send('PUT', `/preferences/${key}`, { body: { value: 'new' } });
    const answer = await to.enter(exported, secretly);
    assert.equal(answer.status, 200, answer.text);
    const { users, nodes, settings, events, tunnels, layouts } = reportOf(answer).sections;
    assert.deepEqual(users, { created: 3, updated: 1, unchanged: 0, skipped: 0 });
    assert.deepEqual(nodes, { created: 3, updated: 0, unchanged: 0, skipped: 0 });
    assert.deepEqual(settings, { created: 0, updated: 1, unchanged: 5, skipped: 0 });
    assert.deepEqual(tunnels, { created: 3, updated: 0, unchanged: 0, skipped: 0 });
    assert.deepEqual(layouts, { created: 4, updated: 0, unchanged: 0, skipped: 0 });
    assert.equal(events?.created, fileOf(exported).data.events?.length);
    // The session of who imported goes on, although the account is another one now.
    const again = await to.leave('?include_events=true', secretly);
    assert.equal(dataOf(again), dataOf(exported));
  });

  await t.test('the file tells no secret, and is the same each time', async () => {
    const exported = await from.leave('', secretly);
    assert.equal(dataOf(await from.leave('', secretly)), dataOf(exported));
    const stored = await from.database.query<{ hash: string }>(sql`
      select password_hash as hash from users union all select encode(secret_hash, 'hex') from nodes
      where secret_hash is not null union all select encode(token_hash, 'hex') from nodes where token_hash is not null`);
    for (const { hash } of [...stored, { hash: secret }, { hash: passphrase }]) assert.ok(!exported.includes(hash));
    assert.ok(!(await from.leave()).includes('secrets'));
  });

  await t.test('an imported node connects with the secret it has, and one that waits with its token', async () => {
    const edgeNow = await connectNode(to, { node_id: credentials.id, node_secret: credentials.secret });
    assert.equal(edgeNow.reply.type, 'auth_ok');
    await edgeNow.close();
    assert.equal((await registerNode(to, relay)).id, relay.id);
  });

  await t.test('imported people log in with their passwords and second factors', async () => {
    assert.equal((await to.logIn('watcher.1', 'Passw0rd.x')).status, 200);
    assert.equal((await to.logIn('admin', testPassword)).status, 200);
    const asked = await to.logIn(mfa.username, testPassword);
    assert.equal((asked.json() as { code: string }).code, 'MFA_REQUIRED');
    const next = generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + 30 });
    assert.equal((await to.logIn(mfa.username, testPassword, { mfa_code: next })).status, 200);
  });

  await t.test('secrets are sealed with the key of their new house', async () => {
    const sealed = async (house: House) =>
      (await house.database.one<{ key: string }>(sql`select split_part(secret, '.', 2) as key from mfa_factors`))?.key;
    assert.notEqual(await sealed(from), await sealed(to));
  });

  await t.test('people see the nodes they were allowed, and new events get new numbers', async () => {
    const { user } = (await to.logIn('watcher.1', 'Passw0rd.x')).json() as { user: { allowed_node_ids: string[] } };
    assert.deepEqual(user.allowed_node_ids, [edge.id]);
    const last = fileOf(await from.leave('?include_events=true')).data.events?.at(-1)?.id as number;
    const newest = await to.database.one<{ id: number }>(sql`select max(id) as id from node_events`);
    assert.ok((newest?.id as number) > last);
  });

  await t.test('the same file again changes nothing, and says so', async () => {
    const before = await to.everything();
    const { sections, conflicts } = reportOf(await to.enter(await from.leave('', secretly), secretly));
    assert.deepEqual(conflicts, []);
    assert.deepEqual(sections.users, { created: 0, updated: 0, unchanged: 4, skipped: 0 });
    assert.deepEqual(sections.tunnels, { created: 0, updated: 0, unchanged: 3, skipped: 0 });
    assert.deepEqual(sections.layouts, { created: 0, updated: 0, unchanged: 4, skipped: 0 });
    assert.deepEqual(sections.nodes, { created: 0, updated: 0, unchanged: 3, skipped: 0 });
    assert.equal(await to.everything(), before);
  });

  await t.test('exports and imports are in the audit log, without the passphrase', async () => {
    await eventually(async () => (await to.leave('?include_audit=true')).includes('data.imported'), 'an audit entry');
    const log = fileOf(await to.leave('?include_audit=true')).data.audit_log as Record<string, unknown>[];
    const entry = log.find(({ action }) => action === 'data.imported') as Record<string, unknown>;
    const fields = [
      'id',
      'user_id',
      'action',
      'target_type',
      'target_id',
      'details',
      'ip_address',
      'created_at',
      'actor',
    ];
    assert.deepEqual(Object.keys(entry), fields);
    assert.equal(entry.user_id, to.admin.userId);
    assert.ok(log.some(({ action, ip_address }) => action === 'user.logged_in' && typeof ip_address === 'string'));
    assert.doesNotMatch(JSON.stringify(log), new RegExp(passphrase));
  });
});

test('without a passphrase everything but the secrets arrives: nodes register anew, people set a password', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const { credentials, edge } = await furnish(from);
  const exported = await from.leave();
  const { data } = fileOf(exported);
  assert.deepEqual(Object.keys(data), ['users', 'nodes', 'settings', 'config_templates', 'tunnels', 'layouts']);
  assert.deepEqual(Object.keys(data.nodes?.[0] ?? {}).slice(0, 7), [
    ...['id', 'name', 'description', 'device_type', 'status', 'software_version', 'metadata'],
  ]);
  assert.deepEqual((data.settings as unknown[])[0], ['events_retention_days', '77']);
  const answer = await to.enter(exported);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(dataOf(await to.leave()), dataOf(exported));

  const refused = await connectNode(to, { node_id: credentials.id, node_secret: credentials.secret });
  assert.equal(refused.reply.type, 'auth_error');
  assert.equal((await to.logIn('watcher.1', 'Passw0rd.x')).status, 401);
  assert.equal((await to.logIn('admin', testPassword)).status, 200, 'who imports keeps their password');

  const renewed = (await to.send('POST', `/nodes/${edge.id}/token`)).json() as { registration_token: string };
  assert.equal((await registerNode(to, renewed)).id, edge.id);
  const watcher = data.users?.find(({ username }) => username === 'watcher.1');
  await to.send('PUT', `/users/${watcher?.id}`, { body: { password: 'An0ther.pass' } });
  assert.equal((await to.logIn('watcher.1', 'An0ther.pass')).status, 200);
});

test('nothing is written by a dry run, a wrong passphrase, a tampered file or one with a conflict', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  await furnish(from);
  const exported = await from.leave('', secretly);
  const before = await to.everything();
  const refuses = async (answer: Answer, status: number, words: RegExp) => {
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.text, words);
    assert.equal(await to.everything(), before);
  };

  await t.test('a dry run tells what would be done', async () => {
    const answer = await to.enter(exported, secretly, '?dry_run=true');
    assert.equal(answer.status, 200, answer.text);
    assert.equal(reportOf(answer).applied, false);
    assert.equal(reportOf(answer).sections.nodes?.created, 3);
    assert.equal(await to.everything(), before);
  });
  await t.test('a wrong passphrase, none, and one that is too short', async () => {
    await refuses(
      await to.enter(exported, { 'x-export-passphrase': 'not the passphrase' }),
      400,
      /passphrase is wrong/,
    );
    await refuses(await to.enter(exported), 400, /PASSPHRASE_REQUIRED/);
    const short = { headers: { 'x-export-passphrase': 'short' } };
    await refuses(await from.send('GET', '/export', short), 400, /12 to 1024 characters/);
    const umlauts = { headers: { 'x-export-passphrase': 'größer als zwölf' } };
    await refuses(await from.send('GET', '/export', umlauts), 400, /must be of ASCII letters/);
  });
  await t.test('secrets that were changed, or put into another entry', async () => {
    const swapped = fileOf(exported);
    const [one, other] = swapped.data.nodes as [Record<string, unknown>, Record<string, unknown>];
    [one.secrets, other.secrets] = [other.secrets, one.secrets];
    await refuses(await to.enter(swapped, secretly), 400, /WRONG_PASSPHRASE/);
    const open = fileOf(exported);
    delete open.data.encryption;
    await refuses(await to.enter(open, secretly), 400, /data.encryption: missing/);
  });
  await t.test('secrets somebody made up: a password that takes 10 GB to check, a hash that is none', async () => {
    const made = async (section: 'users' | 'nodes', changed: object) => {
      const file = fileOf(exported);
      const { salt } = file.data.encryption as { salt: string };
      const sealing = await createSealing(passphrase, Buffer.from(salt, 'hex'));
      const entry = file.data[section]?.[0] as { id: string; secrets: string };
      const context = `${section}/${entry.id}`;
      const secrets = sealing.open(entry.secrets, context) as object;
      entry.secrets = sealing.seal({ ...secrets, ...changed }, context);
      return to.enter(file, secretly);
    };
    const costly = `$argon2id$v=19$m=9999999,t=999,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
    await refuses(await made('users', { password_hash: costly }), 400, /no argon2id hash of a bounded cost/);
    await refuses(await made('users', { password_hash: 'plain' }), 400, /no argon2id hash/);
    await refuses(await made('users', { is_admin: true }), 400, /is_admin/);
    await refuses(await made('nodes', { secret_hash: 'a'.repeat(63) }), 400, /secrets of nodes.*secret_hash/);
  });
  await t.test('conflicts, each with its section, id and reason', async () => {
    const taken = await to.person('viewer');
    const now = await to.everything();
    const file = fileOf(exported);
    const guest = file.data.users?.find(({ username }) => username === 'guest') as Record<string, unknown>;
    guest.username = taken.username.toUpperCase();
    const answer = await to.enter(file, secretly);
    assert.equal(answer.status, 409, answer.text);
    const { details, code } = answer.json() as { code: string; details: { conflicts: Report['conflicts'] } };
    assert.equal(code, 'IMPORT_CONFLICT');
    const reason = `the username ${guest.username} is taken`;
    assert.deepEqual(details.conflicts, [{ section: 'users', id: guest.id, reason }]);
    assert.equal(await to.everything(), now);
    const dry = reportOf(await to.enter(file, secretly, '?dry_run=true'));
    assert.deepEqual(dry.conflicts, details.conflicts);
  });
  await t.test('what is there and differs', async () => {
    const file = fileOf(await from.leave());
    const node = file.data.nodes?.[0] as Record<string, unknown>;
    Object.assign(node, { name: 'other', metadata: { site: 1 } });
    const answer = await from.enter(file);
    assert.equal(answer.status, 409);
    assert.match(answer.text, /is there, and differs in name, metadata/);
  });
});

test('an export holds nothing of other tenants, and an import touches nothing of theirs', async (t) => {
  const house = await startHouse(t);
  const { edge, relay } = await furnish(house);
  const other: Person = await house.person('owner');
  const theirs = await house.make('/nodes', { name: 'edge-theirs' }, other.token);
  const file = await house.leave('?include_events=true&include_audit=true', secretly, other.token);
  for (const foreign of [edge.id, relay.id, house.admin.userId, house.admin.tenantId, 'watcher.1', 'edge-oslo'])
    assert.ok(!file.includes(foreign), foreign);
  assert.deepEqual(
    fileOf(file).data.nodes?.map(({ id }) => id),
    [theirs.id],
  );
  assert.deepEqual(fileOf(file).data.users?.length, 1);

  const before = await house.everything();
  const mine = await house.leave('?include_events=true');
  const answer = await house.enter(mine, {}, '?dry_run=true', other.token);
  const { conflicts } = reportOf(answer);
  const ofNode = conflicts.find(({ id }) => id === edge.id);
  assert.equal(ofNode?.reason, 'the id is taken in another tenant');
  assert.ok(conflicts.some(({ section, reason }) => section === 'users' && /another tenant/.test(reason)));
  assert.ok(conflicts.some(({ section }) => section === 'events'));
  assert.equal((await house.enter(mine, {}, '', other.token)).status, 409);

  // Somebody else's settings hold for everybody.
  const settings = { version: 1, data: { settings: [['max_login_attempts', '99']] } };
  assert.match((await house.enter(settings, {}, '', other.token)).text, /only who runs the installation/);
  assert.equal(await house.everything(), before);

  // Nodes that are new arrive in the tenant of who imports, whatever the file says.
  const id = randomUUID();
  const fresh = { ...(fileOf(mine).data.nodes?.[0] as object), id };
  assert.equal((await house.enter({ version: 1, data: { nodes: [fresh] } }, {}, '', other.token)).status, 200);
  assert.equal((await house.send('GET', `/nodes/${id}`)).status, 404);
  assert.equal((await house.send('GET', `/nodes/${id}`, { token: other.token })).status, 200);
});

test('only a super_admin who sees every node exports and imports', async (t) => {
  const house = await startHouse(t);
  const empty = { version: 1, data: {} };
  for (const role of ['viewer', 'operator', 'admin'] as const) {
    const { token } = await house.person(role, house.admin.tenantId);
    assert.equal((await house.send('GET', '/export', { token })).status, 403);
    assert.equal((await house.enter(empty, {}, '', token)).status, 403);
  }
  const limited = await house.person('owner', house.admin.tenantId);
  await house.database.run(sql`update users set allowed_node_ids = '{}' where id = ${limited.userId}`);
  assert.equal((await house.send('GET', '/export', { token: limited.token })).status, 403);
  assert.equal((await house.enter(empty, {}, '', limited.token)).status, 403);
});

test('a file of 100,000 nodes is taken in, and one of the original, too', async (t) => {
  const house = await startHouse(t);
  const original = {
    ...{ description: 'd', device_type: 'edge', status: 'online', software_version: '0.4.4', metadata: null },
  };
  const nodes = Array.from({ length: 100_000 }, (_, i) => ({ id: randomUUID(), name: `edge-${i}`, ...original }));
  const answer = await house.enter({
    version: 1,
    exported_at: '2026-01-01T00:00:00.123456789Z',
    exported_by: 'cli-export',
    data: { nodes, settings: [['events_retention_days', '12']], config_templates: [{ any: 'thing' }] },
  });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(reportOf(answer).sections.nodes?.created, 100_000);
  assert.equal(reportOf(answer).sections.config_templates?.skipped, 1);
  assert.equal(fileOf(await house.leave()).data.nodes?.length, 100_000);
  const settings = (await house.send('GET', '/settings')).json() as { events_retention_days: number };
  assert.equal(settings.events_retention_days, 12, 'settings hold at once');
});

test('two imports of the same file at once: it is there once, and whoever came late hears so', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  await furnish(from);
  const exported = await from.leave();
  const answers = await Promise.all([to.enter(exported), to.enter(exported), to.enter(exported)]);
  const statuses = answers.map(({ status }) => status);
  assert.ok(statuses.includes(200) && statuses.every((status) => status === 200 || status === 409), String(statuses));
  assert.equal(dataOf(await to.leave()), dataOf(exported));
});

test('whoever imports stays who they are where there are others, or where nobody could log in afterwards', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const file = fileOf(await from.leave());
  const [owner] = file.data.users as [Record<string, unknown>];
  const refused = async (changed: object, words: RegExp) => {
    const answer = await to.enter({ ...file, data: { users: [{ ...owner, ...changed }] } });
    assert.equal(answer.status, 409, answer.text);
    assert.match(answer.text, words);
  };
  await refused({ is_active: false }, /would leave nobody who runs this tenant/);
  await refused({ role: 'viewer' }, /would leave nobody/);
  await refused({ expires_at: '2020-01-01T00:00:00Z' }, /would leave nobody/);
  await refused({ allowed_node_ids: [] }, /would leave nobody/);
  await to.person('viewer', to.admin.tenantId);
  await refused({}, /the username admin is taken/);
  assert.equal((await to.send('GET', '/settings')).status, 200);
});

test('an export has all events, or those of the last days', async (t) => {
  const house = await startHouse(t);
  const { id } = await house.make('/nodes', { name: 'talkative' });
  await house.database.run(sql`
    insert into node_events (tenant_id, node_id, severity, category, message, details, created_at)
    select ${house.admin.tenantId}, ${id}, 'info', 'test', 'event ' || i, jsonb_build_object('i', i), now() - make_interval(days => i / 1000)
    from generate_series(1, 5000) as i`);
  const all = fileOf(await house.leave('?include_events=true')).data.events as Record<string, unknown>[];
  assert.equal(all.length, 5000);
  assert.deepEqual(
    all.map((event) => event.id),
    all.map((event) => event.id as number).sort((a, b) => a - b),
  );
  assert.equal(fileOf(await house.leave('?include_events=true&events_days=2')).data.events?.length, 1999);
  assert.equal(fileOf(await house.leave()).data.events, undefined);
});

test('secrets under a master key that is gone: a clear answer, and an export without them', async (t) => {
  const house = await startHouse(t);
  await furnish(house);
  await house.database.run(sql`update tunnels set bind_secret = encryption_key`);
  const answer = await house.send('GET', '/export', { headers: secretly });
  assert.equal(answer.status, 503, answer.text);
  assert.match(answer.text, /SECRETS_UNREADABLE/);
  assert.equal(fileOf(await house.leave()).data.tunnels?.length, 3);
});

test('everything that refers to a user follows when the importer becomes the account of the file', async (t) => {
  const { database } = await startTestApp(t);
  const stuck = await database.query(sql`
    select conrelid::regclass::text as owner, conname from pg_constraint
    where contype = 'f' and confrelid = 'users'::regclass and confupdtype <> 'c'`);
  assert.deepEqual(stuck, [], 'references users (id) … on update cascade');
});
