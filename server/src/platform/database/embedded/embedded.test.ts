import assert from 'node:assert/strict';
import { mkdir, readFile, rm, stat, statfs, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { defer } from '../../../../test/support/defer.ts';
import { temporaryDisk } from '../../../../test/support/disk.ts';
import { eventually } from '../../../../test/support/processes.ts';
import { temporaryFolder } from '../../../../test/support/spawn-server.ts';
import { HouseError } from '../../errors.ts';
import { silentLog } from '../../log/index.ts';
import { type Database, openDatabase, sql } from '../index.ts';
import { chooseAccount } from './account.ts';
import { prepareSocketFolder } from './folder.ts';
import { startEmbeddedPostgres } from './index.ts';

async function fixture(t: TestContext, dataFolder: string) {
  const postgres = await startEmbeddedPostgres({ dataFolder, log: silentLog });
  const database = openDatabase({ url: postgres.url, log: silentLog });
  defer(t, () => postgres.stop());
  defer(t, () => database.close());
  await database.run(sql`create table acknowledged (n bigint primary key, filler text)`);
  return { postgres, database };
}

/** Inserts from several hands until told to stop; counts on every insert that was acknowledged to be there later. */
function load(t: TestContext, database: Database, fillerBytes: number) {
  const acknowledged: number[] = [];
  const failures: unknown[] = [];
  let stopped = false;
  let next = 0;
  const hand = async () => {
    while (!stopped) {
      const n = next++;
      try {
        await database.run(sql`insert into acknowledged values (${n}, ${'x'.repeat(fillerBytes)})`);
        acknowledged.push(n);
      } catch (error) {
        failures.push(error);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  };
  const hands = Promise.all(Array.from({ length: 6 }, hand));
  const stop = () => {
    stopped = true;
    return hands;
  };
  defer(t, stop); // also when an assertion fails on the way
  const goesOn = (what: string) => {
    const before = acknowledged.length;
    return eventually(async () => acknowledged.length > before + 20, what, 60);
  };
  return { acknowledged, failures, goesOn, stop };
}

async function assertAllThere(database: Database, acknowledged: readonly number[]): Promise<void> {
  const read = () => database.query<{ n: number }>(sql`select n from acknowledged`).catch(() => undefined);
  const rows = await eventually(read, 'the database answers');
  const there = new Set(rows.map(({ n }) => n));
  assert.deepEqual(
    acknowledged.filter((n) => !there.has(n)),
    [],
  );
}

function assertClear(failures: readonly unknown[], ...codes: string[]): void {
  for (const failure of failures) {
    assert.ok(failure instanceof HouseError, String(failure));
    assert.equal(failure.kind, 'unavailable');
    assert.ok(codes.includes(failure.code), failure.code);
  }
}

test('PostgreSQL killed under load: queries fail as unavailable, it is started again, nothing acknowledged is lost', async (t) => {
  const { postgres, database } = await fixture(t, await temporaryFolder(t));
  const { acknowledged, failures, goesOn, stop } = load(t, database, 100);
  await goesOn('inserts before the kill');
  const first = postgres.pid();
  process.kill(first, 'SIGKILL');
  await eventually(async () => postgres.pid() !== first, 'PostgreSQL is started again');
  await goesOn('inserts after the kill');

  // One backend killed, as the out-of-memory killer does: PostgreSQL restarts all of its own.
  const backend = (await database.one<{ pid: number }>(sql`select pg_backend_pid() as pid`))?.pid as number;
  const failed = failures.length;
  process.kill(backend, 'SIGKILL');
  await eventually(async () => failures.length > failed, 'the killed backend is noticed');
  await goesOn('inserts after a backend was killed');
  assert.notEqual(postgres.pid(), first);
  await stop();
  assert.ok(failures.length > 0);
  assertClear(failures, 'DATABASE_UNAVAILABLE');
  await assertAllThere(database, acknowledged);
});

test('disk full: writes fail as unavailable, and go on when there is room again', async (t) => {
  const disk = await temporaryDisk(t, '160M');
  if (disk === undefined) return;
  const { database } = await fixture(t, disk);
  const { acknowledged, failures, goesOn, stop } = load(t, database, 2000);
  await goesOn('inserts while there is room');
  const filler = join(disk, 'filler');
  const { bavail, bsize } = await statfs(disk);
  await writeFile(filler, Buffer.alloc(bavail * bsize - 2_000_000));
  await eventually(async () => failures.length > 20, 'writes fail', 60);
  await truncate(filler);
  await rm(filler);
  await goesOn('inserts when there is room again');
  await stop();
  assertClear(failures, 'DISK_FULL', 'DATABASE_UNAVAILABLE');
  await assertAllThere(database, acknowledged);
});

test('it never listens on the network', async (t) => {
  const { postgres, database } = await fixture(t, await temporaryFolder(t));
  assert.deepEqual(await database.query(sql`select setting from pg_settings where name = 'listen_addresses'`), [
    { setting: '' },
  ]);
  assert.match(postgres.url, /localhost\/signalbox\?host=%2F/);
});

test('a path too long for a socket works too', async (t) => {
  const folder = join(await temporaryFolder(t), 'a-rather-long-name'.repeat(5));
  const { postgres, database } = await fixture(t, folder);
  await database.ping();
  const socket = new URL(postgres.url).searchParams.get('host') as string;
  assert.ok(!socket.startsWith(folder));
  await postgres.stop();
  await assert.rejects(stat(socket));
});

test('hazard: a link planted in the folder of PostgreSQL’s account leads nobody to remove or give away another folder', async (t) => {
  const root = await temporaryFolder(t);
  const [folder, victim] = [join(root, 'postgres'), join(root, 'victim')];
  for (const path of [folder, victim]) await mkdir(path, { mode: 0o755 });
  await writeFile(join(victim, 'precious'), '');
  const before = await stat(victim);
  const runAs = await chooseAccount();

  await symlink(victim, join(folder, 'socket-elsewhere'));
  const socket = await prepareSocketFolder(folder, runAs);
  await socket.remove();
  await stat(join(victim, 'precious'));

  await rm(join(folder, 'socket'), { recursive: true });
  await symlink(victim, join(folder, 'socket'));
  await assert.rejects(prepareSocketFolder(folder, runAs));
  const { uid, mode } = await stat(victim);
  assert.deepEqual({ uid, mode }, { uid: before.uid, mode: before.mode });
});

test('hazard: PostgreSQL’s process, which another account can look into, knows none of our secrets', async (t) => {
  if (process.platform !== 'linux') return t.skip('/proc not installed');
  process.env.SIGNALBOX_MASTER_KEY = 'not-for-you';
  defer(t, () => void delete process.env.SIGNALBOX_MASTER_KEY);
  const postgres = await startEmbeddedPostgres({ dataFolder: await temporaryFolder(t), log: silentLog });
  defer(t, () => postgres.stop());
  const environment = await readFile(`/proc/${postgres.pid()}/environ`, 'utf8');
  assert.match(environment, /PATH=/);
  assert.ok(!environment.includes('not-for-you'));
});
