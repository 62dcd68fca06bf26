/*
 * Secrets with a name of their own go into every place that takes one, through what works and what fails. Afterwards none
 * of them is in the log, in an answer (but the one that hands it out), in any row of any table (events, audit, jobs, dead
 * letters, idempotency keys …), in the metrics, or in a file anybody can download.
 *
 * One more secret is one more line: `canary('what it is')` makes one, `hatch('what it is', value)` watches one that the
 * server made.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import test from 'node:test';
import { generateSync } from 'otplib';
import { identifier, sql } from '../src/platform/database/index.ts';
import { createLog } from '../src/platform/log/index.ts';
import { type RequestOptions, startTestApp, testPassword } from './support/app.ts';
import { filled, makeObjects } from './support/door-under-test.ts';
import { mlDoor } from './support/ml-objects.ts';
import { servedOperations } from './support/openapi.ts';
import { eventually } from './support/processes.ts';

const canaries = new Map<string, string>();

/** Watches a secret from now on. */
function hatch(name: string, secret: string): string {
  assert.ok(secret.length >= 10, `${name} is too short to be looked for`);
  canaries.set(secret, name);
  return secret;
}

/** A secret to put somewhere. */
function canary(name: string): string {
  return hatch(name, `cnry${randomBytes(9).toString('hex')}`);
}

/** The names of the secrets that are in a text: as they are, or as bytes are printed. */
function found(text: string): string[] {
  const printed = (secret: string) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('hex'),
    // Of base64, what stays the same wherever in a longer text it begins.
    ...[0, 1, 2].map((shift) =>
      Buffer.from('x'.repeat(shift) + secret)
        .toString('base64')
        .slice(4, -4),
    ),
  ];
  return [...canaries].flatMap(([secret, name]) => (printed(secret).some((form) => text.includes(form)) ? [name] : []));
}

