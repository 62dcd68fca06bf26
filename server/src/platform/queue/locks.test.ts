import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { type Database, sql } from '../database/index.ts';
import { unavailable } from '../errors.ts';
import { silentLog } from '../log/index.ts';
import { type NewJob, openQueue, type RunningJob } from './index.ts';

const { database } = await testDatabase({ after });
const log = silentLog;
const adder = openQueue({ database, log });
const add = (...jobs: NewJob[]) => database.transaction((tx) => adder.add(tx, ...jobs));

/** A queue on `on` that runs jobs of a fresh kind. */
async function start(
  t: { after(fn: () => Promise<void>): void },
  run: (job: RunningJob) => Promise<void>,
  { leaseSeconds = 30, on = database }: { leaseSeconds?: number; on?: Database } = {},
) {
  const kind = `kind-${randomUUID()}`;
  const queue = openQueue({ database: on, log, pollSeconds: 0.1, reapSeconds: 0.1, stopGraceSeconds: 2 });
  queue.handle({ kind, leaseSeconds, run });
  await queue.start();
  t.after(() => queue.stop());
  const isGone = () =>
    eventually(async () => !(await queue.counts()).some((row) => row.kind === kind), `${kind} is gone`);
  return { kind, queue, isGone };
}

test('a long transaction behind the fence does not keep the lease from being renewed', async (t) => {
  const renewals = new Set<number>();
  const { kind, isGone } = await start(
    t,
    async (job) => {
      const leaseUntil = () =>
        database.one<{ at: Date }>(sql`select lease_until as at from queue_jobs where id = ${job.id}`);
      await database.transaction(async (tx) => {
        await job.fence(tx);
        await eventually(async () => {
          renewals.add((await leaseUntil())?.at.getTime() as number);
          return renewals.size >= 3;
        }, 'the lease is renewed twice');
      });
    },
    { leaseSeconds: 0.6 },
  );
  await add({ kind });
  await isGone();
  assert.equal(renewals.size, 3);
});

test('a transaction that cancels and stays open keeps no worker waiting', async (t) => {
  let end = () => {};
  const mayEnd = new Promise<void>((resolve) => {
    end = resolve;
  });
  let started = 0;
  const { kind, queue, isGone } = await start(t, async () => {
    if (++started === 1) await mayEnd;
  });
  await add({ kind, key: 'k' });
  await eventually(async () => started === 1, 'it runs');
  await database.transaction(async (tx) => {
    assert.equal(await queue.cancel(tx, { kind, key: 'k' }), 'signalled');
    end();
    await isGone();
    await add({ kind });
    await isGone();
  });
  assert.equal(started, 2);
});

test('a claim whose answer was lost goes back at once and costs no attempt', async (t) => {
  let lost = 0;
  const flaky: Database = {
    ...database,
    async query<Row extends object>(statement: { text: string; values: readonly unknown[] }) {
      const rows = await database.query<Row>(statement);
      if (!statement.text.includes('queue_turn') || rows.length === 0 || lost > 0) return rows;
      lost++;
      throw unavailable('The connection broke after the commit.');
    },
  };
  const attempts: number[] = [];
  const { kind, isGone } = await start(t, async (job) => void attempts.push(job.attempt), { on: flaky });
  await add({ kind });
  await isGone();
  assert.deepEqual([lost, attempts], [1, [1]]);
});

test('a removal whose answer was lost does not run the job again', async (t) => {
  let lost = 0;
  const flaky: Database = {
    ...database,
    async query<Row extends object>(statement: { text: string; values: readonly unknown[] }) {
      const rows = await database.query<Row>(statement);
      const removes = statement.text.includes('queue_turn') && (statement.values[1] as unknown[]).length > 0;
      if (!removes || lost > 0) return rows;
      lost++;
      throw unavailable('The connection broke after the commit.');
    },
  };
  let ran = 0;
  const { kind, isGone } = await start(t, async () => void ran++, { on: flaky });
  await add({ kind });
  await isGone();
  await eventually(async () => lost === 1, 'the answer was lost');
  assert.equal(ran, 1);
});
