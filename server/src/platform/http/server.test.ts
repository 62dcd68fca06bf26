import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { WebSocket } from 'ws';
import type { Log } from '../log/types.ts';
import { createHttpServer, createRateCounters, type HttpServerOptions } from './index.ts';
import { createSampleDoor } from './sample-door.ts';
import type { Dialect } from './types.ts';

const bearer = { authorization: 'Bearer ada-token' };

function collectingLog(lines: string[], bindings: Record<string, unknown> = {}): Log {
  const write = (fields: Record<string, unknown>, message: string) => {
    const error = fields.error instanceof Error ? fields.error.stack : undefined;
    lines.push(JSON.stringify({ ...bindings, ...fields, error, message }));
  };
  const child = (fields: Record<string, unknown>) => collectingLog(lines, { ...bindings, ...fields });
  return { debug: write, info: write, warn: write, error: write, child };
}

/** A server with the sample door at /sample and at '', or only one of them, and its log lines. */
async function start(
  t: TestContext,
  options: Partial<HttpServerOptions> & { rates?: Partial<Dialect['rates']>; prefix?: string } = {},
) {
  const lines: string[] = [];
  const log = collectingLog(lines);
  const door = createSampleDoor(options.rates);
  const server = await createHttpServer({ log, doors: [{ door, prefix: options.prefix ?? '/sample' }], ...options });
  t.after(() => server.close());
  return { ...server, lines, door };
}

test('a door answers under its prefix on the main port and without it on its own', async (t) => {
  const main = await start(t);
  const own = await start(t, { prefix: '' });
  assert.deepEqual((await main.app.inject('/sample/open')).json(), { open: true });
  assert.equal((await main.app.inject('/open')).statusCode, 404);
  assert.deepEqual((await own.app.inject('/open')).json(), { open: true });
});

test('a route that is not public needs somebody we know', async (t) => {
  const { app } = await start(t);
  assert.equal((await app.inject('/sample/api/me')).statusCode, 401);
  assert.equal(
    (await app.inject({ url: '/sample/api/me', headers: { authorization: 'Bearer nobody' } })).statusCode,
    401,
  );
  assert.deepEqual((await app.inject({ url: '/sample/api/me', headers: bearer })).json(), { name: 'ada' });
});

test('an unknown path is told only to somebody we know, a wrong method is a 405 with Allow', async (t) => {
  for (const prefix of ['/sample', '']) {
    const { app } = await start(t, { prefix });
    assert.equal((await app.inject(`${prefix}/api/nothing`)).statusCode, 401);
    assert.equal((await app.inject({ url: `${prefix}/api/nothing`, headers: bearer })).statusCode, 404);
    assert.equal((await app.inject(`${prefix}/nothing`)).statusCode, 404);
    const wrong = await app.inject({ method: 'DELETE', url: `${prefix}/api/things/7`, headers: bearer });
    assert.equal(wrong.statusCode, 405);
    assert.equal(wrong.headers.allow, 'POST');
  }
});

test('a request id is taken over when it is harmless, made otherwise, and always answered', async (t) => {
  const { app } = await start(t);
  const mine = await app.inject({ url: '/sample/open', headers: { 'x-request-id': 'job-7.retry:2' } });
  assert.equal(mine.headers['x-request-id'], 'job-7.retry:2');
  const bad = await app.inject({ url: '/sample/open', headers: { 'x-request-id': 'x\ty{"fake":1}' } });
  assert.match(String(bad.headers['x-request-id']), /^[0-9a-f-]{36}$/);
  assert.match(String((await app.inject('/gone')).headers['x-request-id']), /^[0-9a-f-]{36}$/);
});

test('validation names the field, keeps numbers numbers and fills defaults in', async (t) => {
  const { app } = await start(t);
  const post = (payload: object) =>
    app.inject({ method: 'POST', url: '/sample/api/things/1', headers: bearer, payload });
  assert.deepEqual((await post({ name: 'x' })).json(), { name: 'x', count: 1 });
  const missing = await post({});
  assert.equal(missing.statusCode, 400);
  assert.deepEqual(missing.json(), {
    error: "'name' is required",
    code: 'VALIDATION_ERROR',
    details: [{ field: 'name', problem: 'is required' }],
  });
  assert.equal((await post({ name: 'x', count: '3' })).statusCode, 400, 'a string is no number in JSON');
});

