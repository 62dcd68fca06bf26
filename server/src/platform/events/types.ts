import type { Queryable, Transaction } from '../database/types.ts';

/**
 * What happened, written once, in the same transaction as the change. WebSockets, webhooks, notifications, triggers and
 * the audit log all read this one stream.
 *
 * INVARIANT: `sequence` grows in commit order: once a reader has seen N, nothing below N appears later.
 */
export type NewEvent = {
  tenantId: string | null;
  /** Dotted past tense: `dataset.created`, `training.epoch`, `user.login_failed`. */
  type: string;
  /** What it happened to, e.g. `dataset:ds_1a2b3c4d`. */
  subject: string;
  /** Who did it: `user:<id>`, `system`, `device:<id>`. */
  actor: string;
  /** JSON; never a secret. */
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

export type Events = {
  /** Appends in the caller's transaction. Call it last: it takes the lock that keeps the sequence in commit order. */
  append(tx: Transaction, ...events: readonly NewEvent[]): Promise<void>;
  /** Reads a page after `after` (exclusive), oldest first. */
  read(filter: EventFilter & { after?: number; limit?: number }, on?: Queryable): Promise<StoredEvent[]>;
  /** The newest sequence number; 0 when nothing happened yet. */
  head(): Promise<number>;
  /**
   * Calls `handle` for every matching event after `after` (default: from now on), in order, in this and every process.
   * One call at a time; a rejected `handle` ends the subscription through `onError`. Returns a function that ends it.
   */
  subscribe(
    filter: EventFilter & { after?: number },
    handle: (event: StoredEvent) => void | Promise<void>,
    onError?: (error: unknown) => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
};
