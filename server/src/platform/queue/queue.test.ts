import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { type JobHandler, type NewJob, openQueue, type Queue, type RunningJob } from './index.ts';

const { database } = await testDatabase({ after });
const log = silentLog;

type Cleanup = { after(fn: () => Promise<void>): void };

/** A queue with handlers, started, and stopped at the end of the test. */
async function start(t: Cleanup, ...handlers: JobHandler[]): Promise<Queue> {
  const queue = openQueue({ database, log, pollSeconds: 0.1, reapSeconds: 0.1, stopGraceSeconds: 5 });
  for (const handler of handlers) queue.handle(handler);
  await queue.start();
  t.after(() => queue.stop());
  return queue;
}

const { add: addTo, counts } = openQueue({ database, log });
const add = (...jobs: NewJob[]) => database.transaction((tx) => addTo(tx, ...jobs));
const kindOf = () => `kind-${randomUUID()}`;
const countsOf = async (kind: string) => {
  const found = (await counts()).find((row) => row.kind === kind);
  return found ? [found.waiting, found.running, found.dead] : [0, 0, 0];
};
const untilGone = (kind: string) =>
  eventually(async () => (await countsOf(kind)).every((count) => count === 0), `no job of ${kind} is left`);

/** Something that is waited for. */
function signal() {
  let done = () => {};
  const promise = new Promise<void>((resolve) => {
    done = resolve;
  });
  return { promise, done };
}

/** Runs until it is aborted, then rejects as handlers should. */
const untilAborted = (job: RunningJob) =>
  new Promise<void>((_, reject) => {
    job.signal.addEventListener('abort', () => reject(job.signal.reason));
    if (job.signal.aborted) reject(job.signal.reason);
  });

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
  await start(t, { kind, run: async () => void ran++ });
  await assert.rejects(
    database.transaction(async (tx) => {
      await addTo(tx, { kind });
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
  const ran: string[] = [];
  await start(t, { kind, run: async ({ payload }) => void ran.push(payload.when as string) });
  await add({ kind, payload: { when: 'in an hour' }, runAt: new Date(Date.now() + 3_600_000) });
  await add({ kind, payload: { when: 'soon' }, runAt: new Date(Date.now() + 300) });
  await add({ kind, payload: { when: 'now' } });
  await eventually(async () => ran.length === 2, 'two have run');
  assert.deepEqual(
    [ran, await countsOf(kind)],
    [
      ['now', 'soon'],
      [1, 0, 0],
    ],
  );
});

test('at most one unfinished job of a kind has a key, and the key is free again when it is done', async (t) => {
  const kind = kindOf();
  const [running, mayEnd] = [signal(), signal()];
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
      running.done();
      await mayEnd.promise;
    },
  });
  await running.promise;
  assert.deepEqual(await add({ kind, key: 'a' }), ['']);
  mayEnd.done();
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
  const mayEnd = signal();
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
  mayEnd.done();
  await untilGone(kind);
  assert.equal(most, 5);
  await queue.stop();
});

test('a failed job is tried again later and later, with what it failed of, until it is a dead letter', async (t) => {
  const kind = kindOf();
  const attempts: number[] = [];
  const delays: number[] = [];
  const dead: unknown[] = [];
  const queue = await start(t, {
    kind,
    maxAttempts: 3,
    backoffSeconds(attempt) {
      delays.push(attempt);
      return 0.05 * 2 ** attempt;
    },
    async run(job) {
      attempts.push(job.attempt);
      throw new Error(`try ${job.attempt} failed`);
    },
    onDead: async (tx, job) => {
      const left = await tx.query(sql`select from queue_jobs where id = ${job.id}`);
      dead.push({ ...job, left: left.length });
    },
  });
  const [id] = await add({ kind, payload: { a: 1 } });
  await eventually(async () => (await countsOf(kind))[2] === 1, 'it is dead');
  assert.deepEqual(
    [attempts, delays],
    [
      [1, 2, 3],
      [1, 2],
    ],
  );
  assert.deepEqual(dead, [{ id, payload: { a: 1 }, error: 'Error: try 3 failed', left: 0 }]);
  const [letter] = await queue.deadLetters({ kind });
  assert.deepEqual([letter?.id, letter?.attempt, letter?.error], [id, 3, 'Error: try 3 failed']);
});

test('a dead letter can be retried, with all its attempts before it, or discarded', async (t) => {
  const kind = kindOf();
  const tokens: number[] = [];
  let isFixed = false;
  const queue = await start(t, {
    kind,
    maxAttempts: 2,
    backoffSeconds: () => 0,
    async run(job) {
      tokens.push(job.token);
      if (!isFixed) throw new Error('broken');
    },
  });
  const [id = ''] = await add({ kind, key: 'one' });
  await eventually(async () => (await countsOf(kind))[2] === 1, 'it is dead');
  await add({ kind, key: 'one', runAt: new Date(Date.now() + 3_600_000) });
  await assert.rejects(queue.retry(id), { kind: 'conflict' });
  await database.run(sql`delete from queue_jobs where kind = ${kind}`);
  isFixed = true;
  await queue.retry(id);
  await untilGone(kind);
  assert.deepEqual(
    tokens,
    [...tokens].sort((a, b) => a - b),
  );
  assert.equal(new Set(tokens).size, 3, 'tokens keep growing across death');
  for (const unknown of [id, '999999999', 'no number'])
    for (const act of [queue.retry, queue.discard]) await assert.rejects(act(unknown), { kind: 'not_found' });
});

