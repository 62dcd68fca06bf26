/*
 * What the nodes door promises about secrets, sessions and strangers, line by line; what nodes-access, nodes-attacks and
 * nodes-protocol show is not shown again.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import test, { after } from 'node:test';
import { WebSocket } from 'ws';
import { createAuthenticate } from '../src/core/nodes/authenticate.ts';
import { createLockouts } from '../src/core/nodes/lockouts.ts';
import { sql } from '../src/platform/database/index.ts';
import { openEvents } from '../src/platform/events/index.ts';
import { type Log, silentLog } from '../src/platform/log/index.ts';
import { type Person, startTestApp, testPassword } from './support/app.ts';
import { connectNode, registerNode } from './support/node-client.ts';
import { connectedNode, makeNode, tunnelBody } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

/** What an operator would have been told. */
const told: string[] = [];
const log: Log = {
  ...silentLog,
  warn: (_fields, message) => told.push(message),
  error: (_fields, message) => told.push(message),
  child: () => log,
};
const app = (
  await startTestApp(
    { after },
    { SIGNALBOX_DOOR_PORTS: 'nodes=0', SIGNALBOX_RATE_LIMITS: 'on', SIGNALBOX_TRUSTED_PROXIES: '127.0.0.1' },
    log,
  )
).door('nodes');
const owner = app.administrator;
const password = 'Correct horse 1';
const call = (method: string, path: string, body?: unknown, { token }: Person = owner) =>
  app.request(method, `/api/v1${path}`, { token, ...(body !== undefined && { body }) });

let address = 1;
const logIn = (username: string, secret: string, from = `10.7.6.${address++}`) =>
  app.request('POST', '/api/v1/auth/login', {
    body: { username, password: secret },
    headers: { 'x-forwarded-for': from },
  });

let people = 1;
async function makeUser(more: object = {}): Promise<{ id: string; username: string }> {
  const username = `secured-${people++}`;
  const body = { username, password, display_name: 'Somebody', role: 'operator', is_temporary: false, ...more };
  return (await call('POST', '/users', body)).json() as { id: string; username: string };
}

const cookiesOf = (answer: { headers: Headers }) =>
  answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] as string);

test('over TLS both cookies are Secure; the session is in no body, and only its hash is kept', async () => {
  const url = new URL('/api/v1/auth/login', app.urls.nodes);
  const [cookies, body] = await new Promise<[string[], string]>((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    httpsRequest(url, { method: 'POST', rejectUnauthorized: false, headers }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve([answer.headers['set-cookie'] ?? [], text]);
    })
      .on('error', reject)
      .end(JSON.stringify({ username: 'admin', password: testPassword }));
  });
  assert.equal(cookies.length, 2);
  for (const cookie of cookies) assert.match(cookie, /; Secure; SameSite=Lax$/);
  const token = /^session=([^;]+)/.exec(cookies[0] ?? '')?.[1] as string;
  assert.ok(token.length >= 32 && !body.includes(token));
  const rows = await app.database.query<{ text: string }>(sql`select s::text as text from sessions s`);
  const hash = createHash('sha256').update(token).digest('hex');
  assert.ok(rows.some(({ text }) => text.includes(hash)) && rows.every(({ text }) => !text.includes(token)));
});

test('the form of a cookie session: no write without the right header, logging out included', async () => {
  const { username } = await makeUser({ role: 'admin' });
  const cookies = cookiesOf(await logIn(username, password));
  const [session, csrf] = cookies as [string, string];
  const write = (headers: Record<string, string>) =>
    app.request('POST', '/api/v1/nodes', { body: { name: 'edge-form' }, headers });
  const value = csrf.split('=')[1] as string;
  // A cookie that is missing does not make any header right.
  assert.equal((await write({ cookie: session, 'x-csrf-token': 'anything' })).status, 403);
  assert.equal((await write({ cookie: cookies.join('; '), 'x-csrf-token': '' })).status, 403);
  assert.equal((await write({ cookie: cookies.join('; '), 'x-csrf-token': value.slice(1) })).status, 403);
  const logOut = (headers: object) =>
    app.request('POST', '/api/v1/auth/logout', { headers: { cookie: cookies.join('; '), ...headers } });
  assert.equal((await logOut({})).status, 403);
  assert.equal((await write({ cookie: cookies.join('; '), 'x-csrf-token': value })).status, 201);
  assert.equal((await logOut({ 'x-csrf-token': value })).status, 200);
  // What was logged out is no good as a bearer either.
  const bearer = { token: session.split('=')[1] as string };
  assert.equal((await app.request('GET', '/api/v1/nodes', bearer)).status, 401);
});

