import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { type Consumer, createBatchHandler, LeaseLost } from './consumer-batches.ts';
import { openCursor } from './cursor.ts';
import { ensureConsumer, type Lease, releaseLease, renewLease, takeLease } from './sql/consumers.ts';
import type { Tail } from './tail.ts';
import type { ConsumerOptions } from './types.ts';

/** After a page that was not full. What comes alone is handled at once; what comes one by one costs twenty commits a second at most. */
const GATHER_SECONDS = 0.05;

type Parts = { database: Database; log: Log; tail: Tail };

/** Reads for one named consumer whenever this process gets its lease. Returns a function that stops it. */
export async function startConsumer(
  { database, log, tail }: Parts,
  given: Pick<Consumer, 'name' | 'filter' | 'handle'> & ConsumerOptions,
): Promise<() => Promise<void>> {
  const consumer: Consumer = {
    batchSize: 100,
    leaseSeconds: 15,
    maxAttempts: 10,
    backoffSeconds: (attempt) => Math.min(60, 2 ** (attempt - 1)),
    ...given,
  };
  const { name } = consumer;
  await ensureConsumer(database, name, given.after);
  const parts = { database, tail, log: log.child({ consumer: name }) };
  const stopping = new AbortController();
  const running = takeTurns(parts, consumer, stopping.signal);
  return async () => {
    stopping.abort();
    await running;
  };
}

async function takeTurns(parts: Parts, consumer: Consumer, stop: AbortSignal): Promise<void> {
  const { database, log } = parts;
  while (!stop.aborted) {
    try {
      const lease = await takeLease(database, consumer.name, consumer.leaseSeconds);
      if (lease) await readWhileHeld(parts, consumer, lease, stop);
      else await pause(consumer.leaseSeconds / 3, stop);
    } catch (error) {
      if (error instanceof LeaseLost) continue;
      log.warn({ error }, 'the consumer was interrupted; it goes on from where it was');
      await pause(1, stop);
    }
  }
}

/** Reads and handles until `stop` is aborted or the lease is lost, then lets it go. */
async function readWhileHeld(parts: Parts, consumer: Consumer, held: Lease, stop: AbortSignal): Promise<void> {
  const { database, log, tail } = parts;
  const { name, filter, batchSize, leaseSeconds } = consumer;
  const cursor = openCursor({ tail, database, filter, after: held.sequence });
  const ending = new AbortController();
  const end = () => {
    ending.abort();
    cursor.close();
  };
  stop.addEventListener('abort', end);
  if (stop.aborted) end();
  const batches = createBatchHandler({ database, log, consumer, lease: held });
  let isCaughtUp = false;

  const beat = setInterval(
    async () => {
      // Inside a transaction our lock on the row keeps others away; renewing would only wait for it.
      if (batches.inTransaction()) return;
      const sequence = batches.waiting() ? batches.place() : Math.max(batches.place(), cursor.position());
      try {
        if (!(await renewLease(database, name, { ...held, sequence }, leaseSeconds))) end();
      } catch (error) {
        log.warn({ error }, 'the lease of the consumer could not be renewed; trying again');
      }
    },
    (leaseSeconds * 1_000) / 3,
  ).unref();

  try {
    while (!ending.signal.aborted) {
      if (!batches.waiting()) {
        const page = await cursor.next(batchSize);
        if (page.length === 0) return;
        isCaughtUp = page.length < batchSize;
        batches.give(page);
      }
      let pauseSeconds = await batches.handleSome();
      if (isCaughtUp && !batches.waiting()) pauseSeconds ||= GATHER_SECONDS;
      if (pauseSeconds > 0) await pause(pauseSeconds, ending.signal);
    }
  } finally {
    clearInterval(beat);
    stop.removeEventListener('abort', end);
    cursor.close();
    await releaseLease(database, name, held.token).catch(() => {});
  }
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1_000, undefined, { signal, ref: false }).catch(() => {});
}
