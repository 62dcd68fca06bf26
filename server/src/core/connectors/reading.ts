import { rm } from 'node:fs/promises';
import { invalid, upstreamTimeout } from '../../platform/errors.ts';
import type { Outbound } from '../../platform/http/index.ts';
import type { Storage } from '../../platform/storage/index.ts';
import { readAegis } from './aegis.ts';
import { sourceFailure } from './failures.ts';
import { readInfluxdb } from './influxdb.ts';
import { readMongodb } from './mongodb.ts';
import { readPostgresql } from './postgresql.ts';
import type { Batch, ReadSource, SourceConfig, SourceType } from './schema.ts';
import { sourceTypes } from './schema.ts';
import { shaped } from './shape.ts';
import { readSpacetimedb } from './spacetimedb.ts';
import { readSqlite } from './sqlite.ts';
import { readTidb } from './tidb.ts';

const sources: Record<SourceType, ReadSource> = {
  aegis_bridge: readAegis,
  influxdb: readInfluxdb,
  postgresql: readPostgresql,
  tidb: readTidb,
  sqlite: readSqlite,
  mongodb: readMongodb,
  spacetimedb: readSpacetimedb,
};

/** Far more than fits into the largest dataset. */
const MOST_ROWS = 5_000_000;
/** REST sources answer at once and are held in memory, so they are asked for less. */
const DEFAULT_ROWS = 1_000_000;

export type Limits = {
  /** Until the first rows, and between rows. */
  idleMs: number;
  /** For all of it. */
  totalMs: number;
};

export type ReadingOptions = { outbound: Outbound; storage: Storage; filesFolder: string; limits: Limits };

/** @throws invalid for a type that does not exist */
export function sourceTypeOf(config: SourceConfig): SourceType {
  const wanted = config.source_type ?? 'aegis_bridge';
  const found = sourceTypes.find((type) => type === wanted);
  if (found) return found;
  throw invalid(`Unsupported source_type: '${wanted.slice(0, 40)}'. Supported: ${sourceTypes.join(', ')}`, {
    code: 'VALIDATION_ERROR',
    details: [{ field: 'source_type', problem: 'is not supported' }],
  });
}

/**
 * Reads a source within its limits of time, with the chosen columns and times only and the time first. Whatever happens,
 * nothing of it is open or on the disk afterwards.
 *
 * @throws invalid, upstream_failed, upstream_timeout: sentences without secrets
 */
export async function* readSource(
  { outbound, storage, filesFolder, limits }: ReadingOptions,
  config: SourceConfig,
  caller: AbortSignal,
): AsyncGenerator<Batch> {
  const type = sourceTypeOf(config);
  const ending = new AbortController();
  const total = AbortSignal.timeout(limits.totalMs);
  const signal = AbortSignal.any([caller, total, ending.signal]);
  const folders: string[] = [];
  const late = (ms: number) =>
    upstreamTimeout(`The source sent nothing for ${ms / 1000} s. Is it overloaded, or the query slow?`);
  const tooLong = () =>
    upstreamTimeout(`The import took longer than ${limits.totalMs / 60_000} minutes. Ask for a shorter time range.`);
  const reading = sources[type](
    { ...config, source_type: type },
    {
      outbound,
      filesFolder,
      limit: Math.min(config.limit ?? DEFAULT_ROWS, MOST_ROWS),
      signal,
      async temporaryFolder() {
        const folder = await storage.temporaryFolder('import');
        folders.push(folder);
        return folder;
      },
    },
  )[Symbol.asyncIterator]();
  const reshape = shaped(config);
  try {
    for (;;) {
      const next = await within(reading.next(), limits.idleMs, signal, () => late(limits.idleMs));
      if (next.done) return;
      yield reshape(next.value);
    }
  } catch (error) {
    if (total.aborted) throw tooLong();
    if (caller.aborted) throw invalid('The import was given up by who asked for it.', { code: 'GIVEN_UP' });
    throw sourceFailure(error, config);
  } finally {
    ending.abort();
    // A source that hangs lets go when its connection is gone; its guest does not wait for that.
    void Promise.resolve(reading.return?.()).catch(() => {});
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

function within<T>(work: Promise<T>, ms: number, signal: AbortSignal, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    const aborted = () => reject(signal.reason);
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
    });
  });
}
