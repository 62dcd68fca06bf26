import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { isReachable } from './addresses.ts';
import { createOutbound, type Resolve } from './outbound.ts';

/** Every spelling of an address inside that URL parsers, resolvers and operating systems are known to understand. */
const inside = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://127.0.0.1./',
  'http://①②⑦.⓪.⓪.①/',
  'http://0/',
  'http://0.0.0.0/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://[0:0:0:0:0:ffff:a9fe:a9fe]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://inside.example/',
  'http://mixed.example/',
  'http://mapped.example/',
  'http://metadata.google.internal/',
];
const names: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'localhost.': ['127.0.0.1'],
  'inside.example': ['10.1.2.3'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mapped.example': ['::ffff:10.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
};
const resolve: Resolve = async (host) => {
  const addresses = names[host];
  if (!addresses) throw new Error(`getaddrinfo ENOTFOUND ${host}`);
  return addresses;
};

async function serve(t: TestContext, listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

function outboundFor(t: TestContext, allow: string[], how: Resolve = resolve) {
  const outbound = createOutbound({ allow, resolve: how });
  t.after(() => outbound.close());
  return outbound;
}

test('SSRF: no spelling of an inside address gets through', async (t) => {
  const outbound = outboundFor(t, []);
  for (const url of inside) {
    await assert.rejects(outbound.fetch(url), { kind: 'invalid', code: 'DESTINATION_NOT_ALLOWED' }, url);
  }
});

test('SSRF: only http and https, and no credentials in the URL', async (t) => {
  const outbound = outboundFor(t, []);
  for (const url of [
    'file:///etc/passwd',
    'gopher://x/',
    'ftp://x/',
    'data:text/plain,x',
    'javascript:1',
    'x',
    '//x',
  ]) {
    await assert.rejects(outbound.fetch(url), { kind: 'invalid' }, url);
  }
  await assert.rejects(outbound.fetch('http://user:secret@example.com/'), { kind: 'invalid' });
});

test('SSRF: a redirect inside is refused at the redirect', async (t) => {
  const inner = await serve(t, (_request, response) => response.end('secret'));
  for (const location of [`http://127.0.0.2:${inner}/`, `http://[::ffff:127.0.0.2]:${inner}/`, 'http://localhost/']) {
    const outer = await serve(t, (_request, response) => response.writeHead(302, { location }).end());
    const outbound = outboundFor(t, ['127.0.0.1']);
    await assert.rejects(outbound.fetch(`http://127.0.0.1:${outer}/`), { code: 'DESTINATION_NOT_ALLOWED' }, location);
  }
});

test('SSRF: a name that changes its address between look-ups is judged by the one connected to', async (t) => {
  const port = await serve(t, (_request, response) => response.end('secret'));
  const answers = [['93.184.216.34'], ['127.0.0.1']];
  const outbound = outboundFor(t, [], async () => answers.shift() ?? ['127.0.0.1']);
  assert.equal(await outbound.address('rebinding.example'), '93.184.216.34');
  await assert.rejects(outbound.fetch(`http://rebinding.example:${port}/`), { code: 'DESTINATION_NOT_ALLOWED' });
});

test('hosts on the allow-list are let through: by address, range, name and domain', async (t) => {
  const port = await serve(t, (request, response) => response.end(`hello ${request.headers.host}`));
  const how: Resolve = async () => ['127.0.0.1'];
  for (const [allow, host] of [
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.0/8', '127.0.0.1'],
    ['127.0.0.0/8', 'any.example'],
    ['Edge.example', 'edge.EXAMPLE'],
    ['*.plant.example', 'ahu1.plant.example'],
    [`127.0.0.1:${port}`, '127.0.0.1'],
    [`edge.example:${port}`, 'edge.example'],
  ] as const) {
    const outbound = outboundFor(t, [allow], how);
    const response = await outbound.fetch(`http://${host}:${port}/`);
    assert.match(await response.text(), /^hello /, allow);
  }
  const ipv6 = outboundFor(t, ['[fd12::1]:22', 'fd34::/16']);
  assert.equal(await ipv6.address('fd12::1', { port: 22 }), 'fd12::1');
  assert.equal(await ipv6.address('[fd34::7]'), 'fd34::7');
  await assert.rejects(ipv6.address('fd12::1', { port: 23 }), { code: 'DESTINATION_NOT_ALLOWED' });
  const otherPort = outboundFor(t, ['127.0.0.1:1'], how);
  await assert.rejects(otherPort.fetch(`http://127.0.0.1:${port}/`), { code: 'DESTINATION_NOT_ALLOWED' });
  const outbound = outboundFor(t, ['*.plant.example'], how);
  await assert.rejects(outbound.fetch(`http://evilplant.example:${port}/`), { code: 'DESTINATION_NOT_ALLOWED' });
});

test('devices may live in private networks, never on this machine or the metadata address', () => {
  for (const address of ['10.0.0.1', '192.168.7.7', '100.124.76.93', 'fd12::1', '::ffff:10.0.0.1', '93.184.216.34']) {
    assert.equal(isReachable(address, 'network'), true, address);
  }
  for (const address of ['127.0.0.1', '169.254.169.254', '100.100.100.200', 'fd00:ec2::254', '::1', 'fe80::1%eth0']) {
    assert.equal(isReachable(address, 'network'), false, address);
  }
  for (const address of ['93.184.216.34', '2606:4700::1111']) assert.equal(isReachable(address, 'public'), true);
  assert.equal(isReachable('not an address', 'public'), false);
});

test('an outside system that fails, hangs or floods is reported as what it did', async (t) => {
  const outbound = outboundFor(t, ['127.0.0.1', 'gone.example']);
  await assert.rejects(outbound.fetch('http://127.0.0.1:1/'), { kind: 'upstream_failed' });
  await assert.rejects(outbound.fetch('http://gone.example/'), { kind: 'upstream_failed', code: 'HOST_NOT_FOUND' });
  const silent = await serve(t, () => {});
  const hanging = outbound.fetch(`http://127.0.0.1:${silent}/`, { timeoutMs: 50 });
  await assert.rejects(hanging, { kind: 'upstream_timeout' });
  const flood = await serve(t, (_request, response) => response.end(Buffer.alloc(100_000)));
  const response = await outbound.fetch(`http://127.0.0.1:${flood}/`, { maxBytes: 1000 });
  await assert.rejects(response.text(), { kind: 'upstream_failed' });
});
