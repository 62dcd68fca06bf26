import { randomUUID } from 'node:crypto';
import type { Database } from '../../server/src/platform/database/index.ts';
import { type NewEvent, openEvents } from '../../server/src/platform/events/index.ts';
import { silentLog } from '../../server/src/platform/log/index.ts';
import type { Figure } from '../types.ts';

const tenantId = randomUUID();
const event = (data: Record<string, unknown>): NewEvent => ({
  tenantId,
  type: 'training.epoch',
  subject: 'training:tr_1a2b3c4d',
  actor: 'system',
  data,
});

/** Appends `count` events, `each` in a transaction, from as many callers as given; events/s. */
async function appendRate(database: Database, count: number, each: number, callers: number): Promise<number> {
  const events = openEvents({ database, log: silentLog });
  const page = Array.from({ length: each }, (_, n) => event({ n, loss: 0.0123, validation_loss: 0.0145 }));
  const before = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let i = 0; i < count / callers; i += each) await database.transaction((tx) => events.append(tx, ...page));
    }),
  );
  return (count * 1_000) / (performance.now() - before);
}

/** From before `append`, through commit and NOTIFY, to the last of `subscribers`; median and 99th percentile in ms. */
async function fanOut(database: Database, subscribers: number): Promise<[number, number]> {
  const events = openEvents({ database, log: silentLog });
  let left = 0;
  let all = () => {};
  for (let i = 0; i < subscribers; i++)
    await events.subscribe({ tenantId, after: await events.head() }, () => {
      if (--left === 0) all();
    });
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    left = subscribers;
    const arrived = new Promise<void>((resolve) => {
      all = resolve;
    });
    const before = performance.now();
    await database.transaction((tx) => events.append(tx, event({ i })));
    await arrived;
    times.push(performance.now() - before);
  }
  await events.close();
  times.sort((a, b) => a - b);
  return [times[100] as number, times[198] as number];
}

/** Reads everything there is, as a subscriber that begins at the first event; events/s. */
async function catchUp(database: Database): Promise<number> {
  const events = openEvents({ database, log: silentLog });
  const head = await events.head();
  let count = 0;
  const before = performance.now();
  await new Promise<void>((resolve) => {
    void events.subscribe({ after: 0 }, ({ sequence }) => {
      count++;
      if (sequence === head) resolve();
    });
  });
  const ms = performance.now() - before;
  await events.close();
  return (count * 1_000) / ms;
}

export async function measureEvents(database: Database): Promise<Figure[]> {
  await appendRate(database, 500, 1, 1); // warm up
  const figures: Figure[] = [
    {
      name: 'events appended, one a transaction, one caller',
      value: await appendRate(database, 2_000, 1, 1),
      unit: 'events/s',
    },
    {
      name: 'events appended, one a transaction, eight callers',
      value: await appendRate(database, 4_000, 1, 8),
      unit: 'events/s',
    },
    { name: 'events appended, 500 a transaction', value: await appendRate(database, 50_000, 500, 1), unit: 'events/s' },
    { name: 'events read by a subscriber that catches up', value: await catchUp(database), unit: 'events/s' },
  ];
  for (const subscribers of [1, 1_000]) {
    const [median, slow] = await fanOut(database, subscribers);
    const name = `from append to ${subscribers === 1 ? 'one subscriber' : `the last of ${subscribers} subscribers`}`;
    figures.push(
      { name: `${name}, median`, value: median, unit: 'ms' },
      { name: `${name}, 99 %`, value: slow, unit: 'ms' },
    );
  }
  return figures;
}
