import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { queueTools } from '../../../test/support/queue.ts';
import { sql } from '../database/index.ts';

const { database } = await testDatabase({ after });
const { add, countsOf, kindOf, start, untilDead, untilGone } = queueTools(database);

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
  await untilDead(kind);
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
  await untilDead(kind);
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
  await untilDead(kind);
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
