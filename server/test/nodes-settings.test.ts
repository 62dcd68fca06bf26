/*
 * Each setting of the nodes door changes what it says, at once: events_retention_days, session_lifetime_hours and
 * stats_broadcast_interval_ms here; max_login_attempts in nodes-access, ws_keepalive_interval_secs and
 * node_offline_threshold_secs in nodes-protocol. Then the two ways to TLS.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, type TestContext } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';
import { WebSocket } from 'ws';
import { sql } from '../src/platform/database/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { openQueue } from '../src/platform/queue/index.ts';
import { openCertificates } from '../src/platform/tls/index.ts';
import { startTestApp, testPassword } from './support/app.ts';
import { connectNode, registerNode } from './support/node-client.ts';
import { connectedNode, makeNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after }, { SIGNALBOX_DOOR_PORTS: 'nodes=0' })).door('nodes');
const owner = app.administrator;
const put = async (t: TestContext, settings: Record<string, number>, back: Record<string, number>) => {
  const send = (body: object) => app.request('PUT', '/api/v1/settings', { token: owner.token, body });
  t.after(() => send({ settings: back }));
  assert.equal((await send({ settings })).status, 200);
};

test('events_retention_days: events and finished commands that are older go with the next sweep, younger ones stay', async (t) => {
  const node = await connectedNode(app, owner);
  for (const message of ['one day', 'three days', 'forty days'])
    node.say('event', { severity: 'info', category: 'age', message });
  const command = () =>
    app.request('POST', `/api/v1/nodes/${node.id}/command`, {
      token: owner.token,
      body: { action: { type: 'start_flow', flow_id: 'f1' } },
    });
  await Promise.all([command(), command()]);
  const left = async () => {
    const answer = await app.request('GET', `/api/v1/events?node_id=${node.id}&category=age`, { token: owner.token });
    return (answer.json() as { message: string }[]).map(({ message }) => message).sort();
  };
  await eventually(async () => (await left()).length === 3, 'they are written down');
  for (const [message, days] of Object.entries({ 'one day': 1, 'three days': 3, 'forty days': 40 }))
    await app.database.run(sql`
      update node_events set created_at = now() - make_interval(days => ${days}) - interval '1 minute'
      where message = ${message}`);
  await app.database.run(sql`
    update node_commands set created_at = now() - interval '3 days'
    where id = (select id from node_commands where node_id = ${node.id} limit 1)`);
  const queue = openQueue({ database: app.database, log: silentLog });
  const sweep = () => app.database.transaction((tx) => queue.add(tx, { kind: 'house.sweep' }));
  await sweep();
  await eventually(async () => (await left()).length < 3, 'those of more than 30 days are gone');
  assert.deepEqual(await left(), ['one day', 'three days']);
  await put(t, { events_retention_days: 2 }, { events_retention_days: 30 });
  await sweep();
  await eventually(async () => (await left()).length < 2, 'those of more than two days are gone');
  assert.deepEqual(await left(), ['one day']);
  await eventually(async () => {
    const { text } = await app.request('GET', `/api/v1/nodes/${node.id}/commands`, { token: owner.token });
    return (JSON.parse(text) as unknown[]).length === 1;
  }, 'so is the command');
  await node.close();
});

test('session_lifetime_hours: a session opened now ends after so many hours, for the server too', async (t) => {
  await put(t, { session_lifetime_hours: 3 }, { session_lifetime_hours: 24 });
  const body = { username: 'admin', password: testPassword };
  const answer = await app.request('POST', '/api/v1/auth/login', { body });
  const [session] = answer.headers.getSetCookie();
  assert.match(session ?? '', /Max-Age=10800/);
  const row = await app.database.one<{ hours: number }>(sql`
    select round(extract(epoch from max(expires_at) filter (where created_at > now() - interval '1 minute') - now()) / 3600)::int as hours
    from sessions where created_at = (select max(created_at) from sessions)`);
  assert.equal(row?.hours, 3);
  const cookie = session?.split(';')[0] as string;
  const list = () => app.request('GET', '/api/v1/nodes', { headers: { cookie } });
  assert.equal((await list()).status, 200);
  await app.database.run(sql`
    update sessions set expires_at = now() where created_at = (select max(created_at) from sessions)`);
  assert.equal((await list()).status, 401);
});

test('stats_broadcast_interval_ms: the next report is shown when the interval is over, state at once', async (t) => {
  await put(t, { stats_broadcast_interval_ms: 60_000 }, { stats_broadcast_interval_ms: 1000 });
  const node = await connectedNode(app, owner);
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/dashboard`, {
    headers: { authorization: `Bearer ${owner.token}` },
  });
  let seen = -1;
  let removed = false;
  socket.on('message', (text) => {
    const update = JSON.parse(text.toString());
    removed ||= update.removed?.includes(node.id) ?? false;
    const state = update.nodes.find((each: { node_id: string }) => each.node_id === node.id);
    if (state?.stats) seen = state.stats.uptime_secs;
  });
  await once(socket, 'open');
  const heard = async (version: string) => {
    node.say('health', { version });
    await eventually(async () => {
      const { text } = await app.request('GET', `/api/v1/nodes/${node.id}`, { token: owner.token });
      return text.includes(version);
    }, 'it is heard');
  };
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 250));
  await aMoment();
  node.say('stats', { flows: [], uptime_secs: 1 });
  await eventually(async () => seen === 1, 'the first report is shown at once');
  node.say('stats', { flows: [], uptime_secs: 2 });
  await heard('first');
  await aMoment();
  assert.equal(seen, 1, 'the second one came less than a minute later');
  await put(t, { stats_broadcast_interval_ms: 100 }, { stats_broadcast_interval_ms: 1000 });
  node.say('stats', { flows: [], uptime_secs: 3 });
  await eventually(async () => seen === 3, 'with the shorter interval it is shown');
  await put(t, { stats_broadcast_interval_ms: 60_000 }, { stats_broadcast_interval_ms: 1000 });
  await node.close();
  await eventually(async () => removed, 'that it has gone is told at once');
  socket.close();
});

/** As rustls with its ring provider says hello: no ALPN, no name for an address, its own lists only. */
async function rustlsLike(port: number, options: object): Promise<TLSSocket> {
  const socket = connect({
    host: '127.0.0.1',
    port,
    rejectUnauthorized: false,
    ecdhCurve: 'X25519:P-256:P-384',
    sigalgs: 'ecdsa_secp384r1_sha384:ecdsa_secp256r1_sha256:ed25519:rsa_pss_rsae_sha256:rsa_pkcs1_sha256',
    ...options,
  });
  await once(socket, 'secureConnect');
  return socket;
}

