/*
 * Who gets in at the nodes door and what they may do there: cookies, CSRF, roles, limits to some nodes, accounts that end,
 * settings that hold at once, and the certificate of the door's own port.
 */
import assert from 'node:assert/strict';
import { randomUUID, type X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { connect } from 'node:tls';
import { generate } from 'selfsigned';
import { type Person, startTestApp, testPassword } from './support/app.ts';
import { connectNode, registerNode } from './support/node-client.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (
  await startTestApp(
    { after },
    { SIGNALBOX_DOOR_PORTS: 'nodes=0', SIGNALBOX_RATE_LIMITS: 'on', SIGNALBOX_TRUSTED_PROXIES: '127.0.0.1' },
  )
).door('nodes');
const owner = app.administrator;
const password = 'Correct horse 1';

type UserInfo = { id: string; role: string; expires_at: string | null; allowed_node_ids: string[] | null };
type LoggedIn = { cookie: string; csrf: string; status: number; body: { success: boolean; error: string | null } };

/** Each from an address of its own, so that the limit of one is not that of the other. */
let address = 1;
async function logIn(username: string, secret = password, from = `10.9.8.${address++}`): Promise<LoggedIn> {
  const answer = await app.request('POST', '/api/v1/auth/login', {
    body: { username, password: secret },
    headers: { 'x-forwarded-for': from },
  });
  const cookies = answer.headers.getSetCookie();
  const cookieNamed = (name: string) => cookies.find((cookie) => cookie.startsWith(`${name}=`))?.split(/[=;]/)[1] ?? '';
  return {
    cookie: `session=${cookieNamed('session')}; csrf_token=${cookieNamed('csrf_token')}`,
    csrf: cookieNamed('csrf_token'),
    status: answer.status,
    body: answer.json() as LoggedIn['body'],
  };
}

async function makeUser(more: object = {}, by: Person = owner): Promise<UserInfo & { username: string }> {
  const username = `user-${randomUUID().slice(0, 8)}`;
  const body = { username, password, display_name: 'Somebody', role: 'operator', is_temporary: false, ...more };
  const answer = await app.request('POST', '/api/v1/users', { token: by.token, body });
  assert.equal(answer.status, 201, answer.text);
  return { ...(answer.json() as UserInfo), username };
}

const withCookie = ({ cookie, csrf }: LoggedIn, sendsCsrf = true) => ({
  headers: { cookie, ...(sendsCsrf && { 'x-csrf-token': csrf }) },
});

test('the session is an httpOnly cookie, and a write needs the other cookie’s value as a header', async () => {
  const answer = await app.request('POST', '/api/v1/auth/login', {
    body: { username: 'admin', password: testPassword },
  });
  const [session, csrf] = answer.headers.getSetCookie();
  assert.match(session ?? '', /^session=[\w-]+; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
  assert.match(csrf ?? '', /^csrf_token=[0-9a-f]{32}; Max-Age=86400; Path=\/; SameSite=Lax$/);
  assert.doesNotMatch(answer.text, new RegExp(session?.split(/[=;]/)[1] ?? 'none'));

  const me = await logIn((await makeUser({ role: 'admin' })).username);
  const create = (headers: Record<string, string>) =>
    app.request('POST', '/api/v1/nodes', { body: { name: 'edge-cookie' }, headers });
  assert.equal((await app.request('GET', '/api/v1/nodes', { headers: { cookie: me.cookie } })).status, 200);
  assert.equal((await create({ cookie: me.cookie })).status, 403);
  assert.equal((await create({ cookie: me.cookie, 'x-csrf-token': '0'.repeat(32) })).status, 403);
  const other = await logIn((await makeUser()).username);
  assert.equal((await create({ cookie: me.cookie, 'x-csrf-token': other.csrf })).status, 403);
  assert.equal((await create(withCookie(me).headers)).status, 201);
  // A bearer needs none: no browser sends it by itself.
  assert.equal(
    (await app.request('POST', '/api/v1/nodes', { body: { name: 'edge-bearer' }, token: owner.token })).status,
    201,
  );
  // The cookie wins.
  const both = await app.request('GET', '/api/v1/nodes', { headers: { cookie: 'session=wrong' }, token: owner.token });
  assert.equal(both.status, 401);
});

test('logging out ends the session at once and clears both cookies', async () => {
  const me = await logIn((await makeUser()).username);
  const answer = await app.request('POST', '/api/v1/auth/logout', withCookie(me));
  assert.equal(answer.status, 200);
  for (const cookie of answer.headers.getSetCookie()) assert.match(cookie, /^(session|csrf_token)=; Max-Age=0/);
  assert.equal((await app.request('GET', '/api/v1/nodes', { headers: { cookie: me.cookie } })).status, 401);
});

test('wrong credentials, switched-off and expired accounts are 401 in the form of a login', async () => {
  const off = await makeUser();
  await app.request('PUT', `/api/v1/users/${off.id}`, { token: owner.token, body: { is_active: false } });
  const over = await makeUser({ expires_at: new Date(Date.now() - 1000).toISOString() });
  for (const [username, secret, error] of [
    ['nobody-at-all', password, 'Invalid credentials'],
    [off.username, 'Wrong horse 1', 'Invalid credentials'],
    [off.username, password, 'Account is disabled'],
    [over.username, password, 'Account has expired'],
  ] as const) {
    const { status, body } = await logIn(username, secret);
    assert.equal(status, 401);
    assert.equal(body.success, false);
    assert.equal(body.error, error);
  }
});

test('an address has five attempts a minute, or as many as the setting says', async (t) => {
  const attempt = async () => (await logIn('nobody-at-all', password, '10.1.1.1')).status;
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push(await attempt());
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429]);
  const put = (max_login_attempts: number) =>
    app.request('PUT', '/api/v1/settings', { token: owner.token, body: { settings: { max_login_attempts } } });
  t.after(() => put(5));
  assert.equal((await put(100)).status, 200);
  assert.equal(await attempt(), 401);
});