test('hostile JSON is a 400: malformed, empty, deep, NUL, lone surrogate, prototype keys', async (t) => {
  const { app } = await start(t);
  const send = (payload: string) =>
    app.inject({
      method: 'POST',
      url: '/sample/api/things/1',
      headers: { ...bearer, 'content-type': 'application/json' },
      payload,
    });
  const hostile = [
    '{"name":',
    '',
    '[1,2',
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    '{"name":"a\\u0000b"}',
    '{"name":"\\ud800"}',
    '{"name":"x","__proto__":{"admin":true}}',
    '{"name":"x","\\u005f_proto__":{"admin":true}}',
    '{"name":"x","constructor":{"prototype":{"admin":true}}}',
  ];
  for (const payload of hostile) {
    const answer = await send(payload);
    assert.equal(answer.statusCode, 400, payload.slice(0, 60));
    assert.ok(answer.json().code, payload.slice(0, 60));
  }
  const harmless = await send('{"name":"\\\\u0000","count":2}');
  assert.equal(harmless.statusCode, 201, 'an escaped backslash before u0000 is no NUL');
});

test('a NUL or broken escape in a path is a 400', async (t) => {
  const { app } = await start(t);
  const payload = { name: 'x' };
  for (const id of ['%00null_byte', 'a%00', '%zz', '%c3%28']) {
    const answer = await app.inject({ method: 'POST', url: `/sample/api/things/${id}`, headers: bearer, payload });
    assert.equal(answer.statusCode, 400, id);
  }
});

test('a body that is too large or of another type is refused as what it is', async (t) => {
  const { app } = await start(t, { bodyLimit: 1000 });
  const url = '/sample/api/things/1';
  const large = await app.inject({ method: 'POST', url, headers: bearer, payload: { name: 'x'.repeat(2000) } });
  assert.equal(large.statusCode, 413);
  const xml = await app.inject({
    method: 'POST',
    url,
    headers: { ...bearer, 'content-type': 'application/xml' },
    payload: '<x/>',
  });
  assert.equal(xml.statusCode, 415);
});

test('an unexpected error says nothing outside, and is in the log under the request id', async (t) => {
  const { app, lines } = await start(t);
  const answer = await app.inject({ url: '/sample/api/broken', headers: { ...bearer, 'x-request-id': 'find-me' } });
  assert.equal(answer.statusCode, 500);
  assert.doesNotMatch(answer.body, /4711|Error:|at /);
  assert.ok(lines.some((line) => line.includes('find-me') && line.includes('4711')));
});

test('rate classes count by caller or address, tell what is left and when to come back', async (t) => {
  const rates = {
    general: { max: 2, windowSeconds: 60, by: 'caller' as const },
    login: { max: 1, windowSeconds: 60, by: 'address' as const },
  };
  const { app } = await start(t, { rates, rateCounters: createRateCounters() });
  const me = (token: string) => app.inject({ url: '/sample/api/me', headers: { authorization: `Bearer ${token}` } });
  const first = await me('ada-token');
  assert.equal(first.headers['ratelimit-limit'], '2');
  assert.equal(first.headers['ratelimit-remaining'], '1');
  await me('ada-token');
  const third = await me('ada-token');
  assert.equal(third.statusCode, 429);
  assert.equal(third.headers['retry-after'], third.headers['ratelimit-reset']);
  assert.equal((await me('bob-token')).statusCode, 200, 'another caller has a ration of their own');
  assert.equal((await app.inject('/sample/api/login')).statusCode, 200);
  assert.equal((await app.inject('/sample/api/login')).statusCode, 429);
});

