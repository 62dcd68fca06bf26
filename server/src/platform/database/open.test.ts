import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { HouseError } from '../errors.ts';
import { silentLog } from '../log/index.ts';
import { type Database, isUniqueViolation, openDatabase, sql } from './index.ts';

const { database, url } = await testDatabase({ after });
await database.run(sql`create table things (id bigint primary key, data jsonb, at timestamptz, day date)`);

test('values come back as JavaScript has them', async () => {
  const at = new Date('2026-01-02T03:04:05.678Z');
  await database.run(sql`insert into things values (1, ${{ a: [1, 'b'] }}, ${at}, '2026-01-02')`);
  const row = await database.one(sql`select *, count(*) over () as n from things where id = ${1}`);
  assert.deepEqual({ ...row }, { id: 1, data: { a: [1, 'b'] }, at, day: '2026-01-02', n: 1 });
});

test('an integer that a number cannot hold is refused, not rounded', async () => {
  await assert.rejects(database.query(sql`select 9007199254740993::bigint as id`), /9007199254740993/);
  assert.deepEqual(await database.query(sql`select 1 as one`), [{ one: 1 }]);
});

test('spliced pieces keep their parameters apart', async () => {
  const mine = sql`and id = ${1}`;
  assert.equal(
    (await database.query(sql`select id from things where day = ${'2026-01-02'} ${mine} limit ${5}`)).length,
    1,
  );
});

test('a hot statement is prepared and goes on working after its table changed', async () => {
  const read = () => database.query(sql`select * from things where id = ${1}`);
  for (let i = 0; i < 10; i++) await read();
  const prepared = await database.query(
    sql`select 1 from pg_prepared_statements where statement like 'select * from things%'`,
  );
  assert.ok(prepared.length > 0);
  await database.run(sql`alter table things add column extra text default 'new'`);
  assert.equal((await read())[0]?.extra, 'new');
  await database.transaction(async (tx) =>
    assert.equal((await tx.query(sql`select * from things where id = ${1}`)).length, 1),
  );
});

test('a transaction is all or nothing', async () => {
  const insert = (id: number) => sql`insert into things (id) values (${id})`;
  await assert.rejects(
    database.transaction(async (tx) => {
      await tx.run(insert(10));
      throw new Error('changed my mind');
    }),
    /changed my mind/,
  );
  assert.equal(await database.one(sql`select 1 from things where id = 10`), undefined);
  const refused = database.transaction(async (tx) => {
    await tx.run(insert(11));
    await tx.run(insert(1));
  });
  await assert.rejects(refused, (error) => isUniqueViolation(error, 'things_pkey'));
});

test('a transaction that swallowed a failed statement does not look committed', async () => {
  const swallowing = database.transaction(async (tx) => {
    await tx.run(sql`insert into things (id) values (1)`).catch(() => {});
  });
  await assert.rejects(swallowing, /rolled back/);
});

test('deadlocked transactions are tried again until both succeed', async () => {
  await database.run(sql`insert into things (id, data) values (20, '0'), (21, '0')`);
  const add = (id: number) => sql`update things set data = to_jsonb((data::text::int + 1)) where id = ${id}`;
  const meet = Promise.withResolvers<void>();
  let arrived = 0;
  const both = (first: number, second: number) =>
    database.transaction(async (tx) => {
      await tx.run(add(first));
      if (++arrived === 2) meet.resolve();
      await meet.promise;
      await tx.run(add(second));
    });
  await Promise.all([both(20, 21), both(21, 20)]);
  assert.deepEqual(await database.query(sql`select data from things where id in (20, 21)`), [{ data: 2 }, { data: 2 }]);
});

test('rows are copied in as CSV, and none of them when one is wrong', async () => {
  await database.run(sql`create table lines (n int, text text)`);
  assert.equal(await database.copyIn('lines (n, text)', ['1,one\n2,', '"two\nlines"\n']), 2);
  await assert.rejects(database.copyIn('lines (n, text)', ['3,three\n', 'x,four\n']), /integer/);
  async function* failing() {
    yield '5,five\n';
    throw new Error('the source broke');
  }
  await assert.rejects(database.copyIn('lines (n, text)', failing()), /the source broke/);
  assert.deepEqual(await database.query(sql`select * from lines order by n`), [
    { n: 1, text: 'one' },
    { n: 2, text: 'two\nlines' },
  ]);
});

test('a NUL in a text is the sender’s mistake', async () => {
  const nul = (value: unknown) =>
    assert.rejects(database.query(sql`select ${value}::jsonb`), { kind: 'invalid', code: 'INVALID_TEXT' });
  await assert.rejects(database.query(sql`select ${'a\0b'}::text`), { kind: 'invalid', code: 'INVALID_TEXT' });
  await nul({ a: 'x\0' });
});

test('notifications arrive, also after the listening connection was cut', async () => {
  const heard: string[] = [];
  let wake = () => {};
  const stop = await database.listen('bell', (payload) => {
    heard.push(payload);
    wake();
  });
  const next = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  let waiting = next();
  await database.run(sql`select pg_notify('bell', 'one')`);
  await waiting;
  waiting = next();
  await database.run(sql`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen "bell"'`);
  await waiting; // '' says that something may have been missed
  waiting = next();
  await database.run(sql`select pg_notify('bell', 'two')`);
  await waiting;
  assert.deepEqual(heard, ['one', '', 'two']);
  await stop();
});

test('a cut connection fails one query as unavailable and the next one works', async (t) => {
  const other = openDatabase({ url, poolSize: 1, log: silentLog });
  t.after(() => other.close());
  const cut = async (on: Database) => {
    const pid = (await on.one<{ pid: number }>(sql`select pg_backend_pid() as pid`))?.pid;
    await database.run(sql`select pg_terminate_backend(${pid})`);
  };
  await assert.rejects(
    other.transaction(async (tx) => {
      const row = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await database.run(sql`select pg_terminate_backend(${row?.pid})`);
      await tx.run(sql`select 1`);
    }),
    { kind: 'unavailable', code: 'DATABASE_UNAVAILABLE' },
  );
  await other.ping();
  await cut(other);
  await other.ping().catch((error) => assert.ok(error instanceof HouseError)); // it may or may not have noticed yet
  await other.ping();
});

test('a database that is not there is unavailable, in a sentence', async (t) => {
  const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing', log: silentLog });
  t.after(() => nowhere.close());
  await assert.rejects(nowhere.ping(), { kind: 'unavailable', code: 'DATABASE_UNAVAILABLE' });
  await assert.rejects(
    nowhere.listen('x', () => {}),
    { kind: 'unavailable' },
  );
});
