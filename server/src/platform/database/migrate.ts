import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log/types.ts';
import { sql } from './sql.ts';
import type { Database, Transaction } from './types.ts';

type Migration = { number: number; name: string; text: string; checksum: string };

export const migrationsFolder = join(import.meta.dirname, '../../../migrations');

// Any constant will do, as long as every version of Signalbox uses the same.
const advisoryLock = 7_446_925_562_267_749;

/**
 * Brings the schema up to date: each file `NNNN_name.sql` not yet applied runs in a transaction of its own, in order of
 * its number. Processes that start together wait for each other. Forward only.
 *
 * Throws when an applied file was changed or removed since, and when a file is misnamed.
 */
export async function migrate(database: Database, log: Log, folder: string = migrationsFolder): Promise<void> {
  const migrations = await readMigrations(folder);
  await database.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(${advisoryLock})`);
    await tx.run(sql`
      create table if not exists schema_migrations (
        number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
      )`);
  });
  for (;;) {
    const applied = await database.transaction((tx) => applyNext(tx, migrations));
    if (applied === undefined) return;
    log.info({ migration: applied.name }, 'applied a migration');
  }
}

async function applyNext(tx: Transaction, migrations: readonly Migration[]): Promise<Migration | undefined> {
  await tx.run(sql`select pg_advisory_xact_lock(${advisoryLock})`);
  const rows = await tx.query<{ number: number; name: string; checksum: string }>(sql`
    select number, name, checksum from schema_migrations order by number`);
  for (const row of rows) {
    const file = migrations.find((migration) => migration.number === row.number);
    if (!file)
      throw new Error(
        `The database has migration ${row.name}, which this version does not know: it was used by a newer Signalbox. Start that version, or restore a backup.`,
      );
    if (file.checksum !== row.checksum)
      throw new Error(
        `The migration ${row.name} was changed after it was applied. Applied migrations stay as they are: put the file back and add a new one.`,
      );
  }
  const next = migrations.find((migration) => !rows.some((row) => row.number === migration.number));
  if (!next) return undefined;
  try {
    await tx.run({ text: next.text, values: [] });
  } catch (error) {
    throw new Error(`The migration ${next.name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  await tx.run(sql`
    insert into schema_migrations (number, name, checksum) values (${next.number}, ${next.name}, ${next.checksum})`);
  return next;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql') && file !== 'schema.sql').sort();
  const migrations: Migration[] = [];
  for (const name of files) {
    const number = Number(/^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) throw new Error(`The migration ${name} must be named like 0001_what_it_does.sql.`);
    if (migrations.some((migration) => migration.number === number))
      throw new Error(`Two migrations have the number ${number}: give ${name} the next free one.`);
    const text = await readFile(join(folder, name), 'utf8');
    migrations.push({ number, name, text, checksum: createHash('sha256').update(text).digest('hex') });
  }
  return migrations;
}
