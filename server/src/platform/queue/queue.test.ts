import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { queueTools } from '../../../test/support/queue.ts';
import { sql } from '../database/index.ts';
import type { RunningJob } from './index.ts';

const { database } = await testDatabase({ after });
const { add, countsOf, kindOf, start, untilGone } = queueTools(database);

test('a job runs with what it was given and is gone when it is done', async (t) => {
  const kind = kindOf();
  const tenantId = randomUUID();
  const seen: RunningJob[] = [];
  await start(t, { kind, run: async (job) => void seen.push(job) });
  const [id] = await add({ kind, payload: { rows: [1, 'zwölf 🚂'] }, tenantId });
  await untilGone(kind);
  const [job] = seen;
  assert.deepEqual(
    [job?.id, job?.kind, job?.tenantId, job?.payload, job?.attempt, job?.maxAttempts, job?.token],
    [id, kind, tenantId, { rows: [1, 'zwölf 🚂'] }, 1, 5, 1],
  );
  assert.equal(job?.signal.aborted, false);
});

test('a job of a transaction that rolls back never runs', async (t) => {
  const kind = kindOf();
  let ran = 0;
  const queue = await start(t, { kind, run: async () => void ran++ });
  await assert.rejects(
    database.transaction(async (tx) => {
      await queue.add(tx, { kind });
      throw new Error('no');
    }),
  );
  await add({ kind });
  await untilGone(kind);
  assert.equal(ran, 1);
});

test('more urgent jobs run first, then older ones, then in the order they were added', async (t) => {
  const kind = kindOf();
  const order: unknown[] = [];
  const past = (seconds: number) => new Date(Date.now() - seconds * 1_000);
  await add(
    { kind, payload: { n: 4 }, runAt: past(10) },
    { kind, payload: { n: 3 }, runAt: past(20) },
    { kind, payload: { n: 1 }, priority: -5 },
    { kind, payload: { n: 2 }, priority: -5 },
    { kind, payload: { n: 5 }, priority: 1, runAt: past(60) },
  );
  await start(t, { kind, run: async (job) => void order.push(job.payload.n) });
  await untilGone(kind);
  assert.deepEqual(order, [1, 2, 3, 4, 5]);
});

test('a job does not run before its time', async (t) => {
  const kind = kindOf();
  const ran = new Map<string, number>();
  await start(t, { kind, run: async ({ payload }) => void ran.set(payload.when as string, Date.now()) });
  const soon = Date.now() + 300;
  await add({ kind, payload: { when: 'in an hour' }, runAt: new Date(soon + 3_600_000) });
  await add({ kind, payload: { when: 'soon' }, runAt: new Date(soon) });
  await add({ kind, payload: { when: 'now' } });
  // Done is later than run: the last one counts once its end is stored.
  await eventually(async () => isDeepStrictEqual(await countsOf(kind), [1, 0, 0]), 'two are done');
  assert.deepEqual([...ran.keys()].sort(), ['now', 'soon']);
  assert.ok((ran.get('soon') as number) >= soon);
});

test('at most one unfinished job of a kind has a key, and the key is free again when it is done', async (t) => {
  const kind = kindOf();
  const [running, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let ran = 0;
  const ids = await add({ kind, key: 'a' }, { kind, key: 'a' }, { kind, key: 'b' }, { kind });
  assert.deepEqual(
    ids.map((id) => id !== ''),
    [true, false, true, true],
  );
  await database.run(sql`delete from queue_jobs where kind = ${kind} and key is distinct from 'a'`);
  await start(t, {
    kind,
    async run() {
      ran++;
      running.resolve();
      await mayEnd.promise;
    },
  });
  await running.promise;
  assert.deepEqual(await add({ kind, key: 'a' }), ['']);
  mayEnd.resolve();
  await untilGone(kind);
  assert.notEqual((await add({ kind, key: 'a' }))[0], '');
  await untilGone(kind);
  assert.equal(ran, 2);
});

test('two transactions that add the same keys in different orders do not deadlock', async () => {
  const kind = kindOf();
  const keys = Array.from({ length: 200 }, (_, i) => ({ kind, key: `${i}` }));
  const results = await Promise.all([add(...keys), add(...keys.toReversed()), add(...keys)]);
  assert.equal(results.flat().filter((id) => id !== '').length, 200);
});

test('no more jobs run at a time than the concurrency allows, and a higher limit is noticed', async (t) => {
  const kind = kindOf();
  const mayEnd = Promise.withResolvers<void>();
  let [now, most, limit] = [0, 0, 2];
  const queue = await start(t, {
    kind,
    concurrency: () => limit,
    async run() {
      most = Math.max(most, ++now);
      await mayEnd.promise;
      now--;
    },
  });
  await add(...Array.from({ length: 10 }, () => ({ kind })));
  await eventually(async () => now === 2, 'two run');
  assert.deepEqual(await countsOf(kind), [8, 2, 0]);
  limit = 5;
  await eventually(async () => now === 5, 'five run');
  mayEnd.resolve();
  await untilGone(kind);
  assert.equal(most, 5);
  await queue.stop();
});
