import type { Sql } from '../database/index.ts';
import type { Queryable, Transaction } from '../database/types.ts';

/**
 * What happened, written once, in the same transaction as the change. WebSockets, webhooks, notifications, triggers and
 * the audit log all read this one stream.
 *
 * INVARIANT: `sequence` grows in commit order: once a reader has seen N, nothing below N appears later.
 */
export type NewEvent = {
  /** UUID; null for what concerns the whole house. */
  tenantId: string | null;
  /** Dotted past tense: `dataset.created`, `training.epoch`, `user.login_failed`. */
  type: string;
  /** What it happened to, e.g. `dataset:ds_1a2b3c4d`. */
  subject: string;
  /** Who did it: `user:<id>`, `system`, `device:<id>`. */
  actor: string;
  /** JSON of at most 64 KiB; never a secret. */
  data?: Record<string, unknown>;
};

export type StoredEvent = Required<Pick<NewEvent, 'tenantId' | 'type' | 'subject' | 'actor'>> & {
  sequence: number;
  data: Record<string, unknown>;
  at: Date;
};

export type EventFilter = {
  tenantId?: string;
  /** Exact types or prefixes ending in `.*`. */
  types?: readonly string[];
  subject?: string;
};

export type ReadEvents = EventFilter & {
  /** Exclusive. */
  after?: number;
  /** Exclusive. */
  before?: number;
  /** Default 100. */
  limit?: number;
  /** Default false: oldest first. */
  newestFirst?: boolean;
};

export type ConsumerOptions = {
  /** Where a name used for the first time begins (exclusive); default: from now on. 0 means the first event kept. */
  after?: number;
  /** Most events in one call; default 100. */
  batchSize?: number;
  /** How long a process that died keeps the others waiting; default 15. */
  leaseSeconds?: number;
  /** Calls for the same event before it is skipped, logged and counted in `event_consumers.skipped`; default 10, over about five minutes. */
  maxAttempts?: number;
  /** Seconds before an event is tried again after `attempt` failures; default doubles from 1 s to 1 min. */
  backoffSeconds?: (attempt: number) => number;
};

export type Events = {
  /**
   * Appends in the caller's transaction. Numbered at commit, so `read` shows them after it, not inside of the transaction.
   * Throws `invalid` when `data` is larger than 64 KiB.
   */
  append(tx: Transaction, ...events: readonly NewEvent[]): Promise<void>;
  /**
   * The same as `append`, of at least one event, for a change that is one statement and commits by itself: a query to put into
   * its `with`. It saves three of four round trips where many wait for each. Throws as `append` does.
   */
  appended(...events: readonly NewEvent[]): Sql;
  /** Reads one page of events, oldest first unless asked otherwise. */
  read(page: ReadEvents, on?: Queryable): Promise<StoredEvent[]>;
  /** The newest sequence number; 0 when nothing happened yet. */
  head(): Promise<number>;
  /**
   * Calls `handle` for every matching event after `after` (default: from now on), in order, whichever process appended it.
   * One call at a time; memory stays bounded however slow it is. A `handle` that throws ends the subscription through
   * `onError`. Survives a restart of PostgreSQL. Returns a function that ends it; after it was called, `handle` is not.
   */
  subscribe(
    filter: EventFilter & { after?: number },
    handle: (event: StoredEvent) => void | Promise<void>,
    onError?: (error: unknown) => void,
  ): Promise<() => Promise<void>>;
  /**
   * A reader whose place is kept in the database under `name`: it goes on where it stopped, in one process at a time.
   * `handle` gets the next events in order and the transaction that also moves the place: what it writes there happens exactly
   * once; what it does outside may happen again after a crash. When it throws, the same events come again after a pause.
   * Returns a function that stops it and hands the place over.
   */
  consume(
    name: string,
    filter: EventFilter,
    handle: (events: readonly StoredEvent[], tx: Transaction) => Promise<void>,
    options?: ConsumerOptions,
  ): Promise<() => Promise<void>>;
  /**
   * Removes events older than `before`, oldest first, and returns how many. Keeps what a consumer has still to read, unless
   * that consumer was not seen for a week.
   */
  prune(before: Date): Promise<number>;
  /** Ends all subscriptions and consumers, waiting for the calls in hand. */
  close(): Promise<void>;
};
