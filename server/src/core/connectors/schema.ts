import type { Outbound } from '../../platform/http/index.ts';
import type { TimeRangeText } from './times.ts';

export const sourceTypes = [
  'aegis_bridge',
  'influxdb',
  'postgresql',
  'tidb',
  'sqlite',
  'mongodb',
  'spacetimedb',
] as const;
export type SourceType = (typeof sourceTypes)[number];

/** Where readings are and how to ask for them, in the words of the API. Holds secrets: never log, never store unsealed. */
export type SourceConfig = {
  source_type?: string | undefined;
  controller_ip?: string | undefined;
  aegis_port?: number | undefined;
  collection?: string | undefined;
  url?: string | undefined;
  database?: string | undefined;
  measurement?: string | undefined;
  token?: string | undefined;
  connection_string?: string | undefined;
  api_url?: string | undefined;
  api_key?: string | undefined;
  auth_token?: string | undefined;
  data_source?: string | undefined;
  mongodb_collection?: string | undefined;
  filter?: Record<string, unknown> | undefined;
  query?: string | undefined;
  time_range?: TimeRangeText | undefined;
  columns?: string[] | undefined;
  limit?: number | undefined;
};

/** Rows of one table: every batch of a source has the same columns. */
export type Batch = { columns: readonly string[]; rows: readonly (readonly unknown[])[] };

export type SourceContext = {
  outbound: Outbound;
  /** Only SQLite files in this folder may be read. */
  filesFolder: string;
  /** Most rows to read. */
  limit: number;
  /** When it is aborted, connections and programs of the source are gone at once. */
  signal: AbortSignal;
  /** A folder for what must be kept aside while reading; removed by who made it. */
  temporaryFolder(): Promise<string>;
};

/** @throws invalid, upstream_failed, upstream_timeout with a sentence that names the source and holds no secret */
export type ReadSource = (config: SourceConfig, context: SourceContext) => AsyncIterable<Batch>;
