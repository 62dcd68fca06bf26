import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import test, { after } from 'node:test';
import { type Answer, startTestApp } from './app.ts';
import { type DoorUnderTest, filled as fill, type Ids, makeObjects } from './door-under-test.ts';
import { exampleOf, type Operation, servedOperations } from './openapi.ts';

/*
 * Sends every served operation what nobody should send. The answer is a clear 4xx (or a success, where odd is not wrong),
 * never a 5xx, and memory stays bounded.
 */
export async function walkBadInput(door: DoorUnderTest): Promise<void> {
  const app = (await startTestApp({ after })).door(door.name);
  const { validRequests } = door;
  const filled = (path: string, ids: Ids, instead?: string) => fill(door, path, ids, instead);
  const operations = (await servedOperations(app)).filter(({ isSocket }) => !isSocket);
  const ids = await makeObjects(
    door,
    app,
    app.administrator,
    operations.map(({ path }) => path),
  );
  /** Of a tenant of its own: what it spoils is not what the others look at. */
  const somebody = await app.person('owner');

  const json = { 'content-type': 'application/json' };
  const withBody = operations.filter(({ body }) => body !== undefined);
  const withJson = withBody.filter(({ body }) => body?.mediaType === 'application/json');

  const send = (operation: Operation, options: { body?: unknown; headers?: Record<string, string>; path?: string }) =>
    app.request(operation.method, options.path ?? filled(operation.path, ids), {
      token: app.administrator.token,
      ...options,
    });

  function assertClear(answer: Answer, what: string): void {
    assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    const problem = answer.json() as { error?: unknown; code?: unknown };
    assert.ok(typeof problem.error === 'string' && typeof problem.code === 'string', `${what}: ${answer.text}`);
    assert.ok(answer.headers.get('x-request-id'), what);
  }

  /** A valid body with one text in it replaced. */
  function withText(body: unknown, field: string, text: unknown): Record<string, unknown> {
    return { ...(body as Record<string, unknown>), [field]: text };
  }

  for (const operation of withJson) {
    const { name, body } = operation;
    const valid = () => validRequests[name]?.(ids).body ?? exampleOf((body as NonNullable<typeof body>).schema);

    test(`${door.name} bad input: ${name} refuses what is no JSON, empty, deep or of another type`, async () => {
      for (const text of ['{"a":', '', 'null', '[]', '"x"', '{}}', `${'['.repeat(50_000)}`, '{"a":1}\0']) {
        assertClear(await send(operation, { body: text, headers: json }), text.slice(0, 20));
      }
      const xml = await send(operation, { body: '<a/>', headers: { 'content-type': 'application/xml' } });
      assert.equal(xml.status, 415);
      assertClear(
        await send(operation, { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
        'form',
      );
      const deep = `{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`;
      assertClear(await send(operation, { body: deep, headers: json }), 'deep');
    });

    test(`${door.name} bad input: ${name} refuses NUL and half characters in each text`, async () => {
      for (const field of Object.keys(valid() as object)) {
        for (const text of ['a\0b', '\ud800', '\udfff\ud800']) {
          // JSON.stringify writes both as escapes, which is how they arrive in the wild.
          assertClear(
            await send(operation, { body: withText(valid(), field, text) }),
            `${field} ${JSON.stringify(text)}`,
          );
        }
      }
    });

    test(`${door.name} bad input: ${name} survives odd texts, wrong types and unknown fields`, async () => {
      const odd = [
        'x'.repeat(1000),
        '日本語 🚀 ünïcödé',
        `<script>&"'/\\`,
        '../../../etc/passwd',
        "'; drop table users; --",
        '%s%n{{7*7}}',
        '',
      ];
      const wrong = [null, true, -1, 1e308, 2 ** 53, [], {}, [[[]]], { $ne: null }];
      for (const field of Object.keys(valid() as object)) {
        for (const value of [...odd, ...wrong]) {
          const answer = await app.request(operation.method, filled(operation.path, ids), {
            body: withText(valid(), field, value),
            ...(operation.isPublic ? {} : { token: somebody.token }),
          });
          assert.ok(answer.status < 500, `${field}=${JSON.stringify(value)}: ${answer.status} ${answer.text}`);
        }
      }
      const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`unknown_${i}`, i]));
      const many = await app.request(operation.method, filled(operation.path, ids), {
        body: { ...unknown },
        ...(operation.isPublic ? {} : { token: somebody.token }),
      });
      assertClear(many, '500 unknown fields and none that is needed');
    });
  }

  for (const operation of operations.filter(({ path }) => path.includes('{'))) {
    test(`${door.name} bad input: ${operation.name} refuses ids that are paths, NUL, long or strange`, async () => {
      const valid = validRequests[operation.name]?.(ids) ?? {};
      const body = operation.body?.mediaType === 'application/json' ? { body: exampleOf(operation.body.schema) } : {};
      for (const id of [
        '..%2F..%2F..%2Fetc%2Fpasswd',
        '....%2F%2F....%2F%2Fetc%2Fpasswd',
        '....//....//etc/passwd',
        '%00null_byte',
        'x%00',
        '%zz',
        '%c0%ae%c0%ae%2f',
        'x'.repeat(1000),
        'x'.repeat(5000),
        '%F0%9F%9A%80',
        "'%20or%20''='",
        '*',
        '%25',
      ]) {
        const answer = await send(operation, { ...body, ...valid, path: filled(operation.path, ids, id) });
        assert.ok(
          [400, 403, 404, 405, 414].includes(answer.status),
          `${id.slice(0, 40)}: ${answer.status} ${answer.text}`,
        );
      }
    });
  }

  for (const operation of operations.filter(({ query }) => query.length > 0)) {
    test(`${door.name} bad input: ${operation.name} survives odd query strings`, async () => {
      const path = filled(operation.path, ids);
      for (const { name } of operation.query) {
        for (const value of [
          '%00',
          '-1',
          '1e999',
          'NaN',
          '99999999999999999999',
          'x'.repeat(3000),
          '%F0%9F%9A%80',
          "'",
          '',
        ]) {
          const answer = await send(operation, { path: `${path}?${name}=${value}` });
          assert.ok(answer.status < 500, `${name}=${value.slice(0, 40)}: ${answer.status} ${answer.text}`);
        }
        const doubled = await send(operation, { path: `${path}?${name}=1&${name}=2&${name}[x]=3` });
        assert.ok(doubled.status < 500, `${name} twice: ${doubled.status}`);
      }
    });
  }

  test('bad input: 1 GB bodies, declared or streamed, are refused with bounded memory', async () => {
    const before = process.memoryUsage().rss;
    for (const operation of withBody) {
      for (const declared of [true, false]) {
        const { status, sent } = await flood(operation, declared);
        const what = `${operation.name} ${declared ? 'declared' : 'streamed'}`;
        assert.ok(status === undefined || (status >= 400 && status < 500), `${what}: ${status}`);
        assert.ok(sent < 200e6, `${what}: the server took ${sent} bytes`);
      }
    }
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < 300e6, `${grown} bytes more`);
  });

  test('bad input: paths that climb out of the API lead nowhere', async () => {
    for (const path of [
      '/api/v1/../../etc/passwd',
      '/api/v1/%2e%2e/%2e%2e/etc/passwd',
      '//etc/passwd',
      '/docs/js/..%2f..%2fscalar.js',
    ]) {
      const answer = await app.request('GET', path, { token: app.administrator.token });
      assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    }
  });

  /** Sends zeros until the server answers or hangs up, 1 GB at most. */
  function flood(operation: Operation, declared: boolean): Promise<{ status: number | undefined; sent: number }> {
    return new Promise((resolve) => {
      const headers: Record<string, string> = {
        authorization: `Bearer ${app.administrator.token}`,
        'content-type':
          operation.body?.mediaType === 'application/json' ? 'application/json' : 'multipart/form-data; boundary=b',
        ...(declared ? { 'content-length': '1000000000' } : { 'transfer-encoding': 'chunked' }),
      };
      const url = `${app.url}${filled(operation.path, ids)}`;
      const request = httpRequest(url, { method: operation.method, headers });
      const block = Buffer.alloc(64 * 1024, 0x20);
      let sent = 0;
      let status: number | undefined;
      let over = false;
      const finish = () => {
        over = true;
        request.destroy();
        resolve({ status, sent });
      };
      const pump = () => {
        while (!over && sent < 1e9) {
          sent += block.length;
          if (!request.write(block)) return void request.once('drain', pump);
        }
      };
      request.on('response', (response) => {
        status = response.statusCode;
        response.resume().on('end', finish);
      });
      request.on('error', finish);
      request.on('close', finish);
      if (operation.body?.mediaType !== 'application/json') {
        request.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n');
      }
      pump();
    });
  }
}
