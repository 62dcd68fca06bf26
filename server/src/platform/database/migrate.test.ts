import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, type TestContext } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { silentLog } from '../log/index.ts';
import { openDatabase, sql } from './index.ts';
import { migrate } from './migrate.ts';

await testDatabase({ after }); // keeps the cluster running from test to test

async function fixture(t: TestContext) {
  const { url } = await testDatabase(t);
  const database = openDatabase({ url, log: silentLog });
  // Its own schema_migrations, apart from the product's.
  await database.run({ text: 'drop schema public cascade; create schema public', values: [] });
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  t.after(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });
  return {
    database,
    url,
    write: (name: string, text: string) => writeFile(join(folder, name), text),
    run: () => migrate(database, silentLog, folder),
    folder,
  };
}

test('migrations run once each, in order, and new ones later', async (t) => {
  const { database, write, run } = await fixture(t);
  await write('0002_b.sql', `insert into a values (2); insert into a values (3);`);
  await write('0001_a.sql', 'create table a (n int); insert into a values (1);');
  await run();
  await run();
  await write('0004_d.sql', 'delete from a where n = 2;');
  await run();
  assert.deepEqual(await database.query(sql`select n from a order by n`), [{ n: 1 }, { n: 3 }]);
});

test('servers that start together apply each migration once', async (t) => {
  const { database, url, write, folder, run } = await fixture(t);
  await write('0001_a.sql', 'create table a (n int); select pg_sleep(0.1);');
  await write('0002_b.sql', 'insert into a values (1);');
  const other = openDatabase({ url, log: silentLog });
  t.after(() => other.close());
  await Promise.all([run(), migrate(other, silentLog, folder), run()]);
  assert.equal((await database.query(sql`select 1 from a`)).length, 1);
});

test('a migration that fails leaves nothing of itself and names itself', async (t) => {
  const { database, write, run } = await fixture(t);
  await write('0001_a.sql', 'create table a (n int); select wrong;');
  await assert.rejects(run(), /0001_a\.sql failed: column "wrong" does not exist/);
  assert.deepEqual(await database.query(sql`select to_regclass('a')::text as a`), [{ a: null }]);
});

test('a changed, unknown, misnamed or doubled migration is refused in a sentence', async (t) => {
  const { write, run, folder } = await fixture(t);
  await write('0001_a.sql', 'create table a (n int);');
  await run();
  await write('0001_a.sql', 'create table b (n int);');
  await assert.rejects(run(), /0001_a\.sql was changed after it was applied/);
  await rm(join(folder, '0001_a.sql'));
  await assert.rejects(run(), /newer Signalbox/);
  await write('1_a.sql', '');
  await assert.rejects(run(), /must be named like/);
  await rm(join(folder, '1_a.sql'));
  await write('0003_a.sql', '');
  await write('0003_b.sql', '');
  await assert.rejects(run(), /number 3/);
});
