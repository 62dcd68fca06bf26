import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { testDatabase } from '../../../test/support/database.ts';
import { eventually } from '../../../test/support/processes.ts';
import { openDatabase, sql } from '../database/index.ts';
import { silentLog } from '../log/index.ts';
import { type Events, type NewEvent, openEvents, type StoredEvent } from './index.ts';

const { database, url } = await testDatabase({ after });
await database.run(sql`create table handled (place bigserial, consumer text, i integer)`);
const log = silentLog;
const quickly = { leaseSeconds: 0.6, backoffSeconds: () => 0.01 };

type Cleanup = { after(fn: () => Promise<void>): void };

function open(t: Cleanup, on = database): Events {
  const events = openEvents({ database: on, log });
  t.after(() => events.close());
  return events;
}

/** The same again as another process would have it: its own connections. */
function openElsewhere(t: Cleanup): Events {
  const other = openDatabase({ url, log });
  const events = openEvents({ database: other, log });
  t.after(async () => {
    await events.close();
    await other.close();
  });
  return events;
}

const tenantOf = () => randomUUID();
const numbers = (from: number, to: number, tenantId: string): NewEvent[] =>
  Array.from({ length: to - from }, (_, i) => ({
    tenantId,
    type: 'number',
    subject: 'number:1',
    actor: 'system',
    data: { i: from + i },
  }));
const append = (events: Events, given: NewEvent[]) => database.transaction((tx) => events.append(tx, ...given));
const numberOf = (event: StoredEvent) => event.data.i as number;

/** A handler that writes what it was given in the transaction it was given. */
const record =
  (consumer: string): Parameters<Events['consume']>[2] =>
  async (page, tx) => {
    for (const event of page)
      await tx.run(sql`insert into handled (consumer, i) values (${consumer}, ${numberOf(event)})`);
  };
const handledBy = async (consumer: string) =>
  (await database.query<{ i: number }>(sql`select i from handled where consumer = ${consumer} order by place`)).map(
    ({ i }) => i,
  );
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const untilHandled = (consumer: string, count: number) =>
  eventually(async () => (await handledBy(consumer)).length >= count, `${consumer} handles ${count}`);

test('a consumer goes on where it stopped, handling each event once', async (t) => {
  const tenantId = tenantOf();
  const first = open(t);
  const stop = await first.consume('stops', { tenantId }, record('stops'), quickly);
  await append(first, numbers(0, 250, tenantId));
  await untilHandled('stops', 250);
  await stop();
  await append(first, numbers(250, 300, tenantId));
  await open(t).consume('stops', { tenantId }, record('stops'), quickly);
  await untilHandled('stops', 300);
  assert.deepEqual(await handledBy('stops'), upTo(300));
});

test('a new consumer begins now unless it is told where', async (t) => {
  const tenantId = tenantOf();
  const events = open(t);
  await append(events, numbers(0, 2, tenantId));
  await events.consume('from-now', { tenantId }, record('from-now'), quickly);
  await events.consume('from-start', { tenantId }, record('from-start'), { ...quickly, after: 0 });
  await append(events, numbers(2, 3, tenantId));
  await Promise.all([untilHandled('from-now', 1), untilHandled('from-start', 3)]);
  assert.deepEqual([await handledBy('from-now'), await handledBy('from-start')], [[2], [0, 1, 2]]);
});

test('one process at a time reads for a consumer, and another takes over when it stops', async (t) => {
  const tenantId = tenantOf();
  const [here, there] = [open(t), openElsewhere(t)];
  const by: string[] = [];
  const noting =
    (who: string): Parameters<Events['consume']>[2] =>
    async (page, tx) => {
      by.push(who);
      await record('shared')(page, tx);
    };
  const stopHere = await here.consume('shared', { tenantId }, noting('here'), quickly);
  await append(here, numbers(0, 1, tenantId));
  await untilHandled('shared', 1);
  await there.consume('shared', { tenantId }, noting('there'), quickly);
  for (let i = 1; i < 20; i++) await append(here, numbers(i, i + 1, tenantId));
  await untilHandled('shared', 20);
  assert.ok(by.every((who) => who === 'here'));
  await stopHere();
  await append(here, numbers(20, 30, tenantId));
  await untilHandled('shared', 30);
  assert.deepEqual(await handledBy('shared'), upTo(30));
  assert.equal(by.at(-1), 'there');
});

test('a consumer whose lease was taken over while it was paused writes nothing', async (t) => {
  const tenantId = tenantOf();
  const events = open(t);
  let stolen = 0;
  await events.consume(
    'paused',
    { tenantId },
    async (page, tx) => {
      // While the first page is on its way, another process has become the holder.
      if (stolen++ === 0) throw new Error('the transaction ends here');
      await record('paused')(page, tx);
    },
    { ...quickly, leaseSeconds: 60, backoffSeconds: () => 0.2 },
  );
  await append(events, numbers(0, 1, tenantId));
  await eventually(async () => stolen === 1, 'the first call');
  await database.run(
    sql`update event_consumers set token = token + 1, lease_until = now() + interval '1 hour' where name = 'paused'`,
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.deepEqual([stolen, await handledBy('paused')], [1, []]);
  await database.run(sql`update event_consumers set lease_until = '-infinity' where name = 'paused'`);
});

test('an event that cannot be handled is tried again, then skipped and counted; its neighbours are not', async (t) => {
  const tenantId = tenantOf();
  const events = open(t);
  let tries = 0;
  await events.consume(
    'poisoned',
    { tenantId },
    async (page, tx) => {
      await record('poisoned')(page, tx);
      if (!page.some((event) => numberOf(event) === 5)) return;
      if (page.length === 1) tries++;
      throw new Error('number 5 is bad \0');
    },
    { ...quickly, maxAttempts: 3 },
  );
  await append(events, numbers(0, 10, tenantId));
  await untilHandled('poisoned', 9);
  assert.deepEqual(await handledBy('poisoned'), [0, 1, 2, 3, 4, 6, 7, 8, 9]);
  assert.equal(tries, 3);
  const row = await database.one(sql`select skipped, last_error from event_consumers where name = 'poisoned'`);
  assert.deepEqual(row, { skipped: 1, last_error: 'Error: number 5 is bad �' });
});

test('a consumer’s place moves over events that do not concern it, so that they can be pruned', async (t) => {
  const tenantId = tenantOf();
  const events = open(t);
  await events.consume('elsewhere', { tenantId: tenantOf() }, record('elsewhere'), quickly);
  await append(events, numbers(0, 5, tenantId));
  const head = await events.head();
  await eventually(async () => {
    const row = await database.one<{ sequence: number }>(
      sql`select sequence from event_consumers where name = 'elsewhere'`,
    );
    return row !== undefined && row.sequence >= head;
  }, 'the place is at the head');
});
