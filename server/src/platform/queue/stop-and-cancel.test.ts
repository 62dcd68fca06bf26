import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { queueTools, untilAborted } from '../../../test/support/queue.ts';
import { sql } from '../database/index.ts';
import { silentLog as log } from '../log/index.ts';
import { openQueue } from './index.ts';

const { database } = await testDatabase({ after });
const { add, countsOf, kindOf, start, untilGone } = queueTools(database);

test('cancel removes a waiting job and stops a running one, which is not tried again', async (t) => {
  const kind = kindOf();
  const reasons: unknown[] = [];
  const running = Promise.withResolvers<void>();
  const queue = await start(t, {
    kind,
    async run(job) {
      running.resolve();
      await untilAborted(job).finally(() => reasons.push(job.signal.reason));
    },
  });
  await add({ kind, key: 'first' });
  await running.promise;
  await add({ kind, key: 'second' });
  const cancel = (key: string) => database.transaction((tx) => queue.cancel(tx, { kind, key }));
  assert.equal(await cancel('second'), 'removed');
  assert.equal(await cancel('first'), 'signalled');
  await untilGone(kind);
  assert.equal(await cancel('first'), 'none');
  assert.deepEqual(reasons, ['cancelled']);
});

test('a job that is cancelled between two tries is not tried again', async (t) => {
  const kind = kindOf();
  let tries = 0;
  const failed = Promise.withResolvers<void>();
  await start(t, {
    kind,
    backoffSeconds: () => 0.3,
    async run() {
      tries++;
      failed.resolve();
      throw new Error('again');
    },
  });
  const [id] = await add({ kind, key: 'k' });
  await failed.promise;
  await eventually(async () => (await countsOf(kind))[0] === 1, 'it waits for its second try');
  // As if `cancel` had seen it running and committed only now.
  await database.run(sql`insert into queue_cancellations values (${id})`);
  await untilGone(kind);
  assert.equal(tries, 1);
  await eventually(
    async () => (await database.query(sql`select from queue_cancellations where job_id = ${id}`)).length === 0,
    'the request to stop is forgotten',
  );
});

test('stop gives running jobs back without losing an attempt, and somebody else goes on', async (t) => {
  const kind = kindOf();
  const started = Promise.withResolvers<void>();
  const first = await start(t, {
    kind,
    concurrency: 3,
    async run(job) {
      started.resolve();
      await untilAborted(job);
    },
  });
  await add({ kind }, { kind }, { kind }, { kind });
  await started.promise;
  await eventually(async () => (await countsOf(kind))[1] === 3, 'three run');
  await first.stop();
  assert.deepEqual(await countsOf(kind), [4, 0, 0]);
  const attempts: number[] = [];
  await start(t, { kind, run: async (job) => void attempts.push(job.attempt) });
  await untilGone(kind);
  assert.deepEqual(attempts, [1, 1, 1, 1]);
});

test('stop waits for a handler that finishes its work', async (t) => {
  const kind = kindOf();
  const [started, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const queue = await start(t, {
    kind,
    async run() {
      started.resolve();
      await mayEnd.promise;
    },
  });
  await add({ kind });
  await started.promise;
  const stopped = queue.stop();
  mayEnd.resolve();
  await stopped;
  assert.deepEqual(await countsOf(kind), [0, 0, 0]);
});

test('a handler that ignores the end is given up: its job goes back and it cannot publish', async (t) => {
  const kind = kindOf();
  const [started, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let published: Promise<unknown> = Promise.resolve();
  const queue = openQueue({ database, log, stopGraceSeconds: 0.1 });
  queue.handle({
    kind,
    async run(job) {
      started.resolve();
      await mayEnd.promise;
      published = database.transaction((tx) => job.fence(tx));
      await published;
    },
  });
  await queue.start();
  t.after(() => queue.stop());
  await add({ kind });
  await started.promise;
  await queue.stop();
  assert.deepEqual(await countsOf(kind), [1, 0, 0]);
  mayEnd.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(published, { code: 'LEASE_LOST' });
});