test('every cipher of the real programs works, with the least of requests: five headers, no name, no ALPN', async () => {
  const port = Number(new URL(app.urls.nodes as string).port);
  const tls13 = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'];
  const tls12 = ['AES256-GCM-SHA384', 'AES128-GCM-SHA256', 'CHACHA20-POLY1305'].map((name) => `ECDHE-ECDSA-${name}`);
  for (const [version, ciphers] of [
    ['TLSv1.3', tls13],
    ['TLSv1.2', tls12],
  ] as const) {
    for (const cipher of ciphers) {
      const socket = await rustlsLike(port, { ciphers: cipher, minVersion: version, maxVersion: version });
      assert.equal(socket.alpnProtocol, false);
      socket.write(
        `GET /ws/node HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      assert.match(
        answer.toString('latin1'),
        /^HTTP\/1\.1 101 [\s\S]*\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/i,
      );
      assert.doesNotMatch(answer.toString('latin1'), /sec-websocket-(extensions|protocol)/i);
      socket.destroy();
    }
  }
});

test('a certificate the nodes could not check, or that is over, is refused with the reason', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-tls-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const certificates = await openCertificates(folder, ['signalbox.example', '192.0.2.7']);
  const { names, fingerprint, isSelfSigned } = certificates.info();
  for (const name of ['localhost', hostname(), '127.0.0.1', 'signalbox.example', '192.0.2.7'])
    assert.ok(names.includes(name), name);
  assert.ok(isSelfSigned);
  assert.match(fingerprint, /^([0-9a-f]{2}:){31}[0-9a-f]{2}$/);
  const made = (options: object) => generate([{ name: 'commonName', value: 'a.example' }], options);
  const refused = async (options: object, reason: RegExp) => {
    const { cert, private: key } = await made(options);
    await assert.rejects(certificates.install({ cert, key }), reason);
  };
  await refused({ keyType: 'ec', curve: 'P-521', algorithm: 'sha256' }, /P-521/);
  const past = new Date(Date.now() - 1000);
  await refused({ keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notAfterDate: past }, /was valid until/);
  assert.equal(certificates.info().fingerprint, fingerprint, 'nothing was taken');
  const good = await made({ keyType: 'ec', curve: 'P-384', algorithm: 'sha256' });
  await certificates.install({ cert: good.cert, key: good.private });
  // Another start has it, too.
  assert.equal((await openCertificates(folder)).info().fingerprint, certificates.info().fingerprint);
  assert.notEqual(certificates.info().fingerprint, fingerprint);
  // A file without its key is not made up for in silence: nodes may have pinned what was there.
  const path = join(folder, 'tls.pem');
  const both = await readFile(path, 'utf8');
  await writeFile(path, both.slice(both.indexOf('-----BEGIN CERTIFICATE')));
  await assert.rejects(openCertificates(folder), /does not hold a certificate and its key. Remove it/);
});

test('behind a proxy the port speaks plain HTTP; what the proxy says of its own line counts', async (t) => {
  const proxied = (
    await startTestApp(t, {
      SIGNALBOX_DOOR_PORTS: 'nodes=0',
      SIGNALBOX_NODES_TLS: 'behind_proxy',
      SIGNALBOX_TRUSTED_PROXIES: '127.0.0.1',
    })
  ).door('nodes');
  const url = proxied.urls.nodes as string;
  assert.match(url, /^http:/);
  const health = await fetch(`${url}/health`);
  assert.equal(health.headers.get('strict-transport-security'), null);
  assert.equal(((await health.json()) as { self_signed_cert: boolean }).self_signed_cert, false);
  const logIn = (headers: object) =>
    fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ username: 'admin', password: testPassword }),
    });
  for (const cookie of (await logIn({})).headers.getSetCookie()) assert.doesNotMatch(cookie, /Secure/);
  for (const cookie of (await logIn({ 'x-forwarded-proto': 'https' })).headers.getSetCookie())
    assert.match(cookie, /; Secure/);
  const { token } = proxied.administrator;
  const shown = (await proxied.request('GET', '/api/v1/settings/tls', { token })).json() as { in_use: boolean };
  assert.equal(shown.in_use, false);
  const { id, secret } = await registerNode({ url }, await makeNode(proxied, proxied.administrator));
  const node = await connectNode({ url }, { node_id: id, node_secret: secret });
  assert.equal(node.reply.type, 'auth_ok');
  await node.close();
});
