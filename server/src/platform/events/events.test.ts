import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { openDatabase, sql, type Transaction } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { type Events, type NewEvent, openEvents, type StoredEvent } from './index.ts';

const { database, url } = await testDatabase({ after });
const log = silentLog;

const tenantId = randomUUID();
const happened = (type: string, more: Partial<NewEvent> = {}): NewEvent => ({
  tenantId,
  type,
  subject: 'dataset:ds_1',
  actor: 'system',
  ...more,
});

/** Events of a test's own, closed at its end. */
function open(t: { after(fn: () => Promise<void>): void }, options = {}): Events {
  const events = openEvents({ database, log, ...options });
  t.after(() => events.close());
  return events;
}

async function append(events: Events, ...given: NewEvent[]): Promise<void> {
  await database.transaction((tx) => events.append(tx, ...given));
}

/** A subscription that remembers what it saw. */
async function collect(events: Events, filter: Parameters<Events['subscribe']>[0]) {
  const seen: StoredEvent[] = [];
  const end = await events.subscribe(filter, (event) => void seen.push(event));
  return {
    seen,
    end,
    until: (count: number) => eventually(async () => seen.length >= count, `${count} events arrive`),
  };
}

test('an appended event is read back with a number and a time', async (t) => {
  const events = open(t);
  const before = await events.head();
  await append(
    events,
    happened('dataset.created', { data: { rows: 3, name: 'Ünïcode 🚂' } }),
    happened('dataset.validated'),
  );
  const [first, second] = await events.read({ after: before });
  assert.ok(first && second);
  assert.deepEqual(
    [first.type, first.tenantId, first.subject, first.actor, first.data],
    ['dataset.created', tenantId, 'dataset:ds_1', 'system', { rows: 3, name: 'Ünïcode 🚂' }],
  );
  assert.ok(first.at instanceof Date);
  assert.deepEqual([second.type, second.data, second.sequence > first.sequence], ['dataset.validated', {}, true]);
  assert.equal(await events.head(), second.sequence);
});

test('a transaction that rolls back leaves no event', async (t) => {
  const events = open(t);
  const before = await events.head();
  await assert.rejects(
    database.transaction(async (tx) => {
      await events.append(tx, happened('dataset.created'));
      throw new Error('changed my mind');
    }),
  );
  assert.equal(await events.head(), before);
});

test('events are found by tenant, by exact type and prefix, and by subject, in both directions', async (t) => {
  const events = open(t);
  const [mine, theirs] = [randomUUID(), randomUUID()];
  await append(
    events,
    happened('user.login_failed', { tenantId: mine, subject: 'user:1' }),
    happened('user.loginXfailed', { tenantId: mine, subject: 'user:2' }),
    happened('users.invited', { tenantId: mine, subject: 'user:1' }),
    happened('user.login_failed', { tenantId: theirs, subject: 'user:1' }),
    happened('house.started', { tenantId: null }),
  );
  const found = async (page: Parameters<Events['read']>[0]) => (await events.read(page)).map(({ type }) => type);
  assert.deepEqual(await found({ tenantId: mine, types: ['user.login_failed'] }), ['user.login_failed']);
  assert.deepEqual(await found({ tenantId: mine, types: ['user.*'] }), ['user.login_failed', 'user.loginXfailed']);
  assert.deepEqual(await found({ tenantId: mine, types: ['user.login_*'] }), []);
  assert.deepEqual(await found({ tenantId: mine, types: [] }), []);
  assert.deepEqual(await found({ tenantId: mine, subject: 'user:1' }), ['user.login_failed', 'users.invited']);
  assert.deepEqual(await found({ tenantId: mine, newestFirst: true, limit: 2 }), [
    'users.invited',
    'user.loginXfailed',
  ]);
  const [, middle] = await events.read({ tenantId: mine });
  assert.deepEqual(await found({ tenantId: mine, before: middle?.sequence as number }), ['user.login_failed']);
});

