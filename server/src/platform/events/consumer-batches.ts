import type { Database, Transaction } from '../database/index.ts';
import { HouseError } from '../errors.ts';
import { failureText } from '../failure-text.ts';
import type { Log } from '../log/index.ts';
import { type Lease, movePlace, noteSkipped } from './sql/consumers.ts';
import type { ConsumerOptions, EventFilter, StoredEvent } from './types.ts';

export type Consumer = Required<Omit<ConsumerOptions, 'after'>> & {
  name: string;
  filter: EventFilter;
  handle: (events: readonly StoredEvent[], tx: Transaction) => Promise<void>;
};

/** The place is not ours to move any more; what was done in the transaction is undone. */
export class LeaseLost extends Error {}

/**
 * Hands a consumer its events, moving its place in the same transaction. After a failure it goes on one by one, so that only
 * the culprit waits and is skipped in the end.
 */
export function createBatchHandler(options: { database: Database; log: Log; consumer: Consumer; lease: Lease }) {
  const { database, log, consumer, lease } = options;
  const { name, leaseSeconds, maxAttempts } = consumer;
  /** Read from the stream and not handled yet. */
  let waiting: readonly StoredEvent[] = [];
  let place = lease.sequence;
  let inTransaction = false;
  let oneByOne = false;
  let attempt = 0;

  async function advance(batch: readonly StoredEvent[], work: (tx: Transaction) => Promise<void>): Promise<void> {
    const way = { first: (batch[0] as StoredEvent).sequence, last: (batch.at(-1) as StoredEvent).sequence };
    inTransaction = true;
    try {
      await database.transaction(async (tx) => {
        if (!(await movePlace(tx, name, lease.token, way, leaseSeconds))) throw new LeaseLost();
        await work(tx);
      });
    } finally {
      inTransaction = false;
    }
    place = way.last;
    waiting = waiting.slice(batch.length);
    attempt = 0;
  }

  /** Seconds to wait before the batch is tried again; skips it when it was tried often enough. */
  async function afterFailure(batch: readonly StoredEvent[], error: unknown): Promise<number> {
    const { sequence, type } = batch[0] as StoredEvent;
    const isDatabaseAway = error instanceof HouseError && error.kind === 'unavailable';
    if (!isDatabaseAway && batch.length > 1) {
      oneByOne = true;
      return 0;
    }
    if (!isDatabaseAway) attempt++;
    log.warn({ error, sequence, type, attempt }, 'the consumer failed to handle an event');
    if (attempt < maxAttempts) return consumer.backoffSeconds(Math.max(1, attempt));
    await advance(batch, (tx) => noteSkipped(tx, name, failureText(error)));
    log.error({ error, sequence, type }, 'the consumer skips an event it could not handle');
    return 0;
  }

  return {
    inTransaction: () => inTransaction,
    /** Everything up to here was handled. */
    place: () => place,
    waiting: () => waiting.length > 0,
    give(page: readonly StoredEvent[]): void {
      waiting = page;
      oneByOne = false;
    },
    /** Handles what waits or its first event; resolves with the seconds to wait before the next call. */
    async handleSome(): Promise<number> {
      const batch = oneByOne ? waiting.slice(0, 1) : waiting;
      try {
        await advance(batch, (tx) => consumer.handle(batch, tx));
        return 0;
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        return await afterFailure(batch, error);
      }
    },
  };
}