test('five attempts of any outcome are an address’s share, and it is told when to come back', async () => {
  const { username } = await makeUser();
  const statuses: number[] = [];
  for (const secret of [password, password, 'Wrong horse 1', password, password, password])
    statuses.push((await logIn(username, secret, '10.1.2.3')).status);
  assert.deepEqual(statuses, [200, 200, 401, 200, 200, 429]);
  const sixth = await logIn(username, password, '10.1.2.3');
  assert.match(sixth.headers.get('retry-after') ?? '', /^\d+$/);
  const { success, error } = sixth.json() as { success: boolean; error: string };
  assert.deepEqual([success, error], [false, 'Too many login attempts. Try again later.']);
  assert.equal((await logIn(username, password)).status, 200, 'others are not concerned');
});

test('a failed login is on record with where it came from, and without what was typed', async () => {
  const typed = 'typed-into-the-wrong-field';
  await logIn(typed, 'Wrong horse 1', '10.4.4.4');
  const events = await app.database.query<{ type: string; data: { address?: string } }>(
    sql`select type, data from events where type = 'user.login_failed'`,
  );
  assert.ok(events.some(({ data }) => data.address === '10.4.4.4'));
  assert.doesNotMatch(JSON.stringify(events), /typed-into|Wrong horse/);
});

test('who is demoted, switched off or over is so with their next request', async () => {
  const { id, username } = await makeUser({ role: 'admin' });
  const token = cookiesOf(await logIn(username, password))[0]?.split('=')[1] as string;
  const me = { token } as Person;
  assert.equal((await call('GET', '/users', undefined, me)).status, 200);
  await call('PUT', `/users/${id}`, { role: 'viewer' });
  assert.equal((await call('GET', '/users', undefined, me)).status, 403);
  await call('PUT', `/users/${id}`, { expires_at: new Date(Date.now() - 1000).toISOString() });
  assert.equal((await call('GET', '/nodes', undefined, me)).status, 401);
  await call('PUT', `/users/${id}`, { expires_at: null });
  assert.equal((await call('GET', '/nodes', undefined, me)).status, 200);
  await call('PUT', `/users/${id}`, { is_active: false });
  assert.equal((await call('GET', '/nodes', undefined, me)).status, 401);
});

test('passwords set by an administrator follow the same rules, and no hash is ever told', async () => {
  const { id, username } = await makeUser();
  for (const weak of ['short1A', 'no upper case 1', 'NO LOWER CASE 1', 'No Digit At All', 'A1a'.repeat(43)])
    assert.equal((await call('PUT', `/users/${id}`, { password: weak })).status, 400, weak);
  assert.equal((await call('PUT', `/users/${id}`, { password: 'Another horse 2' })).status, 200);
  assert.equal((await logIn(username, password)).status, 401);
  for (const path of ['/users', `/users/${id}`, '/export'])
    assert.doesNotMatch((await call('GET', path)).text, /argon2|password_hash|passwordHash/, path);
  const stored = await app.database.one<{ hash: string }>(
    sql`select password_hash as hash from users where username = ${username}`,
  );
  assert.match(stored?.hash ?? '', /^\$argon2id\$/);
});

test('a user who did something can be deleted; what they did stays on record', async () => {
  const { id, username } = await makeUser({ role: 'admin' });
  const token = cookiesOf(await logIn(username, password))[0]?.split('=')[1] as string;
  const node = await makeNode(app, { token } as Person);
  assert.equal((await call('DELETE', `/users/${id}`)).status, 204);
  assert.equal((await call('GET', '/nodes', undefined, { token } as Person)).status, 401);
  const row = await app.database.one(
    sql`select 1 from events where subject = ${`node:${node.id}`} and actor = ${`user:${id}`}`,
  );
  assert.ok(row);
});