test('somebody who tries tokens is slowed down like everybody else', async (t) => {
  const rates = { general: { max: 3, windowSeconds: 60, by: 'caller' as const } };
  const { app } = await start(t, { rates, rateCounters: createRateCounters() });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) {
    const headers = { authorization: `Bearer guess${i}` };
    statuses.push((await app.inject({ url: '/sample/api/me', headers })).statusCode);
  }
  assert.deepEqual(statuses, [401, 401, 401, 429]);
});

test('two ports of one process share one ration', async (t) => {
  const rates = { login: { max: 1, windowSeconds: 60, by: 'address' as const } };
  const rateCounters = createRateCounters();
  const main = await start(t, { rates, rateCounters });
  const own = await start(t, { rates, rateCounters, prefix: '' });
  assert.equal((await main.app.inject('/sample/api/login')).statusCode, 200);
  assert.equal((await own.app.inject('/api/login')).statusCode, 429);
});

test('a window that ended starts anew', () => {
  let now = 0;
  const counters = createRateCounters(() => now);
  assert.equal(counters.increase('k', 1000).current, 1);
  assert.equal(counters.increase('k', 1000).current, 2);
  now = 1000;
  assert.deepEqual(counters.increase('k', 1000), { current: 1, ttl: 1000 });
});

test('Retry-After is a whole number of seconds', async (t) => {
  const { app } = await start(t);
  const answer = await app.inject({ url: '/sample/api/limited', headers: bearer });
  assert.equal(answer.headers['retry-after'], '8');
});

test('the OpenAPI document lists statuses, security and where the door hangs', async (t) => {
  const { app } = await start(t);
  const answer = await app.inject('/sample/openapi.json');
  const document = answer.json();
  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(document.servers, [{ url: '/sample' }]);
  const post = document.paths['/api/things/{id}'].post;
  assert.deepEqual(Object.keys(post.responses), ['201', '400', '403']);
  assert.match(post.responses['403'].description, /limit of the plan.*role|role.*limit of the plan/i);
  assert.deepEqual(document.paths['/open'].get.security, []);
  assert.ok(document.paths['/ws/echo/{id}'].get.responses['101']);
  const own = await start(t, { prefix: '' });
  const ownDocument = (await own.app.inject('/openapi.json')).json();
  assert.deepEqual(ownDocument.paths, document.paths);
});

