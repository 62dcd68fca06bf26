import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { dumpSchema } from '../src/platform/database/dump-schema.ts';
import { testDatabase } from './support/database.ts';

test('the checked-in schema is what the migrations make', async (t) => {
  const { database } = await testDatabase(t);
  const checkedIn = await readFile(join(import.meta.dirname, '../migrations/schema.sql'), 'utf8');
  assert.equal(
    await dumpSchema(database),
    checkedIn,
    'migrations changed: run "npm run generate" and commit server/migrations/schema.sql',
  );
});

test('the dump shows every kind of thing a schema has', async (t) => {
  const { database } = await testDatabase(t);
  await database.run({
    text: `drop schema public cascade; create schema public;
      create type mood as enum ('sad', 'happy');
      create table a (id bigint generated always as identity primary key, n int not null default 3, m mood, twice int generated always as (n * 2) stored, check (n > 0));
      create table b (a bigint references a on delete cascade, at timestamptz not null) partition by range (at);
      create unique index b_latest on b (a, at desc) where a is not null;
      create view v as select n from a;
      create function f() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger changed after update on a for each row execute function f();`,
    values: [],
  });
  const dump = await dumpSchema(database);
  for (const expected of [
    "create type mood as enum ('sad', 'happy');",
    'id bigint generated always as identity not null,',
    'n integer default 3 not null,',
    'twice integer generated always as ((n * 2)) stored,',
    'constraint a_n_check CHECK ((n > 0))',
    'constraint b_a_fkey FOREIGN KEY (a) REFERENCES a(id) ON DELETE CASCADE',
    ') partition by RANGE (at);',
    'CREATE UNIQUE INDEX b_latest ON',
    'create view v as',
    'FUNCTION public.f()',
    'CREATE TRIGGER changed',
  ])
    assert.ok(dump.includes(expected), `${expected}\nis missing in\n${dump}`);
});