test('a registration token is told when it is made, and never again', async () => {
  const made = await makeNode(app, owner);
  const renewed = (await call('POST', `/nodes/${made.id}/token`)).json() as { registration_token: string };
  assert.notEqual(renewed.registration_token, made.registration_token);
  for (const path of ['/nodes', `/nodes/${made.id}`, '/export', `/nodes/${made.id}/commands`]) {
    const { text } = await call('GET', path);
    assert.ok(!text.includes(made.registration_token) && !text.includes(renewed.registration_token), path);
    assert.doesNotMatch(text, /"(registration_token|node_secret|secret_hash|token_hash)":"/, path);
  }
  const old = await connectNode(app, { registration_token: made.registration_token });
  assert.equal(old.reply.message, 'Invalid registration token');
  assert.equal((await registerNode(app, renewed)).id, made.id);
});

test('a node says who it is in its first message, and nothing else counts', async () => {
  const { id, secret } = await registerNode(app, await makeNode(app, owner));
  const headers = {
    authorization: `Bearer ${owner.token}`,
    cookie: `session=${owner.token}`,
    'x-node-id': id,
    'x-node-secret': secret,
  };
  const query = `?token=${owner.token}&node_id=${id}&node_secret=${secret}`;
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/node${query}`, { headers });
  const reply = new Promise<string>((resolve) => socket.on('message', (text) => resolve(text.toString())));
  socket.on('open', () => socket.send('{"type":"auth","payload":{}}'));
  assert.match(await reply, /auth_error.*Missing node_id/);
  assert.deepEqual(told, [], 'and the URL is in no log');
});

test('five failures shut a node out for a minute, also with the right secret; a success forgets earlier ones', async () => {
  const { id, secret } = await registerNode(app, await makeNode(app, owner));
  let now = Date.now();
  const events = openEvents({ database: app.database, log: silentLog });
  const authenticate = createAuthenticate({
    database: app.database,
    events,
    hasCredentials: () => true,
    lockouts: createLockouts(() => now),
  });
  const come = async (node_secret: string, from = '192.0.2.1') =>
    authenticate({ node_id: id, node_secret }, from).then(
      () => 'let in',
      (error: Error) => error.message,
    );
  for (let i = 0; i < 4; i++) assert.equal(await come('wrong'), 'Invalid node secret');
  assert.equal(await come(secret), 'let in');
  for (let i = 0; i < 4; i++) assert.equal(await come('wrong'), 'Invalid node secret');
  assert.match(await come('wrong'), /Too many failures — locked out for 60 seconds/);
  now += 59_000;
  assert.match(await come(secret), /Locked out for 60 seconds/);
  assert.equal(await come(secret, '192.0.2.2'), 'let in', 'whoever guesses elsewhere shuts nobody out');
  now += 1001;
  assert.equal(await come(secret), 'let in');
  const guess = (token: string) =>
    authenticate({ registration_token: token }, '192.0.2.3').catch((error: Error) => error.message);
  for (let i = 0; i < 5; i++) assert.equal(await guess('guessed-token'), 'Invalid registration token');
  assert.equal(await guess('guessed-token'), 'Too many failed attempts. Try again later.');
  await events.close();
});

test('lockouts of the past are not kept for ever', () => {
  let now = 0;
  const lockouts = createLockouts(() => now);
  for (let i = 0; i < 5; i++) lockouts.fail('first');
  for (let i = 0; i < 50_000; i++) lockouts.fail(`other ${i}`);
  assert.equal(lockouts.isLocked('first'), false, 'the oldest makes room');
  now = 60_001;
  assert.equal(lockouts.isLocked('other 1'), false);
});

test('a node that is refused again and again writes no lines into the log', async () => {
  const node = await makeNode(app, owner);
  for (let i = 0; i < 12; i++) {
    const { reply } = await connectNode(app, { node_id: node.id, node_secret: 'wrong', software_version: '0.106.0' });
    assert.equal(reply.type, 'auth_error');
  }
  assert.deepEqual(told, []);
});

test('a fleet behind one address does not use up the share of people', async () => {
  const limitOf = async (path: string) =>
    Number((await app.request('GET', path, { token: owner.token })).headers.get('ratelimit-limit'));
  assert.ok((await limitOf('/ws/node')) >= 10 * (await limitOf('/api/v1/nodes')));
});

test('every answer forbids sniffing and framing, and no other origin may read one', async () => {
  const origin = 'https://evil.example';
  const answers = [
    await app.request('GET', '/api/v1/nodes', { token: owner.token, headers: { origin } }),
    await app.request('GET', '/api/v1/nodes', { headers: { origin } }),
    await app.request('GET', '/health', { headers: { origin } }),
    await app.request('OPTIONS', '/api/v1/nodes', {
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-csrf-token' },
    }),
  ];
  for (const { headers } of answers) {
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-frame-options'), 'DENY');
    for (const [name] of headers) assert.doesNotMatch(name, /^access-control-/);
  }
});

test('viewers change nothing, whatever the way', async () => {
  const viewer = await app.person('viewer', owner.tenantId);
  const node = await connectedNode(app, owner);
  const other = await makeNode(app, owner);
  for (const [method, path, body] of [
    ['POST', `/nodes/${node.id}/flows`, { id: 'f1' }],
    ['DELETE', `/nodes/${node.id}/flows/f1`],
    ['PUT', `/nodes/${node.id}/config`, { version: 1 }],
    ['POST', `/nodes/${node.id}/command`, { action: { type: 'get_config' } }],
    ['POST', `/nodes/${node.id}/command`, { action: { type: 'unheard_of' } }],
    ['POST', '/events/ack', { ids: [1] }],
    ['POST', '/tunnels', tunnelBody(node.id, other.id)],
    ['POST', `/nodes/${node.id}/token`],
    ['DELETE', `/nodes/${node.id}`],
    ['GET', '/export'],
    ['POST', '/import', { version: 1, data: {} }],
    ['POST', '/settings/tls/upload', { cert_pem: 'x', key_pem: 'x' }],
  ] as const) {
    const answer = await call(method, path, body, viewer);
    assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`);
  }
  await node.close();
});