test('the reference page loads nothing from anywhere else', async (t) => {
  const { app } = await start(t);
  const page = await app.inject('/sample/docs/');
  assert.equal(page.statusCode, 200);
  assert.match(String(page.headers['content-type']), /text\/html/);
  assert.deepEqual(page.body.match(/(?:src|href)="[^"]*"/g), ['src="js/scalar.js"']);
  assert.doesNotMatch(page.body, /https?:\/\//);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'.*connect-src 'self'/);
  const script = await app.inject('/sample/docs/js/scalar.js');
  assert.ok(script.body.length > 1_000_000);
  assert.equal((await app.inject('/sample/docs')).headers.location, '/sample/docs/');
});

test('answers carry headers that forbid running, framing and sniffing them', async (t) => {
  const { app } = await start(t);
  const { headers } = await app.inject('/sample/open');
  assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-powered-by'], undefined);
});

test('a WebSocket authenticates by header or ?token=, and is refused as HTTP otherwise', async (t) => {
  const { listen, lines } = await start(t);
  const url = (await listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
  const open = (path: string, headers = {}) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${url}${path}`, { headers });
      socket.on('message', (data) => {
        resolve(data.toString());
        socket.close();
      });
      socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
      socket.on('error', () => {});
    });
  assert.equal(await open('/sample/ws/echo/known', bearer), 'hello ada');
  assert.equal(await open('/sample/ws/echo/known?token=bob-token'), 'hello bob');
  assert.equal(await open('/sample/ws/echo/known'), '401');
  assert.equal(await open('/sample/ws/echo/known?token=wrong'), '401');
  assert.equal(await open('/sample/ws/echo/unknown?token=bob-token'), '404');
  assert.equal(await open('/sample/open?token=bob-token'), '400');
  assert.equal(await open('/nowhere?token=bob-token'), '404');
  assert.equal(lines.filter((line) => line.includes('bob-token')).length, 0, 'no log line holds a token');
});

test('a WebSocket is closed when its session ends, and then nobody is watched any more', async (t) => {
  const { listen, door } = await start(t);
  const url = (await listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
  const open = async (token: string) => {
    const socket = new WebSocket(`${url}/sample/ws/echo/known?token=${token}`);
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await new Promise((resolve) => socket.once('message', resolve));
    return { socket, closed };
  };
  const [ada, bob] = [await open('ada-token'), await open('bob-token')];
  door.end('ada');
  assert.equal(await ada.closed, 1008);
  assert.equal(bob.socket.readyState, WebSocket.OPEN);
  bob.socket.close();
  await bob.closed;
  assert.equal(door.watched.size, 0);
});

test('hazard: one caller cannot open sockets without end', async (t) => {
  const { listen } = await start(t);
  const url = (await listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
  const open = (token: string) => {
    const socket = new WebSocket(`${url}/sample/ws/echo/known?token=${token}`);
    t.after(() => socket.terminate());
    return new Promise<string>((resolve) => {
      socket.once('message', () => resolve('open'));
      socket.once('close', (code) => resolve(String(code)));
    });
  };
  const opened = await Promise.all(Array.from({ length: 101 }, () => open('ada-token')));
  assert.equal(opened.filter((how) => how === 'open').length, 100);
  assert.equal(opened.filter((how) => how === '1013').length, 1);
  assert.equal(await open('bob-token'), 'open');
});

test('hazard: X-Forwarded-For is believed of trusted proxies only, so nobody chooses whose limit is counted', async (t) => {
  const rates = { general: { max: 1, windowSeconds: 60, by: 'address' } } as const;
  const ask = ({ app }: Awaited<ReturnType<typeof start>>, from: string) =>
    app.inject({ url: '/sample/open', headers: { 'x-forwarded-for': from } });
  const plain = await start(t, { rates, rateCounters: createRateCounters() });
  assert.equal((await ask(plain, '203.0.113.1')).statusCode, 200);
  assert.equal((await ask(plain, '203.0.113.2')).statusCode, 429);
  const behind = await start(t, { rates, rateCounters: createRateCounters(), trustProxy: ['127.0.0.1'] });
  assert.equal((await ask(behind, '203.0.113.1')).statusCode, 200);
  assert.equal((await ask(behind, '203.0.113.2')).statusCode, 200);
  assert.equal(
    (await ask(behind, '198.51.100.9, 203.0.113.2')).statusCode,
    429,
    'what a client wrote itself counts nothing',
  );
});

test('1 GB is refused without being read, whether declared or streamed', async (t) => {
  const { listen } = await start(t);
  const { port, hostname } = new URL(await listen({ host: '127.0.0.1', port: 0 }));
  const attack = (lengthHeader: string, chunked: boolean, token: string) =>
    new Promise<{ status: string; sent: number }>((resolve) => {
      const socket = connect(Number(port), hostname);
      let sent = 0;
      let status = '';
      const block = Buffer.alloc(64 * 1024, 0x20);
      const frame = chunked ? Buffer.concat([Buffer.from('10000\r\n'), block, Buffer.from('\r\n')]) : block;
      const pump = () => {
        while (sent < 1e9 && !socket.destroyed) {
          sent += block.length;
          if (!socket.write(frame)) return void socket.once('drain', pump);
        }
      };
      socket.on('data', (data) => {
        status ||= data.toString().slice(9, 12);
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve({ status, sent }));
      socket.write(
        `POST /sample/api/things/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n${lengthHeader}\r\n\r\n`,
      );
      pump();
    });
  for (const [header, chunked] of [
    ['Content-Length: 1000000000', false],
    ['Transfer-Encoding: chunked', true],
  ] as const) {
    for (const [token, expected] of [
      ['ada-token', '413'],
      ['nobody', '401'],
    ] as const) {
      const { status, sent } = await attack(header, chunked, token);
      assert.equal(status, expected, header);
      assert.ok(sent < 100e6, `${header}: the server took ${sent} bytes`);
    }
  }
});
