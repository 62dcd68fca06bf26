import assert from 'node:assert/strict';
import test, { after, beforeEach } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { createClockGuard } from './clock-guard.ts';
import { createCron } from './cron.ts';
import { openQueue, type RunningJob } from './index.ts';
import { repairTimes } from './sql/maintain.ts';

const log = silentLog;

const { database } = await testDatabase({ after });
await database.run({
  text: `create table clock_shift (hours float8 not null);
    insert into clock_shift values (0);
    create or replace function queue_clock() returns timestamptz language sql stable as
      'select now() + make_interval(secs => 3600 * hours) from clock_shift'`,
  values: [],
});
const turn = (hours: number) => database.run(sql`update clock_shift set hours = hours + ${hours}`);
beforeEach(async () => {
  await database.run(sql`truncate queue_jobs, queue_cron`);
  await database.run(sql`update clock_shift set hours = 0`);
});

test('the clock jumps forward: a running job keeps its lease and runs once', async (t) => {
  const [holder, other] = [1, 2].map(() =>
    openQueue({ database, log, pollSeconds: 0.1, reapSeconds: 0.02, stopGraceSeconds: 1 }),
  );
  assert.ok(holder && other);
  const runs: RunningJob[] = [];
  let end = () => {};
  const mayEnd = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async (job: RunningJob) => {
    runs.push(job);
    await mayEnd;
  };
  for (const queue of [holder, other]) queue.handle({ kind: 'long', leaseSeconds: 3, run });
  await holder.start();
  t.after(() => holder.stop());
  await database.transaction((tx) => holder.add(tx, { kind: 'long' }));
  await eventually(async () => runs.length === 1, 'it runs');
  await other.start();
  t.after(() => other.stop());
  await sleep(2_000); // the other one's first grace is over: from now on it would take over what has run out
  await turn(1);
  await sleep(3_500);
  assert.equal(runs.length, 1, 'nobody took it over');
  assert.equal(runs[0]?.signal.aborted, false);
  end();
  await eventually(async () => (await holder.counts()).length === 0, 'it is done');
});

test('the clock is set back: waiting jobs do not wait for it to catch up', async () => {
  const queue = openQueue({ database, log });
  const asked = new Date(Date.now() + 86_400_000);
  await turn(5);
  const [immediate, failed, scheduled] = await database.transaction((tx) =>
    queue.add(tx, { kind: 'k' }, { kind: 'k' }, { kind: 'k', runAt: asked }),
  );
  await database.run(sql`
    update queue_jobs set attempt = 1, run_at = queue_clock() + interval '1 minute', changed_at = queue_clock() where id = ${failed}`);
  await turn(-5);
  assert.equal(await repairTimes(database), 3);
  assert.equal(await repairTimes(database), 0, 'twice changes nothing more');
  const secondsUntil = async (id: string | undefined) =>
    (
      await database.one<{ s: number }>(
        sql`select extract(epoch from run_at - queue_clock())::float8 as s from queue_jobs where id = ${id}`,
      )
    )?.s as number;
  assert.ok((await secondsUntil(immediate)) <= 0);
  assert.ok(Math.abs((await secondsUntil(failed)) - 60) < 10);
  assert.ok((await secondsUntil(scheduled)) > 80_000, 'a time somebody asked for stays');
});

test('a server that starts after the clock was set back runs what is waiting', async (t) => {
  const queue = openQueue({ database, log, pollSeconds: 0.1, reapSeconds: 0.1 });
  await turn(24);
  await database.transaction((tx) => queue.add(tx, { kind: 'k' }));
  await turn(-24);
  let ran = 0;
  queue.handle({ kind: 'k', run: async () => void ran++ });
  await queue.start();
  t.after(() => queue.stop());
  await eventually(async () => ran === 1, 'it runs');
});

test('cron: missed times run once, a jump makes no burst, and no time is served twice', async () => {
  const added = async () => (await database.query(sql`select from queue_jobs`)).length;
  const [one, two] = [createCron(database), createCron(database)];
  for (const cron of [one, two]) cron.add('hourly', '0 * * * *', { kind: 'hourly' });
  const tick = () => Promise.all([one.tick(), two.tick()]);
  await tick();
  assert.equal(await added(), 0, 'nothing is due at the beginning');
  await turn(1);
  await tick();
  await tick();
  assert.equal(await added(), 1, 'one hour later once, though two processes look');
  await turn(30);
  await tick();
  await tick();
  assert.equal(await added(), 2, 'thirty missed times are made up for once');
  await turn(-0.9);
  await tick();
  await turn(0.9);
  await tick();
  assert.equal(await added(), 2, 'a time that comes again is not served again');
  await turn(-1_000);
  await tick();
  assert.equal(await added(), 2);
  await turn(1);
  await tick();
  assert.equal(await added(), 3, 'a clock that was wrong by weeks and put right does not silence it for weeks');
});

test('cron: a changed expression counts from now', async () => {
  const added = async () => (await database.query(sql`select from queue_jobs`)).length;
  const before = createCron(database);
  before.add('report', '0 0 1 1 *', { kind: 'report' });
  await before.tick();
  const now = createCron(database);
  now.add('report', '*/30 * * * *', { kind: 'report' });
  await now.tick();
  assert.equal(await added(), 0);
  await turn(0.5);
  await now.tick();
  assert.equal(await added(), 1);
});

test('cron: an expression nobody can read is refused when it is given', () => {
  const queue = openQueue({ database: undefined as never, log });
  assert.throws(() => queue.cron('bad', '61 * * * *', { kind: 'k' }), { kind: 'invalid', code: 'BAD_CRON_EXPRESSION' });
});

test('a clock guard trusts leases only when time passed evenly', () => {
  const guard = createClockGuard({ graceMs: () => 1_000, longestGapMs: 500 });
  assert.equal(guard.observe(50_000, 0), 0);
  assert.equal(guard.isSteady(400), false, 'not at the beginning');
  for (let at = 100; at <= 1_500; at += 100) assert.equal(guard.observe(50_000 + at, at), 0);
  assert.equal(guard.isSteady(1_500), true);
  assert.equal(guard.observe(51_600 + 3_600_000, 1_600), 3_600_000, 'forward');
  assert.equal(guard.isSteady(2_500), false);
  assert.equal(guard.isSteady(2_600), true);
  guard.observe(51_700 + 3_600_000, 1_700);
  assert.equal(guard.observe(51_800, 1_800), -3_600_000, 'back');
  assert.equal(guard.isSteady(2_700), false);
  guard.observe(60_000, 10_000);
  assert.equal(guard.isSteady(10_900), false, 'after a pause: the database was away or this process was stopped');
});
