import type { Sql } from './sql.ts';

/**
 * Something that runs SQL: the database itself, or one transaction of it.
 *
 * Values come back as in `values.ts` (bigint → number, timestamptz → Date, jsonb → parsed, numeric and date → text). Going in,
 * objects become JSON; an array becomes a PostgreSQL array, so wrap one meant for jsonb in JSON.stringify.
 * A database that is away, or has a full disk, is a HouseError of kind `unavailable`; a text with a NUL is `invalid`.
 */
export type Queryable = {
  /** Runs a query and returns its rows. */
  query<Row extends object = Record<string, unknown>>(statement: Sql): Promise<Row[]>;
  /** Runs a query and returns its first row, or undefined. */
  one<Row extends object = Record<string, unknown>>(statement: Sql): Promise<Row | undefined>;
  /** Runs a statement and returns how many rows it touched. */
  run(statement: Sql): Promise<number>;
  /**
   * Streams rows into a table with COPY in CSV form; returns how many. `target` is SQL such as `readings (device_id, at, value)`.
   * The strings are CSV text that ends each row with a newline, in pieces of any size (larger ones are faster).
   */
  copyIn(target: string, rows: AsyncIterable<string> | Iterable<string>): Promise<number>;
};

/** An open transaction. Work done through it is committed as a whole when its function returns, or not at all. */
export type Transaction = Queryable & { readonly inTransaction: true };

export type Database = Queryable & {
  /** Runs `work` in one transaction; retried (bounded) on serialization failures and deadlocks, so `work` must not have effects outside of it. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * Calls `onNotify` for each NOTIFY on `channel`, and once with '' after each reconnection, when some may have been missed.
   * `onLost` is called as soon as the listening connection is known to be gone.
   */
  listen(channel: string, onNotify: (payload: string) => void, onLost?: () => void): Promise<() => Promise<void>>;
  /** Resolves when the database answers, rejects with a sentence otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
