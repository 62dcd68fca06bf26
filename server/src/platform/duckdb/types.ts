/** A value of a result: numbers of every width are numbers, dates and the like are what DuckDB's driver makes of them. */
export type DuckValue = null | boolean | number | string;

/** One private in-memory database. It is gone when `work` of `session` is done. */
export type DuckSession = {
  run(sql: string): Promise<void>;
  /** All rows of a result. For small results. */
  rows<Row extends Record<string, DuckValue> = Record<string, DuckValue>>(sql: string): Promise<Row[]>;
  /** Streams a large result in pieces of at most 2,048 rows, column by column. */
  chunks(sql: string): AsyncIterable<DuckChunk>;
};

export type DuckChunk = {
  rowCount: number;
  /** A column of DOUBLE or FLOAT; NULL is NaN. */
  numbers(column: number): Float64Array;
  /** A column of VARCHAR; NULL is ''. */
  texts(column: number): string[];
};

export type OpenDuckSession = DuckSession & AsyncDisposable;

export type SessionOptions = {
  /** Absolute paths of the only files that may be read or written. */
  files: readonly string[];
  /** What DuckDB may hold in memory; beyond it spills to disk, or gives up. Default 512. */
  memoryMb?: number;
  /** Default 2. */
  threads?: number;
  /** Default 120. */
  timeoutSeconds?: number;
  /** Results come in the order of the files (default true); false costs less memory. */
  ordered?: boolean;
};

export type DuckDB = {
  /**
   * Runs `work` on a database of its own that can touch nothing but `files`: no other file, no network, no extension.
   * Few run at once; others wait their turn.
   *
   * @throws unavailable (code DISK_FULL, BUSY, TOO_SLOW) and too_large (code OUT_OF_MEMORY)
   */
  session<T>(options: SessionOptions, work: (session: DuckSession) => Promise<T>): Promise<T>;
  /** The same for work that is no single function, such as a generator: `await using session = await duckdb.open(…)`. */
  open(options: SessionOptions): Promise<OpenDuckSession>;
};