test('passwords are long and mixed, names are names, and nobody rises above themselves', async () => {
  const valid = { username: 'rules-1', password, display_name: 'Rules', role: 'operator', is_temporary: false };
  for (const wrong of [
    { password: 'Short1' },
    { password: 'no upper case 1' },
    { password: 'NO LOWER CASE 1' },
    { password: 'No Digit At All' },
    { username: '-starts-with-a-dash' },
    { username: 'has space' },
    { username: 'x'.repeat(65) },
    { display_name: '' },
    { display_name: 'a\u0007b' },
    { email: 'no address' },
    { role: 'owner' },
    { allowed_node_ids: ['7b1e0000-0000-4000-8000-000000000000'] },
    { allowed_node_ids: ['no uuid'] },
    { expires_at: 'tomorrow' },
  ]) {
    const answer = await app.request('POST', '/api/v1/users', { token: owner.token, body: { ...valid, ...wrong } });
    assert.equal(answer.status, 400, JSON.stringify(wrong));
  }
  const admin = await app.person('admin', owner.tenantId);
  const body = { ...valid, username: 'rules-2', role: 'super_admin' };
  assert.equal((await app.request('POST', '/api/v1/users', { token: admin.token, body })).status, 403);
  const other = await makeUser({}, admin);
  for (const id of [other.id, admin.userId]) {
    const raise = await app.request('PUT', `/api/v1/users/${id}`, {
      token: admin.token,
      body: { role: 'super_admin' },
    });
    assert.equal(raise.status, 403);
  }
  const lower = await app.request('PUT', `/api/v1/users/${owner.userId}`, {
    token: admin.token,
    body: { role: 'viewer' },
  });
  assert.equal(lower.status, 403);
});

test('null clears what may be empty, and what is left out stays', async () => {
  const node = await makeNode(app, owner);
  const expires = '2030-01-01T00:00:00.000Z';
  const user = await makeUser({ expires_at: expires, allowed_node_ids: [node.id], email: 'a@example.com' });
  const change = async (body: object) =>
    (await app.request('PUT', `/api/v1/users/${user.id}`, { token: owner.token, body })).json();
  assert.deepEqual(await change({ display_name: 'Changed' }), { ...plain(user), display_name: 'Changed' });
  const cleared = await change({ expires_at: null, allowed_node_ids: null, email: null });
  assert.deepEqual(cleared, {
    ...plain(user),
    display_name: 'Changed',
    expires_at: null,
    allowed_node_ids: null,
    email: null,
  });
  const put = (body: object) => app.request('PUT', `/api/v1/nodes/${node.id}`, { token: owner.token, body });
  assert.match((await put({ description: 'In the attic', expires_at: expires })).text, /In the attic/);
  const bare = (await put({ description: null, expires_at: null })).json() as Record<string, unknown>;
  assert.deepEqual([bare.description, bare.expires_at], [null, null]);
});

const plain = ({ ...user }: object) => user;