test('no secret is anywhere but where it belongs', async (t) => {
  const lines: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  // A language model and a push service that say back all they were told: the worst of providers.
  const parrot = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const said = JSON.stringify({
      error: { message: `${JSON.stringify(request.headers)} ${body}`, code: 'invalid_api_key' },
    });
    response.writeHead(401, { 'content-type': 'application/json' }).end(said);
  });
  parrot.listen(0, '127.0.0.1');
  await once(parrot, 'listening');
  t.after(() => {
    parrot.closeAllConnections();
    parrot.close();
  });
  const url = `http://127.0.0.1:${(parrot.address() as AddressInfo).port}`;

  const app = await startTestApp(
    t,
    {
      SIGNALBOX_MASTER_KEY: hatch('master key', randomBytes(32).toString('hex')),
      // Port 9: nobody is there, so each mail fails and is tried again.
      SMTP_URL: `smtp://box:${canary('SMTP password')}@127.0.0.1:9`,
      STRIPE_SECRET_KEY: canary('Stripe key'),
      STRIPE_WEBHOOK_SECRET: canary('Stripe webhook secret'),
      STRIPE_PRICE_PRO: 'price_pro',
      STRIPE_API_URL: url,
      OPENAI_API_KEY: canary('LLM key'),
      OPENAI_BASE_URL: `${url}/v1`,
      SIGNALBOX_LLM_MODEL: 'parrot',
      EXPO_PUSH_URL: url,
      EXPO_ACCESS_TOKEN: canary('Expo token'),
      SIGNALBOX_OUTBOUND_ALLOW: '127.0.0.1',
    },
    createLog({ level: 'debug', to }),
  );
  const leaks: string[] = [];
  /** Sends a request; `tells` names the one secret its answer is there to hand out. */
  async function send(method: string, path: string, options: RequestOptions = {}, tells?: string) {
    const answer = await app.request(method, path, options);
    const headers = JSON.stringify([...answer.headers]);
    for (const name of found(`${answer.text} ${headers}`)) {
      if (name !== tells) leaks.push(`${name} in the answer of ${method} ${path} (${answer.status})`);
    }
    return answer;
  }
  const json = async (...request: Parameters<typeof send>) => (await send(...request)).json() as Record<string, string>;
  const { username, email } = app.administrator;
  let token = app.administrator.token;

  await t.test('people: passwords, sessions, resets, a second factor', async () => {
    const newcomer = {
      username: 'newcomer',
      email: 'newcomer@example.com',
      password: canary('password of a newcomer'),
    };
    await send('POST', '/api/v1/auth/signup', { body: newcomer });
    await send('POST', '/api/v1/auth/signup', { body: newcomer });
    await send('POST', '/api/v1/auth/signup', { body: { ...newcomer, email: 'no address' } });
    await send('POST', '/api/v1/auth/login', { body: { username, password: canary('wrong password') } });
    await send('POST', '/api/v1/auth/login', {
      body: { username: canary('password in the field of the name'), password: 'x' },
    });
    await send('POST', '/api/v1/auth/login', {
      body: `{"username": "admin", "password": "${canary('password in broken JSON')}`,
    });

    const password = canary('password');
    const change = { current_password: testPassword, new_password: password };
    await send('PUT', '/api/v1/auth/change-password', { token, body: { ...change, current_password: 'not it' } });
    assert.equal((await send('PUT', '/api/v1/auth/change-password', { token, body: change })).status, 200);
    const session = await json('POST', '/api/v1/auth/login', { body: { username, password } });
    token = session.token ?? '';
    hatch('session token', token);
    await send('GET', `/api/v1/models?token=${token}`, { token });
    await send('GET', '/api/v1/nowhere', { token });

    await send('POST', '/api/v1/auth/forgot-password', { body: { email } });
    // Not the newest mail: the one that tells of the changed password comes when its event is consumed, before or after.
    const mails = (await send('GET', `/api/v1/admin/outbox?recipient=${email}`, { token })).json() as {
      text: string;
    }[];
    const reset = hatch('reset token', /token=([\w-]+)/.exec(mails.map(({ text }) => text).join('\n'))?.[1] ?? '');
    await send('POST', '/api/v1/auth/reset-password', { body: { token: `${reset}0`, new_password: password } });

    const { secret } = await json('POST', '/api/v1/mfa/setup', { token });
    hatch('MFA secret', secret ?? '');
    await send('POST', '/api/v1/mfa/verify', { token, body: { code: '000000' } });
    const { recovery_codes = [] } = await json('POST', '/api/v1/mfa/verify', {
      token,
      body: { code: generateSync({ secret: secret ?? '' }) },
    });
    for (const code of recovery_codes) hatch('recovery code', code);
    await send('GET', '/api/v1/profile', { token });
  });

  await t.test(
    'devices, data sources, phones: credentials that are kept, and credentials that are refused',
    async () => {
      const target = { name: 'Hall', ip: '127.0.0.1', port: 9, username: 'box', password: canary('target password') };
      const headers = { 'idempotency-key': 'one-and-the-same' };
      for (let i = 0; i < 2; i++) await send('POST', '/api/v1/deployments/targets', { token, body: target, headers });
      const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary('target key')}\n-----END OPENSSH PRIVATE KEY-----\n`;
      await send('POST', '/api/v1/deployments/targets', {
        token,
        body: { ...target, port: 10, password: undefined, ssh_key: key },
      });
      await send('POST', '/api/v1/deployments/targets', { token, body: { ...target, port: 'x' } });
      await send('POST', '/api/v1/deployments/targets', { token, body: { ...target, password: [target.password] } });
      const sources = [
        {
          source_type: 'postgresql',
          connection_string: `postgres://x:${canary('password of a data source')}@127.0.0.1:9/x`,
        },
        {
          source_type: 'mongodb',
          api_url: url,
          database: 'x',
          data_source: 'x',
          api_key: canary('key of a data source'),
        },
        { source_type: 'influxdb', url, database: 'x', token: canary('token of a data source') },
        { source_type: 'spacetimedb', api_url: url, database: 'x', auth_token: canary('bearer of a data source') },
      ];
      for (const source of sources) {
        const body = {
          name: `Plant ${source.source_type}`,
          equipment_type: 'pump',
          query: 'SELECT * FROM x',
          ...source,
        };
        for (const path of ['datasets/connect', 'connections/test', 'connections', 'connections']) {
          await send('POST', `/api/v1/${path}`, { token, body });
        }
        await send('POST', '/api/v1/connections', { token, body: { ...body, name: 7 } });
      }
      await send('POST', '/api/v1/push/register', {
        token,
        body: { token: 'ExponentPushToken[hall]', platform: 'ios' },
      });
      await send('POST', '/api/v1/billing/webhook', {
        body: '{}',
        headers: { 'content-type': 'application/json', 'stripe-signature': 't=1,v1=00' },
      });
      await send('POST', '/api/v1/agent/chat', { token, body: { message: 'How are my models?' } });
    },
  );

  const owner = { ...app.administrator, token };
  const operations = (await servedOperations(app)).filter(({ method, isSocket }) => method === 'GET' && !isSocket);
  await t.test('work that fails: a deployment, a mail server and a push service that refuse', async () => {
    const ids = await makeObjects(mlDoor, app, owner, ['/api/v1/models/{id}']);
    const body = { model_id: ids['/api/v1/models/{id}']?.id, target_ip: '127.0.0.1' };
    const { id } = await json('POST', '/api/v1/deployments', { token, body });
    await eventually(
      async () => (await json('GET', `/api/v1/deployments/${id}`, { token })).status === 'failed',
      'it failed',
      90,
    );
    await eventually(async () => /mail server could not be reached/.test(lines.join('')), 'the mail server was tried');
    await eventually(async () => /push service answered 401/.test(lines.join('')), 'the push service was tried');
    await send('GET', `/api/v1/deployments/${id}?format=certificate`, { token });
  });

  await t.test('everything that can be read or downloaded', async () => {
    const ids = await makeObjects(
      mlDoor,
      app,
      owner,
      operations.map(({ path }) => path),
    );
    // The outbox is where administrators look up links; it is the one place that tells them.
    for (const { path } of operations.filter(({ path }) => !path.endsWith('/admin/outbox'))) {
      await send('GET', filled(mlDoor, path, ids), { token });
    }
    leaks.push(...found(await (await fetch(`${app.main}/metrics`)).text()).map((name) => `${name} in the metrics`));
  });

  await t.test('none of them is where it does not belong', async () => {
    assert.ok(canaries.size >= 18, `${canaries.size} secrets were set free`);
    const tables = await app.database.query<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    assert.ok(tables.length > 20);
    for (const { name } of tables) {
      const rows = await app.database.query<{ row: string }>(sql`select t::text as row from ${identifier(name)} t`);
      for (const secret of new Set(rows.flatMap(({ row }) => found(row)))) leaks.push(`${secret} in the table ${name}`);
    }
    for (const line of lines) leaks.push(...found(line).map((name) => `${name} in the log: ${line.slice(0, 300)}`));
    assert.deepEqual([...new Set(leaks)], []);
  });
});
