import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { houseRoutes } from './house-routes.ts';
import { createHttpServer, type Door, type HttpApp } from './platform/http/index.ts';
import { silentLog } from './platform/log/index.ts';
import { createMetrics } from './platform/metrics/index.ts';

const page = '<!doctype html><title>Signalbox</title>';
const script = `console.log('${'choo '.repeat(300)}')`;
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const door: Door = {
  name: 'sample',
  title: 'Sample',
  description: 'A door',
  version: '0.0.0',
  defaultPort: 0,
  dialect: {
    authenticate: async () => undefined,
    problem: ({ message }) => ({ status: 404, body: { error: message, from: 'door' } }),
    statusOf: () => 404,
    problemSchema: {} as never,
    rates: { general: { max: 1000, windowSeconds: 60, by: 'address' } },
    guards: () => false,
  },
  securitySchemes: {},
  register() {},
};

test('a browser gets the console at / and at every path of its own, and may run nothing but the console', async (t) => {
  const app = await serve(t);
  for (const url of ['/', '/datasets/ds_1a2b3c4d', '/sign-in?next=%2F', '/models/compare?a=1']) {
    const answer = await app.inject({ url, headers: browser });
    assert.equal(answer.statusCode, 200, url);
    assert.equal(answer.body, page);
    assert.match(String(answer.headers['content-type']), /^text\/html/);
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'; script-src 'self'; style-src/);
    assert.doesNotMatch(String(answer.headers['content-security-policy']), /unsafe/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  }
  assert.equal((await app.inject({ method: 'HEAD', url: '/datasets', headers: browser })).statusCode, 200);
});

test('programs get a 404 for what is not there, not a page', async (t) => {
  const app = await serve(t);
  for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
    const answer = await app.inject({ url: '/etc/passwd', headers });
    assert.equal(answer.statusCode, 404);
    assert.equal(answer.json().code, 'NOT_FOUND');
  }
  assert.equal((await app.inject({ method: 'POST', url: '/datasets', headers: browser })).statusCode, 404);
});

test('under a door even a browser hears the door', async (t) => {
  const app = await serve(t);
  for (const url of ['/sample', '/sample/api/v1/none']) {
    const answer = await app.inject({ url, headers: browser });
    assert.equal(answer.statusCode, 404, url);
    assert.equal(answer.json().from, 'door');
  }
  assert.deepEqual((await app.inject({ url: '/livez', headers: browser })).json(), { status: 'alive' });
});

test('a door that is closed in this process is no page of the console', async (t) => {
  const app = await serve(t, { open: false });
  assert.equal((await app.inject({ url: '/sample/api', headers: browser })).statusCode, 404);
});

test('assets are packed, and kept by browsers for ever because their names carry a hash', async (t) => {
  const app = await serve(t);
  const get = (encoding: string) =>
    app.inject({ url: '/assets/index-4f3a.js', headers: { 'accept-encoding': encoding } });
  const brotli = await get('gzip, deflate, br');
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(brotli.rawPayload).toString(), script);
  assert.equal(brotli.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.match(String(brotli.headers['content-type']), /javascript/);
  assert.match(String(brotli.headers.vary), /accept-encoding/i);
  assert.equal((await get('gzip')).headers['content-encoding'], 'gzip');
  const plain = await get('identity');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.body, script);
  assert.equal((await app.inject('/favicon.svg')).statusCode, 200);
});

test('an asset that is gone is a 404 even for a browser, so that no script turns into a page', async (t) => {
  const app = await serve(t);
  assert.equal((await app.inject({ url: '/assets/index-old.js', headers: browser })).statusCode, 404);
});

test('nothing but the console is reached through its paths', async (t) => {
  const app = await serve(t);
  for (const url of [
    '/assets/../secret.txt',
    '/assets/..%2F..%2Fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets//etc/passwd',
    '/assets/',
    '/assets/index-4f3a.js%00.html',
    '/.built-from',
  ]) {
    const answer = await app.inject({ url });
    assert.ok([400, 403, 404].includes(answer.statusCode), `${url}: ${answer.statusCode}`);
    assert.doesNotMatch(answer.body, /secret of the house/);
  }
});

test('without a built console the main page says where the doors are', async (t) => {
  const app = await serve(t, { built: false });
  assert.match((await app.inject({ url: '/', headers: browser })).body, /it was not built.*\/sample\/docs/s);
  assert.equal((await app.inject({ url: '/datasets', headers: browser })).statusCode, 404);
});

async function serve(t: TestContext, { built = true, open = true } = {}): Promise<HttpApp> {
  const root = await mkdtemp(join(tmpdir(), 'signalbox-console-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const folder = join(root, 'dist');
  await writeFile(join(root, 'secret.txt'), 'secret of the house');
  if (built) {
    await mkdir(join(folder, 'assets'), { recursive: true });
    await writeFile(join(folder, 'index.html'), page);
    await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, '.built-from'), 'secret of the house');
    await writeFile(join(folder, 'assets/index-4f3a.js'), script);
    await writeFile(join(folder, 'assets/index-4f3a.js.br'), brotliCompressSync(script));
    await writeFile(join(folder, 'assets/index-4f3a.js.gz'), gzipSync(script));
  }
  const routes = houseRoutes({
    doors: [door],
    isReady: async () => {},
    metrics: createMetrics(),
    consoleFolder: folder,
  });
  const server = await createHttpServer({
    log: silentLog,
    doors: open ? [{ door, prefix: '/sample' }] : [],
    routes,
  });
  t.after(() => server.close());
  return server.app;
}
