import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { eventually } from '../../../test/support/processes.ts';
import { startEmbeddedPostgres } from '../database/embedded/index.ts';
import { migrate, openDatabase, sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { openEvents } from './index.ts';

test('PostgreSQL crashes in the middle: every acknowledged event arrives once and in order', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-events-'));
  await chmod(folder, 0o711);
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: silentLog });
  const database = openDatabase({ url: postgres.url, log: silentLog });
  const events = openEvents({ database, log: silentLog });
  t.after(async () => {
    await events.close();
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await migrate(database, silentLog);
  await database.run(sql`create table handled (place bigserial, i integer)`);

  const subscribed: number[] = [];
  await events.subscribe({ after: 0 }, (event) => void subscribed.push(event.data.i as number));
  await events.consume(
    'all',
    {},
    async (page, tx) => {
      for (const event of page) await tx.run(sql`insert into handled (i) values (${event.data.i as number})`);
    },
    { after: 0, leaseSeconds: 1, backoffSeconds: () => 0.05 },
  );

  const acknowledged: number[] = [];
  const unsure: number[] = [];
  const crashAt = [80, 160];
  for (let i = 0; acknowledged.length < 300; i++) {
    if (acknowledged.length === crashAt[0]) {
      process.kill(postgres.pid(), 'SIGQUIT'); // "immediate shutdown": no checkpoint, recovery at the next start
      crashAt.shift();
    }
    const event = { tenantId: null, type: 'number', subject: 'n', actor: 'system', data: { i } };
    await database
      .transaction((tx) => events.append(tx, event))
      .then(
        () => acknowledged.push(i),
        async () => {
          unsure.push(i); // the commit may or may not have happened
          await new Promise((resolve) => setTimeout(resolve, 20));
        },
      );
  }
  assert.ok(unsure.length > 0, 'the crash was felt');
  const stored = (await events.read({ limit: 10_000 })).map((event) => event.data.i as number);
  assert.deepEqual(
    stored.filter((i) => !unsure.includes(i)),
    acknowledged,
  );
  await eventually(async () => subscribed.length >= stored.length, 'the subscriber has all');
  assert.deepEqual(subscribed, stored);
  const handled = () => database.query<{ i: number }>(sql`select i from handled order by place`);
  await eventually(async () => (await handled()).length >= stored.length, 'the consumer has all');
  assert.deepEqual(
    (await handled()).map(({ i }) => i),
    stored,
  );
});
