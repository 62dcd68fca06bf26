import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from './platform/config/index.ts';
import { createVault, deriveKey, loadMasterKey } from './platform/crypto/index.ts';
import { startEmbeddedPostgres } from './platform/database/embedded/index.ts';
import { migrate, openDatabase } from './platform/database/index.ts';
import { createDuckDB } from './platform/duckdb/index.ts';
import { openEvents } from './platform/events/index.ts';
import { createIdempotency, createOutbound } from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { createMetrics, type Reading } from './platform/metrics/index.ts';
import { openQueue, type Queue } from './platform/queue/index.ts';
import { createFolderStorage } from './platform/storage/index.ts';
import { waitForDatabase } from './wait-for-database.ts';

/** The ground floor, running: a migrated database, and everything that stands on it. */
export type Platform = Awaited<ReturnType<typeof openPlatform>>;

/** Starts the ground floor; what has to be stopped again goes onto `started`. */
export async function openPlatform(config: Config, log: Log, started: AsyncDisposableStack) {
  const dataFolder = await makeDataFolder(config);
  const databaseUrl = config.databaseUrl ?? (await startDatabase(dataFolder, log, started));
  const database = openDatabase({ url: databaseUrl, log });
  started.defer(() => database.close());
  await waitForDatabase(database, log);
  await migrate(database, log);

  const storage = await createFolderStorage({ folder: dataFolder, alone: config.databaseUrl === undefined });
  const masterKey = await loadMasterKey(join(dataFolder, 'master.key'), config.masterKey);
  const events = openEvents({ database, log });
  started.defer(() => events.close());
  const queue = openQueue({ database, log });
  const outbound = createOutbound({ allow: config.outboundAllow });
  started.defer(() => outbound.close());
  const metrics = createMetrics();
  metrics.gauges('signalbox_queue_jobs', 'Jobs in the queue', ['kind', 'state'], () => queueReadings(queue));
  return {
    log,
    dataFolder,
    database,
    storage,
    events,
    queue,
    outbound,
    metrics,
    vault: createVault(masterKey),
    /** A key of its own for each purpose. */
    keyFor: (purpose: string) => deriveKey(masterKey, purpose),
    idempotency: createIdempotency(database, deriveKey(masterKey, 'idempotency fingerprints')),
    duckdb: createDuckDB({ spillFolder: () => storage.temporaryFolder('duckdb') }),
  };
}

async function makeDataFolder(config: Config): Promise<string> {
  const folder = resolve(config.dataDir);
  // As root, PostgreSQL's own account must be able to pass through; what is secret in here is 0600.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  if ((await mkdir(folder, { recursive: true, mode })) !== undefined) await chmod(folder, mode);
  return folder;
}

async function startDatabase(dataFolder: string, log: Log, started: AsyncDisposableStack): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataFolder, log });
  started.defer(() => postgres.stop());
  return postgres.url;
}

async function queueReadings(queue: Queue): Promise<Reading[]> {
  const states = ['waiting', 'running', 'dead'] as const;
  const counts = await queue.counts();
  return counts.flatMap((count) =>
    states.map((state) => ({ labels: { kind: count.kind, state }, value: count[state] })),
  );
}
