import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { eventually } from '../../../test/support/processes.ts';
import { startEmbeddedPostgres } from '../database/embedded/index.ts';
import { migrate, openDatabase, sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { openQueue } from './index.ts';

test('PostgreSQL crashes under load: no acknowledged job is lost, none loses its attempts', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-queue-'));
  await chmod(folder, 0o711);
  const log = silentLog;
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log });
  const database = openDatabase({ url: postgres.url, log });
  const queue = openQueue({ database, log, pollSeconds: 0.2, reapSeconds: 0.5 });
  t.after(async () => {
    await queue.stop();
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await migrate(database, log);
  await database.run(sql`create table results (n integer primary key)`);

  let runs = 0;
  let latestAttempt = 0;
  queue.handle({
    kind: 'number',
    concurrency: 8,
    leaseSeconds: 5,
    backoffSeconds: () => 0.05,
    async run(job) {
      runs++;
      latestAttempt = Math.max(latestAttempt, job.attempt);
      await database.transaction(async (tx) => {
        await job.fence(tx);
        // A key of its own: publishing twice would fail for good and show up as a dead letter.
        await tx.run(sql`insert into results values (${job.payload.n as number}) on conflict do nothing`);
      });
    },
  });
  await queue.start();

  const acknowledged: number[] = [];
  const unsure: number[] = [];
  const crashAt = [150, 300];
  for (let n = 0; acknowledged.length < 450; n++) {
    if (acknowledged.length === crashAt[0]) {
      crashAt.shift();
      process.kill(postgres.pid(), 'SIGQUIT'); // "immediate shutdown": no checkpoint, recovery at the next start
    }
    await database
      .transaction((tx) => queue.add(tx, { kind: 'number', payload: { n } }))
      .then(
        () => acknowledged.push(n),
        async () => {
          unsure.push(n); // the commit may or may not have happened
          await new Promise((resolve) => setTimeout(resolve, 20));
        },
      );
  }
  assert.ok(unsure.length > 0, 'the crash was felt');
  await eventually(async () => (await queue.counts()).length === 0, 'everything is done');
  const results = (await database.query<{ n: number }>(sql`select n from results order by n`)).map(({ n }) => n);
  assert.deepEqual(
    results.filter((n) => !unsure.includes(n)),
    acknowledged,
  );
  assert.ok(latestAttempt <= 3, `a job needed attempt ${latestAttempt} for two crashes`);
  assert.ok(runs >= results.length);
});
