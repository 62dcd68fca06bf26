import type { Transaction } from '../../platform/database/index.ts';

/** One figure at one time. */
export type Point = {
  tenantId: string;
  /** UUID of a node or a device. */
  sourceId: string;
  /** 1 to 128 characters. */
  metric: string;
  /** A Date or milliseconds since 1970. */
  at: Date | number;
  /** Finite, at most ±1e300: sums of them must fit a double. */
  value: number;
};

/** What a chart draws for one bucket of time. */
export type Bucket = { at: Date; count: number; mean: number; min: number; max: number };

/** How fine the stored figures are that an answer was made from. */
export type Resolution = 'raw' | 'minute' | 'hour' | 'day';

export type History = { resolution: Resolution; bucketMs: number; buckets: Bucket[] };

export type Latest = { sourceId: string; metric: string; at: Date; value: number };

export type SeriesQuery = {
  tenantId: string;
  sourceId: string;
  metric: string;
  from: Date;
  to: Date;
  /** Most buckets wanted, 1 to 2000. */
  points: number;
};

/** Days each kind of figure is kept; days themselves for ever. */
export type Retention = { rawDays: number; minuteDays: number; hourDays: number };

export type Telemetry = {
  /**
   * Hands over figures nobody waits for; returns at once. They are stored within about a second. When the buffer is full the
   * oldest go; those that cannot be kept (not finite, too old, too far ahead, a bad name) are left out. Both are counted in
   * `signalbox_telemetry_points`. The points must not be changed afterwards.
   */
  offer(points: readonly Point[]): void;
  /**
   * Resolves when the points are durable. Callers of the same moment share a commit. The same series and time again changes
   * nothing: the first value stays.
   *
   * @throws invalid (BAD_POINT) when one of the points cannot be kept; none of them is written then
   * @throws unavailable when the database is away, or too many points wait already (code BUSY)
   */
  write(points: readonly Point[]): Promise<void>;
  /**
   * Minimum, maximum, mean and count per bucket, at most `points` + 1 buckets, empty ones left out. Buckets are aligned to UTC.
   * Of the figures that are still kept for `from`, the finest that are not finer than asked for. Rollups learn of late points
   * within about a minute.
   *
   * @throws invalid when `from` is not before `to` or `points` is not 1 to 2000
   */
  series(query: SeriesQuery): Promise<History>;
  /** What a source reports, in order of the name, with its newest value. */
  metrics(of: { tenantId: string; sourceId: string }): Promise<Latest[]>;
  /** The newest value of each series of the sources; of the named metrics only when given. */
  latest(of: { tenantId: string; sourceIds: readonly string[]; metrics?: readonly string[] }): Promise<Latest[]>;
  /** Forgets all a source reported: nothing of it is found from then on; its points go with their day. */
  forget(tx: Transaction, sourceId: string): Promise<void>;
  /** Does what the cron job does: makes the coming days' partitions, folds what is closed, drops what is over. Safe to repeat. */
  maintain(): Promise<void>;
  /** Stores what was offered, as far as the database takes it, and stops. */
  close(): Promise<void>;
};