test('onDead that keeps failing does not keep the job alive', async (t) => {
  const kind = kindOf();
  let calls = 0;
  await start(t, {
    kind,
    maxAttempts: 1,
    run: async () => Promise.reject(new Error('broken')),
    async onDead() {
      calls++;
      throw new Error('the hook is broken, too');
    },
  });
  await add({ kind });
  await eventually(async () => (await countsOf(kind))[2] === 1, 'it is dead');
  assert.equal(calls, 3);
});

test('whatever a handler throws, the job is tried again', async (t) => {
  const kind = kindOf();
  const thrown = [
    undefined,
    null,
    'text',
    new Error('NUL \0 and half a pair \ud800'),
    Object.create(null),
    new Error('x'.repeat(100_000)),
  ];
  let i = 0;
  await start(t, {
    kind,
    maxAttempts: thrown.length + 1,
    backoffSeconds: () => 0,
    run() {
      if (i < thrown.length) throw thrown[i++];
      return Promise.resolve();
    },
  });
  await add({ kind });
  await untilGone(kind);
  assert.equal(i, thrown.length);
});

test('a poison payload dies alone: the rest of its batch is done', async (t) => {
  const kind = kindOf();
  const done: unknown[] = [];
  const queue = await start(t, {
    kind,
    maxAttempts: 3,
    batchSize: 10,
    backoffSeconds: () => 0,
    async runBatch(jobs) {
      if (jobs.some(({ payload }) => payload.n === 4)) throw new Error('cannot digest 4');
      done.push(...jobs.map(({ payload }) => payload.n));
      return undefined;
    },
  });
  await add(...Array.from({ length: 10 }, (_, n) => ({ kind, payload: { n } })));
  await eventually(async () => (await countsOf(kind)).join() === '0,0,1', 'one is dead, nine are done');
  assert.deepEqual(done.toSorted(), [0, 1, 2, 3, 5, 6, 7, 8, 9]);
  assert.deepEqual((await queue.deadLetters({ kind }))[0]?.payload, { n: 4 });
});

test('a batch handler names the jobs that failed, the others are done', async (t) => {
  const kind = kindOf();
  const sizes: number[] = [];
  await start(t, {
    kind,
    maxAttempts: 2,
    batchSize: 50,
    backoffSeconds: () => 0,
    async runBatch(jobs) {
      sizes.push(jobs.length);
      return new Map(
        jobs.filter(({ payload, attempt }) => payload.n === 7 && attempt === 1).map(({ id }) => [id, new Error('no')]),
      );
    },
  });
  await add(...Array.from({ length: 120 }, (_, n) => ({ kind, payload: { n } })));
  await untilGone(kind);
  assert.deepEqual(
    sizes.toSorted((a, b) => b - a),
    [50, 50, 20, 1],
  );
});

test('a payload PostgreSQL cannot hold is refused when it is added, with a sentence', async () => {
  await assert.rejects(add({ kind: 'any', payload: { text: 'a\0b' } }), { kind: 'invalid' });
  await assert.rejects(add({ kind: 'any', payload: { text: 'x'.repeat(1_100_000) } }), {
    kind: 'invalid',
    code: 'JOB_TOO_LARGE',
  });
});

test('cancel removes a waiting job and stops a running one, which is not tried again', async (t) => {
  const kind = kindOf();
  const reasons: unknown[] = [];
  const running = signal();
  const queue = await start(t, {
    kind,
    async run(job) {
      running.done();
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
  const failed = signal();
  await start(t, {
    kind,
    backoffSeconds: () => 0.3,
    async run() {
      tries++;
      failed.done();
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
  const started = signal();
  const first = await start(t, {
    kind,
    concurrency: 3,
    async run(job) {
      started.done();
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
  const [started, mayEnd] = [signal(), signal()];
  const queue = await start(t, {
    kind,
    async run() {
      started.done();
      await mayEnd.promise;
    },
  });
  await add({ kind });
  await started.promise;
  const stopped = queue.stop();
  mayEnd.done();
  await stopped;
  assert.deepEqual(await countsOf(kind), [0, 0, 0]);
});

test('a handler that ignores the end is given up: its job goes back and it cannot publish', async (t) => {
  const kind = kindOf();
  const [started, mayEnd] = [signal(), signal()];
  let published: Promise<unknown> = Promise.resolve();
  const queue = openQueue({ database, log, stopGraceSeconds: 0.1 });
  queue.handle({
    kind,
    async run(job) {
      started.done();
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
  mayEnd.done();
  await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(published, { code: 'LEASE_LOST' });
});
