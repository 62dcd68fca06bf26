import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import type { WorkerMessage, WorkerOptions } from '../../../test/support/queue-worker.ts';
import { sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { type NewJob, openQueue, type RunningJob } from './index.ts';

const { database, url } = await testDatabase({ after });
await database.run(sql`create table running (job_id bigint primary key)`);
await database.run(sql`create table runs (job_id bigint, token bigint, pid integer)`);
await database.run(sql`create table results (job_id bigint, token bigint)`);
const log = silentLog;
const program = join(import.meta.dirname, '../../../test/support/queue-worker.ts');
const adder = openQueue({ database, log });
const add = (...jobs: NewJob[]) => database.transaction((tx) => adder.add(tx, ...jobs));
const kindOf = () => `kind-${randomUUID()}`;

type Cleanup = { after(fn: () => Promise<void>): void };

/** A worker process; its messages so far, and a wait for the next of a sort. */
async function startProcess(t: Cleanup, options: WorkerOptions) {
  const child: ChildProcess = fork(program, [url, JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const messages: WorkerMessage[] = [];
  child.on('message', (message) => messages.push(message as WorkerMessage));
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  });
  const hears = (what: WorkerMessage['what']) =>
    eventually(async () => messages.find((message) => message.what === what), `the worker says ${what}`);
  await hears('ready');
  return { child, hears, messages, go: () => child.send('go') };
}

/** A queue in this process that takes over what the other one lets go. */
async function startHere(t: Cleanup, kind: string, leaseSeconds: number) {
  const queue = openQueue({ database, log, pollSeconds: 0.1, reapSeconds: 0.1 });
  const ran: RunningJob[] = [];
  queue.handle({
    kind,
    leaseSeconds,
    backoffSeconds: () => 0,
    async run(job) {
      ran.push(job);
      await database.transaction(async (tx) => {
        await job.fence(tx);
        await tx.run(sql`insert into results (job_id, token) values (${job.id}, ${job.token})`);
      });
    },
  });
  await queue.start();
  t.after(() => queue.stop());
  return { queue, ran };
}

const resultsOf = async (id: string | undefined) =>
  (await database.query<{ token: number }>(sql`select token from results where job_id = ${id}`)).map(
    ({ token }) => token,
  );
const untilGone = (kind: string) =>
  eventually(
    async () => (await database.query(sql`select from queue_jobs where kind = ${kind}`)).length === 0,
    `no job of ${kind} is left`,
  );

test('two workers never run the same job at once, and each job once', async (t) => {
  const kind = kindOf();
  const options: WorkerOptions = { kind, behaviour: 'record', concurrency: 5, maxAttempts: 1 };
  await Promise.all([startProcess(t, options), startProcess(t, options)]);
  const ids = (
    await Promise.all(Array.from({ length: 40 }, () => add(...Array.from({ length: 10 }, () => ({ kind })))))
  ).flat();
  await untilGone(kind);
  const runs = await database.query<{ job_id: number; pid: number }>(sql`select job_id, pid from runs`);
  assert.deepEqual(runs.map(({ job_id }) => `${job_id}`).toSorted(), ids.toSorted());
  assert.equal(new Set(runs.map(({ pid }) => pid)).size, 2, 'both took part');
  assert.deepEqual(await adder.deadLetters({ kind }), []);
});

test('kill -9 of a worker: its job is taken over after the lease, with a higher token', async (t) => {
  const kind = kindOf();
  const victim = await startProcess(t, { kind, behaviour: 'hold', leaseSeconds: 2 });
  const [id] = await add({ kind });
  const started = await victim.hears('started');
  const { ran } = await startHere(t, kind, 2);
  await sleep(2_500);
  assert.equal(ran.length, 0, 'not as long as its worker lives');
  victim.child.kill('SIGKILL');
  await untilGone(kind);
  const [job] = ran;
  assert.ok(started.what === 'started' && job && job.token > started.token);
  assert.deepEqual([job.id, job.attempt, await resultsOf(id)], [id, 2, [job.token]]);
});

test('a paused worker whose lease was taken over cannot publish', async (t) => {
  const kind = kindOf();
  const paused = await startProcess(t, { kind, behaviour: 'hold', leaseSeconds: 0.6 });
  const [id] = await add({ kind });
  await paused.hears('started');
  paused.child.kill('SIGSTOP');
  const { ran } = await startHere(t, kind, 0.6);
  await untilGone(kind);
  paused.child.kill('SIGCONT');
  paused.go();
  assert.deepEqual(await paused.hears('refused'), { what: 'refused', code: 'LEASE_LOST' });
  assert.deepEqual(await resultsOf(id), [ran[0]?.token]);
});

test('a worker that was paused while it published is not taken over in the middle of it', async (t) => {
  const kind = kindOf();
  const paused = await startProcess(t, { kind, behaviour: 'publish', leaseSeconds: 0.6 });
  const [id] = await add({ kind });
  await paused.hears('fenced');
  paused.child.kill('SIGSTOP');
  const { ran } = await startHere(t, kind, 0.6);
  await sleep(2_000);
  assert.equal(ran.length, 0);
  paused.go();
  paused.child.kill('SIGCONT');
  await paused.hears('published');
  await untilGone(kind);
  assert.deepEqual([ran.length, (await resultsOf(id)).length], [0, 1]);
});

test('cancel reaches the worker in another process', async (t) => {
  const kind = kindOf();
  const worker = await startProcess(t, { kind, behaviour: 'hold' });
  const [id] = await add({ kind, key: 'k' });
  await worker.hears('started');
  assert.equal(await database.transaction((tx) => adder.cancel(tx, { kind, key: 'k' })), 'signalled');
  await worker.hears('published'); // the signal woke it; what it does then is its own affair
  await untilGone(kind);
  assert.equal((await resultsOf(id)).length, 1);
});

test('cron adds a job once per due time, whichever of two processes is first', async (t) => {
  const kind = kindOf();
  const options: WorkerOptions = { kind: kindOf(), behaviour: 'record' };
  await database.run(sql`create table due (at timestamptz, kind text)`);
  await database.run({
    text: `create function note_due() returns trigger language plpgsql as $$ begin
        insert into due values (date_trunc('second', new.run_at), new.kind); return new; end $$;
      create trigger note_due before insert on queue_jobs for each row execute function note_due()`,
    values: [],
  });
  await Promise.all([1, 2].map(() => startProcess(t, { ...options, kind, cron: '* * * * * *' })));
  const times = () => database.query<{ at: Date }>(sql`select at from due where kind = ${kind}`);
  await eventually(async () => (await times()).length >= 4, 'four seconds pass');
  const found = (await times()).map(({ at }) => at.getTime());
  assert.equal(new Set(found).size, found.length, 'no second has two jobs');
});
