import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type CleansUp, defer } from '../../../test/support/defer.ts';
import { createDisk, type Disk } from './disk.ts';
import { createEdge, type EdgeOptions } from './edge.ts';
import type { SessionEnd } from './open-socket.ts';
import { createRelay } from './relay.ts';
import { startScriptedManager } from './scripted-manager.ts';

const timing = { statsMs: 20, healthMs: 60_000, reconnectMs: 5, reconnectMaxMs: 5, commandMs: 0, authReplyMs: 10_000 };
const secret = { nodeId: 'node-1', nodeSecret: 'secret-1' };
const registerAck = { type: 'register_ack', payload: { node_id: 'node-9', node_secret: 'secret-9' } };

function makeEdge(t: CleansUp, url: string, disk: Disk, options: Partial<EdgeOptions> = {}) {
  const ends: SessionEnd[] = [];
  let wake = () => {};
  const edge = createEdge({
    name: 'edge-oslo-01',
    urls: [url],
    disk,
    generation: 'v2',
    timing,
    allowPlain: true,
    onSessionEnd: (end) => {
      ends.push(end);
      wake();
    },
    ...options,
  });
  defer(t, () => edge.stop());
  const nextEnd = async () => {
    while (ends.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return ends.shift() as SessionEnd;
  };
  return { edge, nextEnd };
}

test('a node sends auth without a timestamp, and every later frame with nine fractional digits and +00:00', async (t) => {
  const manager = await startScriptedManager(t);
  const { edge } = makeEdge(t, manager.url, createDisk(secret));
  edge.start();
  const end = await manager.connection();
  assert.deepEqual(end.frames[0], {
    type: 'auth',
    payload: { node_id: 'node-1', node_secret: 'secret-1', software_version: '0.106.0', protocol_version: 4 },
  });
  for (const header of ['origin', 'user-agent', 'sec-websocket-extensions', 'sec-websocket-protocol'])
    assert.equal(end.headers[header], undefined, header);
  end.say({ type: 'auth_ok' });
  await end.next('event');
  assert.deepEqual(
    end.frames.slice(1, 4).map(({ type }) => type),
    ['health', 'stats', 'health'],
  );
  for (const { timestamp } of end.frames.slice(1))
    assert.match(timestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+00:00$/);
});

test('a node without any credentials authenticates with an empty payload', async (t) => {
  const manager = await startScriptedManager(t);
  const { edge } = makeEdge(t, manager.url, createDisk({}));
  edge.start();
  assert.deepEqual((await manager.connection()).auth, {});
});

test('credentials of a registration reach the disk at once and memory only when the session ends by a Close frame', async (t) => {
  const manager = await startScriptedManager(t);
  const disk = createDisk({ registrationToken: 'token-1' });
  const { edge, nextEnd } = makeEdge(t, manager.url, disk);
  edge.start();
  const first = await manager.connection();
  assert.equal(first.auth.registration_token, 'token-1');
  first.say(registerAck);
  await first.next('health');
  assert.deepEqual(disk.read(), { nodeId: 'node-9', nodeSecret: 'secret-9' });
  assert.deepEqual(edge.memory(), { registrationToken: 'token-1' });
  first.socket.close(1012, 'bounce');
  assert.deepEqual(await nextEnd(), { by: 'closed', reason: 'closed with 1012 bounce' });
  const { auth } = await manager.connection();
  assert.equal(auth.node_secret, 'secret-9');
  assert.equal(auth.registration_token, undefined);
});

test('the registration trap: a session that ends without a Close frame leaves the consumed token until the process restarts', async (t) => {
  const manager = await startScriptedManager(t);
  const disk = createDisk({ registrationToken: 'token-1' });
  const { edge, nextEnd } = makeEdge(t, manager.url, disk);
  edge.start();
  const first = await manager.connection();
  first.say(registerAck);
  await first.next('health');
  first.socket.terminate();
  assert.equal((await nextEnd()).by, 'error');
  const second = await manager.connection();
  assert.equal(second.auth.registration_token, 'token-1');
  second.say({ type: 'auth_error', message: 'Invalid registration token' });
  const third = await manager.connection();
  assert.equal(third.auth.registration_token, 'token-1');
  edge.kill();
  edge.start();
  assert.equal((await manager.connection()).auth.node_secret, 'secret-9');
});

test('an auth error is never terminal, and is told as a critical event once a later attempt succeeds', async (t) => {
  const manager = await startScriptedManager(t);
  const { edge, nextEnd } = makeEdge(t, manager.url, createDisk(secret));
  edge.start();
  const first = await manager.connection();
  first.say({ type: 'auth_error', message: 'Invalid node secret' });
  assert.deepEqual(await nextEnd(), { by: 'error', reason: 'auth_error: Invalid node secret' });
  const second = await manager.admitted();
  const told = await second.next('event', ({ payload }) => payload.severity === 'critical');
  assert.equal(told.payload.category, 'manager');
});

for (const [what, disturb] of [
  ['a ping', (end) => end.socket.ping()],
  ['a binary frame', (end) => end.socket.send(Buffer.from('{"type":"auth_ok"}'), { binary: true })],
  ['another type', (end) => end.say({ type: 'ping' })],
  ['no JSON', (end) => end.socket.send('hello')],
] as [string, (end: Awaited<ReturnType<Awaited<ReturnType<typeof startScriptedManager>>['connection']>>) => void][])
  test(`a node aborts when the first frame it gets is ${what} instead of the auth reply`, async (t) => {
    const manager = await startScriptedManager(t);
    const { edge, nextEnd } = makeEdge(t, manager.url, createDisk(secret));
    edge.start();
    const end = await manager.connection();
    disturb(end);
    const { by, reason } = await nextEnd();
    assert.equal(by, 'error');
    assert.match(reason, /^Unexpected/);
    assert.equal(await end.ended, 1006);
  });

test('a node gives up on a manager that does not reply to auth, and dials again', async (t) => {
  const manager = await startScriptedManager(t);
  const { edge, nextEnd } = makeEdge(t, manager.url, createDisk(secret), { timing: { ...timing, authReplyMs: 5 } });
  edge.start();
  await manager.connection();
  assert.equal((await nextEnd()).reason, 'No reply to auth in time');
  await manager.connection();
});

test('a node ends TCP right after a Close frame, without answering it', async (t) => {
  const manager = await startScriptedManager(t);
  const { edge } = makeEdge(t, manager.url, createDisk(secret));
  edge.start();
  const end = await manager.admitted();
  await end.next('stats');
  end.socket.close(1000);
  assert.equal(await end.ended, 1006);
});

test('a node refuses ws:// by itself, and uses its addresses in turn', async (t) => {
  const manager = await startScriptedManager(t);
  const refused = makeEdge(t, manager.url, createDisk(secret), { allowPlain: false });
  refused.edge.start();
  assert.deepEqual(await refused.nextEnd(), { by: 'error', reason: `${manager.url} is not a wss:// address` });
  await refused.edge.stop();
  const two = makeEdge(t, '', createDisk(secret), { urls: ['http://127.0.0.1:1/', manager.url] });
  two.edge.start();
  assert.equal((await two.nextEnd()).by, 'error');
  await manager.admitted();
});

test('application pings are answered with pong, and late register_acks and unknown types are ignored', async (t) => {
  const manager = await startScriptedManager(t);
  const disk = createDisk(secret);
  const { edge } = makeEdge(t, manager.url, disk);
  edge.start();
  const end = await manager.admitted();
  end.say({ type: 'register_ack', payload: { node_id: 'other', node_secret: 'other' } });
  end.say({ type: 'news', payload: 1 });
  end.socket.send('{"truncated');
  end.socket.send(Buffer.from([1, 2, 3]), { binary: true });
  end.say({ type: 'ping', payload: null });
  assert.equal((await end.next('pong')).payload, null);
  assert.deepEqual(disk.read(), secret);
});

for (const [kind, capacity] of [
  ['edge', 4096],
  ['relay', 1024],
] as const)
  test(`events of a disconnected ${kind} wait, at most ${capacity}, and follow its auth in order`, async (t) => {
    const manager = await startScriptedManager(t);
    const shared = { name: 'n', urls: [manager.url], disk: createDisk(secret), timing, allowPlain: true };
    const node =
      kind === 'edge'
        ? createEdge({ ...shared, generation: 'v2', flows: 0 })
        : createRelay({ ...shared, address: '127.0.0.1:14433' });
    defer(t, () => node.stop());
    for (let n = 0; n < capacity + 10; n++) node.event({ severity: 'info', category: 'test', message: String(n) });
    node.start();
    const end = await manager.admitted();
    await end.next('event', ({ payload }) => payload.message === String(capacity - 1));
    const messages = end.frames.filter(({ type }) => type === 'event').map(({ payload }) => payload.message);
    assert.deepEqual(
      messages,
      Array.from({ length: capacity }, (_, n) => String(n)),
    );
    node.event({ severity: 'info', category: 'test', message: 'now' });
    await end.next('event', ({ payload }) => payload.message === 'now');
  });

test('the older generation doubles its delay up to a ceiling', async (t) => {
  const waited = watchTimeouts(t);
  const { edge, nextEnd } = makeEdge(t, 'ws://refused', createDisk(secret), { generation: 'v1', ...backOff });
  edge.start();
  for (let n = 0; n < 6; n++) await nextEnd();
  assert.deepEqual(waited.slice(0, 6), [101, 202, 404, 808, 808, 808]);
});

test('the older generation starts again with the shortest delay after a session that was closed cleanly', async (t) => {
  const manager = await startScriptedManager(t);
  const waited = watchTimeouts(t);
  const urls = ['http://refused', manager.url];
  const { edge, nextEnd } = makeEdge(t, '', createDisk(secret), {
    ...backOff,
    generation: 'v1',
    allowPlain: true,
    urls,
  });
  edge.start();
  await nextEnd();
  const end = await manager.admitted();
  await end.next('health');
  end.socket.close(1000);
  await nextEnd();
  await nextEnd();
  assert.deepEqual(waited.slice(0, 3), [101, 101, 101]);
});

const backOff = { allowPlain: false, timing: { ...timing, reconnectMs: 101, reconnectMaxMs: 808 } };

/** The delays between two attempts that were asked for; they pass at once. */
function watchTimeouts(t: TestContext): number[] {
  const waited: number[] = [];
  const real = setTimeout;
  t.mock.method(globalThis, 'setTimeout', (work: (...args: unknown[]) => void, ms: number, ...args: unknown[]) => {
    const isDelay = ms % 101 === 0 && ms > 0;
    if (isDelay) waited.push(ms);
    return real(work, isDelay ? 0 : ms, ...args);
  });
  return waited;
}

test('rotating the secret changes the disk only: the running process keeps the old one until it restarts', async (t) => {
  const manager = await startScriptedManager(t);
  const disk = createDisk(secret);
  const { edge } = makeEdge(t, manager.url, disk);
  edge.start();
  const first = await manager.admitted();
  assert.equal((await first.ask({ type: 'rotate_secret', new_secret: 'secret-2' })).success, true);
  assert.equal(disk.read().nodeSecret, 'secret-2');
  first.socket.close(1000);
  assert.equal((await manager.connection()).auth.node_secret, 'secret-1');
  edge.kill();
  edge.start();
  assert.equal((await manager.connection()).auth.node_secret, 'secret-2');
});

test('stop says goodbye with a Close frame', async (t) => {
  const manager = await startScriptedManager(t);
  const { edge } = makeEdge(t, manager.url, createDisk(secret));
  edge.start();
  const end = await manager.admitted();
  await end.next('health');
  assert.equal(edge.connected(), true);
  await edge.stop();
  assert.equal(await end.ended, 1000);
  assert.equal(edge.connected(), false);
});
