import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, identifier, migrate, openDatabase, sql } from '../../src/platform/database/index.ts';
import { migrationsFolder } from '../../src/platform/database/migrate.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { startTestCluster } from './cluster.ts';
import { type CleansUp, defer } from './defer.ts';

/**
 * A fresh database with the current schema, dropped afterwards. `npm test` starts one PostgreSQL for all files; a file run
 * alone starts its own.
 *
 * @example const { database } = await testDatabase(t); // in a test
 * @example const { database } = await testDatabase({ after }); // at the top of a file, for all of its tests
 */
export async function testDatabase(t: CleansUp): Promise<{ url: string; database: Database }> {
  const cluster = await acquireCluster();
  const admin = openDatabase({ url: cluster.url, poolSize: 1, log: silentLog });
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = await ensureTemplate(admin, cluster.url);
  await admin.run(sql`create database ${identifier(name)} template ${identifier(template)}`);
  const url = withDatabase(cluster.url, name);
  const database = openDatabase({ url, log: silentLog });
  defer(t, async () => {
    await database.close();
    await admin.run(sql`drop database if exists ${identifier(name)} with (force)`);
    await admin.close();
    await cluster.release();
  });
  return { url, database };
}

/** Makes, once per cluster and state of the migrations, the migrated database the others are copied from. */
async function ensureTemplate(admin: Database, clusterUrl: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await readdir(migrationsFolder)).sort())
    hash.update(file).update(await readFile(join(migrationsFolder, file)));
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  const lock = 6_021_023;
  await admin.run(sql`select pg_advisory_lock(${lock})`); // one connection in the pool, so it is also the one that unlocks
  try {
    if (!(await admin.one(sql`select 1 from pg_database where datname = ${name}`))) {
      const half = `${name}_half`;
      await admin.run(sql`drop database if exists ${identifier(half)}`);
      await admin.run(sql`create database ${identifier(half)}`);
      const database = openDatabase({ url: withDatabase(clusterUrl, half), poolSize: 1, log: silentLog });
      await migrate(database, silentLog).finally(() => database.close());
      await admin.run(sql`alter database ${identifier(half)} rename to ${identifier(name)}`);
    }
  } finally {
    await admin.run(sql`select pg_advisory_unlock(${lock})`);
  }
  return name;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

let own: Promise<Awaited<ReturnType<typeof startTestCluster>>> | undefined;
let users = 0;

async function acquireCluster(): Promise<{ url: string; release(): Promise<void> }> {
  const url = process.env.SIGNALBOX_TEST_DATABASE_URL;
  if (url) return { url, release: async () => {} };
  users++;
  own ??= startTestCluster();
  const cluster = await own;
  return {
    url: cluster.url,
    async release() {
      if (--users > 0) return;
      own = undefined;
      await cluster.stop();
    },
  };
}