test('data that is too large or has a NUL is refused with a sentence', async (t) => {
  const events = open(t);
  await assert.rejects(append(events, happened('dataset.created', { data: { text: 'x'.repeat(70_000) } })), {
    kind: 'invalid',
    code: 'EVENT_TOO_LARGE',
  });
  await assert.rejects(append(events, happened('dataset.created', { data: { text: 'a\0b' } })), { kind: 'invalid' });
});

test('a subscriber catches up and goes on live, without loss or doubling', async (t) => {
  const events = open(t);
  const tenant = randomUUID();
  const start = await events.head();
  const total = 400;
  const appendMany = async () => {
    for (let i = 0; i < total; i++) await append(events, happened('count', { tenantId: tenant, data: { i } }));
  };
  const writing = appendMany();
  await eventually(async () => (await events.read({ tenantId: tenant })).length > 50, 'some events are there');
  const late = await collect(events, { tenantId: tenant, after: start });
  await writing;
  await late.until(total);
  assert.deepEqual(
    late.seen.map((event) => event.data.i),
    Array.from({ length: total }, (_, i) => i),
  );
});

test('a subscriber that fell behind the window reads on from the table', async (t) => {
  const events = open(t);
  const tenant = randomUUID();
  const seen: number[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await events.subscribe({ tenantId: tenant }, async (event) => {
    seen.push(event.data.i as number);
    if (event.data.i === 0) await held;
  });
  const quick = await collect(events, { tenantId: tenant });
  await append(events, happened('count', { tenantId: tenant, data: { i: 0 } }));
  for (let page = 0; page < 10; page++) {
    const some = Array.from({ length: 250 }, (_, i) =>
      happened('count', { tenantId: tenant, data: { i: 1 + page * 250 + i } }),
    );
    await append(events, ...some);
  }
  await quick.until(2_501);
  assert.deepEqual(seen, [0]);
  letGo();
  await eventually(async () => seen.length === 2_501, 'the slow one caught up');
  assert.deepEqual(
    seen,
    Array.from({ length: 2_501 }, (_, i) => i),
  );
});

test('a handler that throws ends its own subscription and nobody else’s', async (t) => {
  const events = open(t);
  const tenant = randomUUID();
  const failures: unknown[] = [];
  let calls = 0;
  await events.subscribe(
    { tenantId: tenant },
    () => {
      calls++;
      throw new Error('no');
    },
    (error) => failures.push(error),
  );
  const other = await collect(events, { tenantId: tenant });
  await append(events, happened('a', { tenantId: tenant }), happened('b', { tenantId: tenant }));
  await append(events, happened('c', { tenantId: tenant }));
  await other.until(3);
  assert.equal(calls, 1);
  assert.equal((failures[0] as Error).message, 'no');
});

test('a subscription that was ended is not called again', async (t) => {
  const events = open(t);
  const tenant = randomUUID();
  const ended = await collect(events, { tenantId: tenant });
  const other = await collect(events, { tenantId: tenant });
  await append(events, happened('a', { tenantId: tenant }));
  await Promise.all([ended.until(1), other.until(1)]);
  await ended.end();
  await append(events, happened('b', { tenantId: tenant }));
  await other.until(2);
  assert.equal(ended.seen.length, 1);
});

test('a writer that commits late does not fill a gap readers have passed', async (t) => {
  const events = open(t);
  const tenant = randomUUID();
  const reader = await collect(events, { tenantId: tenant });
  let commit = () => {};
  const permission = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let appended = () => {};
  const hasAppended = new Promise<void>((resolve) => {
    appended = resolve;
  });
  const slow = database.transaction(async (tx) => {
    await events.append(tx, happened('slow', { tenantId: tenant }));
    appended();
    await permission;
  });
  await hasAppended;
  await append(events, happened('quick', { tenantId: tenant }));
  await reader.until(1);
  commit();
  await slow;
  await reader.until(2);
  assert.deepEqual(
    reader.seen.map(({ type }) => type),
    ['quick', 'slow'],
  );
  assert.ok((reader.seen[0] as StoredEvent).sequence < (reader.seen[1] as StoredEvent).sequence);
});

test('a reader never sees a number below one it has seen, however many write at once', async (t) => {
  const events = open(t);
  const tenant = randomUUID();
  const start = await events.head();
  let writing = true;
  const write = async (tx: Transaction, i: number) => {
    if (i % 3 === 0) await tx.run(sql`select pg_sleep(0.002)`);
    await events.append(tx, happened('race', { tenantId: tenant }));
    if (i % 2 === 0) await tx.run(sql`select pg_sleep(0.002)`);
  };
  const writers = Promise.all(
    Array.from({ length: 8 }, async (_, w) => {
      for (let i = 0; i < 40; i++) await database.transaction((tx) => write(tx, w + i));
    }),
  ).finally(() => {
    writing = false;
  });
  let seen: number[] = [];
  while (writing) {
    const now = (await events.read({ tenantId: tenant, after: start, limit: 10_000 })).map(({ sequence }) => sequence);
    assert.deepEqual(now.slice(0, seen.length), seen, 'a gap was filled');
    seen = now;
  }
  await writers;
  assert.equal((await events.read({ tenantId: tenant, after: start, limit: 10_000 })).length, 320);
});

test('10,000 events arrive in order at twenty subscribers', async (t) => {
  const events = open(t);
  const tenant = randomUUID();
  const readers = await Promise.all(Array.from({ length: 20 }, () => collect(events, { tenantId: tenant })));
  for (let page = 0; page < 20; page++) {
    const some = Array.from({ length: 500 }, (_, i) =>
      happened('many', { tenantId: tenant, data: { i: page * 500 + i } }),
    );
    await append(events, ...some);
  }
  for (const reader of readers) {
    await reader.until(10_000);
    assert.ok(reader.seen.every((event, i) => event.data.i === i));
  }
});

test('two processes see each other’s events', async (t) => {
  const other = openDatabase({ url, log });
  const theirs = openEvents({ database: other, log });
  t.after(async () => {
    await theirs.close();
    await other.close();
  });
  const ours = open(t);
  const tenant = randomUUID();
  const [here, there] = [await collect(ours, { tenantId: tenant }), await collect(theirs, { tenantId: tenant })];
  await append(ours, happened('from.here', { tenantId: tenant }));
  await other.transaction((tx) => theirs.append(tx, happened('from.there', { tenantId: tenant })));
  for (const { seen, until } of [here, there]) {
    await until(2);
    assert.deepEqual(seen.map(({ type }) => type).sort(), ['from.here', 'from.there']);
  }
});

test('events are found by polling where no notification is heard', async (t) => {
  const deaf = { ...database, listen: async () => async () => {} };
  const events = openEvents({ database: deaf, log, pollSeconds: 0.05 });
  t.after(() => events.close());
  const tenant = randomUUID();
  const reader = await collect(events, { tenantId: tenant });
  await append(events, happened('a', { tenantId: tenant }));
  await reader.until(1);
});

test('old events are pruned, but not those a consumer has still to read', async (t) => {
  const { database: own } = await testDatabase(t);
  const events = openEvents({ database: own, log });
  t.after(() => events.close());
  await own.transaction((tx) => events.append(tx, happened('a'), happened('b'), happened('c')));
  const [a] = await events.read({});
  await own.run(sql`insert into event_consumers (name, sequence) values ('slow', ${a?.sequence})`);
  const soon = new Date(Date.now() + 60_000);
  assert.equal(await events.prune(new Date(0)), 0);
  assert.equal(await events.prune(soon), 1);
  await own.run(sql`update event_consumers set seen_at = now() - interval '8 days'`);
  assert.equal(await events.prune(soon), 2);
});