test('somebody limited to some nodes sees and does nothing with the others', async () => {
  const [mine, theirs] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  for (const node of [mine, theirs])
    node.say('event', { severity: 'critical', category: 'flow', message: `of ${node.id}` });
  const user = await makeUser({ role: 'admin', allowed_node_ids: [mine.id] });
  const me = await logIn(user.username);
  const ask = (method: string, path: string, body?: unknown) =>
    app.request(method, `/api/v1${path}`, { ...withCookie(me), ...(body !== undefined && { body }) });
  await eventually(
    async () =>
      (await app.request('GET', '/api/v1/events?category=flow', { token: owner.token })).text.includes(theirs.id),
    'both events are written down',
  );
  assert.deepEqual(
    ((await ask('GET', '/nodes')).json() as { id: string }[]).map(({ id }) => id),
    [mine.id],
  );
  const events = (await ask('GET', '/events')).json() as { id: number; node_id: string }[];
  assert.ok(events.length > 0 && events.every(({ node_id }) => node_id === mine.id));
  assert.deepEqual(Object.keys(((await ask('GET', '/events/count')).json() as { by_node: object }).by_node), [mine.id]);
  for (const [method, path, body] of [
    ['GET', ''],
    ['GET', '/config'],
    ['GET', '/commands'],
    ['GET', '/metrics'],
    ['PUT', '', { name: 'taken' }],
    ['POST', '/command', { action: { type: 'start_flow', flow_id: 'f' } }],
    ['POST', '/token'],
    ['DELETE', ''],
  ] as const) {
    assert.equal((await ask(method, `/nodes/${theirs.id}${path}`, body)).status, 403, `${method} ${path}`);
  }
  const all = (await app.request('GET', '/api/v1/events', { token: owner.token })).json() as typeof events;
  const foreign = all.find(({ node_id }) => node_id === theirs.id)?.id;
  assert.equal((await ask('POST', `/events/${foreign}/ack`)).status, 404);
  const bulk = await ask('POST', '/events/ack', { ids: [foreign, events[0]?.id] });
  assert.deepEqual(bulk.json(), { acknowledged: 1 });
  await mine.close();
  await theirs.close();
});

test('viewers look, operators acknowledge and command, administrators manage', async () => {
  const node = await connectedNode(app, owner);
  node.say('event', { severity: 'warning', category: 'flow', message: 'Look here' });
  const event = await eventually(async () => {
    const found = (
      await app.request('GET', `/api/v1/events?node_id=${node.id}&category=flow`, { token: owner.token })
    ).json();
    return (found as { id: number }[])[0];
  }, 'the event is written down');
  const attempts: [least: number, method: string, path: string, body?: unknown][] = [
    [0, 'GET', '/nodes'],
    [0, 'GET', `/nodes/${node.id}/config`],
    [0, 'GET', '/events'],
    [1, 'POST', `/events/${event.id}/ack`],
    [1, 'POST', `/nodes/${node.id}/command`, { action: { type: 'start_flow', flow_id: 'f' } }],
    [1, 'PUT', `/nodes/${node.id}/config`, { version: 1, flows: [] }],
    [2, 'POST', `/nodes/${node.id}/command`, { action: { type: 'rotate_secret', new_secret: 'x'.repeat(32) } }],
    [2, 'POST', '/nodes', { name: 'edge-new' }],
    [2, 'PUT', `/nodes/${node.id}`, { name: 'edge-renamed' }],
    [2, 'GET', '/users'],
    [2, 'GET', '/settings'],
    [2, 'PUT', '/settings', { settings: {} }],
    [2, 'GET', '/settings/tls'],
  ];
  for (const [rank, role] of (['viewer', 'operator', 'admin'] as const).entries()) {
    const { token } = await app.person(role, owner.tenantId);
    for (const [least, method, path, body] of attempts) {
      const answer = await app.request(method, `/api/v1${path}`, { token, ...(body !== undefined && { body }) });
      const wanted = rank < least ? [403] : [200, 201];
      assert.ok(wanted.includes(answer.status), `${role} ${method} ${path}: ${answer.status} ${answer.text}`);
    }
  }
  await node.close();
});

test('an administrator of another tenant changes no settings of the installation', async () => {
  const stranger = await app.person('owner');
  const body = { settings: { events_retention_days: 1 } };
  assert.equal((await app.request('PUT', '/api/v1/settings', { token: stranger.token, body })).status, 403);
  const pair = await selfSigned('stranger.example');
  const upload = { cert_pem: pair.cert, key_pem: pair.private };
  assert.equal(
    (await app.request('POST', '/api/v1/settings/tls/upload', { token: stranger.token, body: upload })).status,
    403,
  );
});