test('a limit to some nodes holds on every path there is', async () => {
  const [mine, theirs] = [await connectedNode(app, owner), await connectedNode(app, owner)];
  const { username } = await makeUser({ role: 'admin', allowed_node_ids: [mine.id] });
  const me = { token: cookiesOf(await logIn(username, password))[0]?.split('=')[1] } as Person;
  for (const [method, path, body] of [
    ['GET', '/tunnels'],
    ['GET', '/history?metric=active_flows'],
    ['POST', '/flows', { id: 'f1' }],
    ['DELETE', '/flows/f1'],
    ['PUT', '/config', { version: 1 }],
  ] as const) {
    const answer = await call(method, `/nodes/${theirs.id}${path}`, body, me);
    assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`);
  }
  const endpoints = await call('GET', '/nodes/endpoints', undefined, me);
  assert.ok(endpoints.text.includes(mine.id) && !endpoints.text.includes(theirs.id));
  for (const query of [`node_id=${theirs.id}`, `search=${theirs.id}`])
    assert.deepEqual((await call('GET', `/events?${query}`, undefined, me)).json(), []);
  assert.equal((await call('GET', '/export', undefined, me)).status, 403);
  for (const node of [mine, theirs]) await node.close();
});

test('what a relay or an edge tells of itself is shown without secrets, wherever they stand', async () => {
  const { id, secret } = await registerNode(app, await makeNode(app, owner, { device_type: 'relay' }));
  const relay = await connectNode(app, { node_id: id, node_secret: secret });
  // What a relay was started with: without the id it got since, and with a token that is used up.
  const stale = {
    api_token: '***REDACTED***',
    manager: {
      urls: ['wss://localhost:8443/ws/node'],
      registration_token: 'used-token',
      node_secret: '***REDACTED***',
    },
    distribution: { token_secret: 'hidden-1' },
    monitor: [
      {
        url: 'srt://user:hidden-2@host:9000',
        stream_key: 'hidden-3',
        psk: 'hidden-4',
        tls_key_pem: 'hidden-5',
        sim_pin: 'hidden-6',
      },
      {
        url: 'srt://host:9000?mode=caller&passphrase=hidden-7&latency=120',
        dest_url: 'https://cdn/i?stream_key=hidden-8',
      },
    ],
  };
  const asked = call('GET', `/nodes/${id}/config`);
  await relay.next('command');
  relay.say('config_response', stale);
  const shown = await asked;
  assert.equal(shown.status, 200);
  assert.doesNotMatch(shown.text, /hidden-\d|used-token/);
  assert.match(shown.text, /mode=caller&passphrase=[*]{3}REDACTED[*]{3}&latency=120/);
  // As a command, too; what is known already is not asked again.
  const command = await call('POST', `/nodes/${id}/command`, { action: { type: 'get_config' } });
  assert.equal(command.status, 200);
  assert.doesNotMatch(command.text, /hidden-\d|used-token/);
  await relay.close();
});

test('the sign of a hidden secret never becomes a secret', async () => {
  const node = await connectedNode(app, owner);
  const config = { version: 2, inputs: [{ id: 'new', type: 'srt', passphrase: '***REDACTED***' }], flows: [] };
  const refused = await call('PUT', `/nodes/${node.id}/config`, config);
  assert.deepEqual([refused.status, (refused.json() as { code: string }).code], [400, 'HIDDEN_SECRET']);
  config.inputs = [{ id: 'new', type: 'srt', passphrase: 'typed anew' }];
  assert.equal((await call('PUT', `/nodes/${node.id}/config`, config)).status, 200);
  await node.close();
});

test('addresses that nodes report are shown without their passwords', async () => {
  const node = await connectedNode(app, owner);
  const url = 'rtsp://camera:hidden-9@10.0.0.7:554/live';
  node.say('stats', { flows: [{ flow_id: 'f', state: 'Running', input: { rtsp_url: url } }], uptime_secs: 77 });
  node.say('event', { severity: 'warning', category: 'rtsp', message: `${url} does not answer` });
  await eventually(async () => {
    const { text } = await call('GET', `/events?node_id=${node.id}&category=rtsp`);
    assert.doesNotMatch(text, /hidden-9/);
    return text.includes('rtsp://camera:***REDACTED***@10.0.0.7:554/live does not answer');
  }, 'the event is kept');
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard?node_id=${node.id}`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  const text = await new Promise<string>((resolve) =>
    socket.on('message', (data) => data.toString().includes('"uptime_secs":77') && resolve(data.toString())),
  );
  assert.match(text, /camera:[*]{3}REDACTED[*]{3}@10/);
  assert.doesNotMatch(text, /hidden-9/);
  socket.close();
  await node.close();
});

test('every command is in the audit log, with who gave it and what', async () => {
  const node = await connectedNode(app, owner);
  const operator = await app.person('operator', owner.tenantId);
  const action = { type: 'unheard_of', flow_id: 'f1', stream_key: 'hidden-key' };
  assert.equal((await call('POST', `/nodes/${node.id}/command`, { action }, operator)).status, 200);
  const text = await eventually(async () => {
    const { text } = await call('GET', '/export?include_audit=true');
    return text.includes('unheard_of') && text;
  }, 'it is in the log');
  const { audit_log: entries } = (JSON.parse(text) as { data: { audit_log: Record<string, unknown>[] } }).data;
  const entry = entries.find((each) => JSON.stringify(each).includes('unheard_of'));
  assert.ok(JSON.stringify(entry).includes(operator.userId) && JSON.stringify(entry).includes(node.id));
  assert.doesNotMatch(text, /hidden-key/);
  await node.close();
});

test('nobody needs to be known for /health, and it says that the certificate is its own', async () => {
  const health = (await app.request('GET', '/health')).json() as Record<string, unknown>;
  assert.equal(health.status, 'ok');
  assert.equal(health.self_signed_cert, true);
  const shown = (await call('GET', '/settings/tls')).json() as Record<string, unknown>;
  assert.deepEqual([shown.is_self_signed, shown.in_use, shown.subject === shown.issuer], [true, true, true]);
});

test('what expires ends by itself: a socket of a session, and a node between two of its reports', async () => {
  const node = await connectedNode(app, owner);
  await call('PUT', `/nodes/${node.id}`, { expires_at: new Date(Date.now() + 400).toISOString() });
  assert.equal((await node.ended).code, 1008);
  const answer = await eventually(async () => {
    const refused = await call('POST', `/nodes/${node.id}/command`, { action: { type: 'start_flow', flow_id: 'f' } });
    return refused.status === 409 && refused;
  }, 'it cannot be commanded');
  assert.match(answer.text, /it expired/);
});
