/*
 * node bench/queue/strategies.ts   ways to claim and remove jobs, measured against each other; the one we keep is `queue_turn`.
 *
 * Each way drains the same full table, 1 and 500 jobs at a time, over one connection of a durable cluster, in turns so that a busy
 * machine is unfair to all alike. The processor time of PostgreSQL's process says more than jobs/s when others use the disk.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Database, identifier, type Sql, sql } from '../../server/src/platform/database/index.ts';
import { type Ack, finishAndClaim } from '../../server/src/platform/queue/sql/turn.ts';
import { withDurableDatabase } from './durable.ts';

const worker = randomUUID();
const rounds = 5;

const waiting = (count: number, column = 'id'): Sql => sql`
  select ${identifier(column)} from queue_jobs where kind = 'bench' and lease_until is null and run_at <= queue_clock()
  order by priority, run_at, id limit ${count} for update skip locked`;
const lease = sql`set lease_until = queue_clock() + interval '30 s', changed_at = queue_clock(), attempt = attempt + 1,
  token = token + 1, worker = ${worker}`;
const answer = sql`returning job.id::text, kind, tenant_id, payload, attempt, max_attempts, token`;
const remove = (done: readonly Ack[]): Sql => sql`
  delete from queue_jobs where id = any(${done.map(({ id }) => id)}::bigint[]) and (id, token) in (
    select * from unnest(${done.map(({ id }) => id)}::bigint[], ${done.map(({ token }) => token)}::bigint[]))`;

type Strategy = (database: Database, done: readonly Ack[], count: number) => Promise<readonly Ack[]>;

const apart =
  (claim: (count: number) => Sql): Strategy =>
  async (database, done, count) => {
    if (done.length > 0) await database.run(remove(done));
    return database.query<Ack>(claim(count));
  };

const strategies: Record<string, Strategy> = {
  'two statements, update … from (select … skip locked)': apart(
    (count) => sql`update queue_jobs job ${lease} from (${waiting(count)}) picked where job.id = picked.id ${answer}`,
  ),
  'two statements, … where id = any(array(select …))': apart(
    (count) => sql`update queue_jobs job ${lease} where id = any(array(${waiting(count)})) ${answer}`,
  ),
  'two statements, … where ctid = any(array(select …))': apart(
    (count) => sql`update queue_jobs job ${lease} where ctid = any(array(${waiting(count, 'ctid')})) ${answer}`,
  ),
  'one statement, planned each time': (database, done, count) =>
    database.query<Ack>(sql`
      with done as (${remove(done)})
      update queue_jobs job ${lease} where id = any(array(${waiting(count)})) ${answer}`),
  'one statement, a function with a plan of its own (kept)': (database, done, count) =>
    finishAndClaim(database, worker, done, [{ kind: 'bench', count, leaseSeconds: 30 }]),
};

await withDurableDatabase({ poolSize: 1 }, async (database) => {
  const found = new Map<string, { rate: number[]; cpu: number[] }>();
  for (let round = 0; round < rounds; round++) {
    for (const [atOnce, total] of [
      [1, 1_500],
      [500, 30_000],
    ] as const) {
      for (const [name, strategy] of Object.entries(strategies)) {
        const title = `${`${atOnce}`.padStart(3)} at a time · ${name}`;
        const figures = found.get(title) ?? { rate: [], cpu: [] };
        found.set(title, figures);
        const { rate, cpu } = await drain(database, strategy, atOnce, total);
        figures.rate.push(rate);
        figures.cpu.push(cpu);
      }
    }
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  for (const [title, { rate, cpu }] of [...found].sort(([a], [b]) => a.localeCompare(b)))
    console.log(
      `${title.padEnd(75)} ${Math.round(median(rate))} jobs/s (best ${Math.round(Math.max(...rate))}), ${median(cpu).toFixed(0)} µs of PostgreSQL's processor a job`,
    );
});

async function drain(database: Database, strategy: Strategy, atOnce: number, total: number) {
  await database.run(sql`truncate queue_jobs`);
  await database.run(sql`
    insert into queue_jobs (kind, payload, priority, run_at)
    select 'bench', json_build_object('n', n), 0, queue_clock() from generate_series(1, ${total}::integer) n`);
  await database.run(sql`vacuum analyze queue_jobs`);
  const backend = await database.one<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  const cpuBefore = await processorMs(backend?.pid as number);
  const before = performance.now();
  let done: readonly Ack[] = [];
  let count = 0;
  do {
    done = await strategy(database, done, atOnce);
    count += done.length;
  } while (done.length > 0);
  const ms = performance.now() - before;
  const cpu = (await processorMs(backend?.pid as number)) - cpuBefore;
  if (count !== total) throw new Error(`${count} of ${total} jobs were claimed.`);
  return { rate: (total * 1_000) / ms, cpu: (cpu * 1_000) / total };
}

/** User and system time of a process so far, from /proc (Linux), in ms. */
async function processorMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10; // clock ticks of 1/100 s
}