test('settings are all taken or none, and the session lasts as long as they say', async (t) => {
  const put = (settings: object) => app.request('PUT', '/api/v1/settings', { token: owner.token, body: { settings } });
  t.after(() => put({ session_lifetime_hours: 24 }));
  for (const settings of [
    { session_lifetime_hours: 1, unknown_setting: 1 },
    { session_lifetime_hours: 1, events_retention_days: 0 },
    { session_lifetime_hours: 1, events_retention_days: 366 },
    { session_lifetime_hours: 1.5 },
    { session_lifetime_hours: null },
  ]) {
    assert.equal((await put(settings)).status, 400, JSON.stringify(settings));
  }
  const read = async () => (await app.request('GET', '/api/v1/settings', { token: owner.token })).json() as object;
  assert.equal(((await read()) as Record<string, number>).session_lifetime_hours, 24);
  assert.equal((await put({ session_lifetime_hours: 2 })).status, 200);
  const answer = await app.request('POST', '/api/v1/auth/login', {
    body: { username: 'admin', password: testPassword },
    headers: { 'x-forwarded-for': '10.3.3.3' },
  });
  assert.match(answer.headers.getSetCookie()[0] ?? '', /Max-Age=7200/);
});

const tlsUrl = () => new URL(app.urls.nodes as string);

function peerCertificate(): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(tlsUrl().port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerX509Certificate() as X509Certificate);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

const selfSigned = (commonName: string) =>
  generate([{ name: 'commonName', value: commonName }], { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' });

test('the own port speaks TLS 1.2 and 1.3 with a certificate for this machine, and says HSTS', async () => {
  assert.equal(tlsUrl().protocol, 'https:');
  const certificate = await peerCertificate();
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  for (const name of ['DNS:localhost', 'IP Address:127.0.0.1']) assert.ok(certificate.subjectAltName?.includes(name));
  assert.equal((await stat(join(app.dataFolder, 'tls/tls.pem'))).mode & 0o777, 0o600);
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const options = { rejectUnauthorized: false, minVersion: version, maxVersion: version };
      httpsRequest(new URL('/health', tlsUrl()), options, (answer) => resolve(answer.resume().headers))
        .on('error', reject)
        .end();
    });
    assert.match(String(headers['strict-transport-security']), /max-age=31536000/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['x-frame-options'], 'DENY');
  }
  const old = new Promise((resolve, reject) => {
    const options = { rejectUnauthorized: false, maxVersion: 'TLSv1.1' as const, minVersion: 'TLSv1.1' as const };
    httpsRequest(new URL('/health', tlsUrl()), options, resolve).on('error', reject).end();
  });
  await assert.rejects(old);
});

test('another certificate is used at once for new connections; open ones stay, and its key can never be read', async () => {
  const node = await registerNode(app, await makeNode(app, owner));
  const open = await connectNode({ url: tlsUrl().origin }, { node_id: node.id, node_secret: node.secret });
  assert.equal(open.reply.type, 'auth_ok');
  const [pair, other] = [await selfSigned('control.example'), await selfSigned('other.example')];
  const upload = async (cert_pem: string, key_pem: string) => {
    const answer = await app.request('POST', '/api/v1/settings/tls/upload', {
      token: owner.token,
      body: { cert_pem, key_pem },
    });
    assert.equal(answer.status, 200);
    return answer.json() as { success: boolean; error?: string };
  };
  for (const [cert, key, error] of [
    ['no certificate', pair.private, /^Invalid certificate PEM/],
    [pair.cert, 'no key', /^Invalid key PEM/],
    [pair.cert, other.private, /does not belong/],
  ] as const) {
    const refused = await upload(cert, key);
    assert.equal(refused.success, false);
    assert.match(refused.error ?? '', error);
  }
  assert.equal((await upload(pair.cert, pair.private)).success, true);
  assert.equal((await peerCertificate()).subject, 'CN=control.example');
  const shown = await app.request('GET', '/api/v1/settings/tls', { token: owner.token });
  assert.equal((shown.json() as { subject: string }).subject, 'CN=control.example');
  assert.doesNotMatch(shown.text, /PRIVATE KEY/);
  open.say('health', { version: 'still-here' });
  await eventually(
    async () =>
      (await app.request('GET', `/api/v1/nodes/${node.id}`, { token: owner.token })).text.includes('still-here'),
    'the open connection goes on',
  );
  await open.close();
});
