import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log/types.ts';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, owner } from './cluster.ts';
import { prepareFolder, prepareSocketFolder } from './folder.ts';
import { lockFolder } from './lock.ts';
import { clearLeftovers, type Postmaster, startPostmaster } from './postmaster.ts';

export type EmbeddedPostgres = {
  /** Connection string; stays the same when PostgreSQL has to be started again. */
  url: string;
  /** Process id of the postmaster running now. */
  pid(): number;
  /** True when this start made the cluster. */
  created: boolean;
  /** Stops PostgreSQL and lets the data folder go; once, however often it is called. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  dataFolder: string;
  log: Log;
  /** False trades durability for speed; only for tests. */
  durable?: boolean;
  maxConnections?: number;
};

/** Small memory first: an idle house with all its processes stays below 350 MB (`bench/start.ts`). */
const baseSettings = {
  shared_buffers: '96MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: 1.1,
  // Workers for asynchronous reads, logical replication and parallel queries would be processes that mostly wait.
  io_method: 'sync',
  max_logical_replication_workers: 0,
  max_parallel_workers_per_gather: 0,
  max_wal_senders: 0,
  max_wal_size: '512MB',
  wal_compression: 'on',
  jit: 'off',
  log_checkpoints: 'off',
  lc_messages: 'C',
  log_line_prefix: '[%p] ',
  // A statement that fails is reported by whoever ran it, with more to say about it.
  log_min_error_statement: 'panic',
  log_min_messages: 'fatal',
} as const;

/**
 * Starts PostgreSQL from npm's binaries in `<dataFolder>/postgres`, making the cluster at the first start. Works as root
 * (under another account) and as a normal user. Finds and clears what a killed server left behind. When the postmaster dies
 * while it should run, it is started again.
 *
 * Throws a sentence when another server uses the folder, or when PostgreSQL cannot run here.
 */
export async function startEmbeddedPostgres({
  dataFolder,
  log,
  durable = true,
  maxConnections = 60,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const data = resolve(dataFolder);
  // Root's other account must pass through the data folder; what is secret in it is 0600.
  await mkdir(data, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const lock = lockFolder(data);
  try {
    const runAs = await chooseAccount();
    const binaries = await findBinaries(runAs, log);
    const folder = await prepareFolder(data, runAs, log);
    const { cluster, created } = await ensureCluster(folder, binaries, runAs, durable);
    if (await clearLeftovers(cluster))
      log.warn({ folder: cluster }, 'stopped a PostgreSQL that an earlier server had left running');
    const socket = await prepareSocketFolder(folder, runAs);
    const unsafe = durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
    const settings = { ...baseSettings, max_connections: maxConnections, ...unsafe };
    const start = () =>
      startPostmaster({ postgres: binaries.postgres, cluster, socketFolder: socket.path, settings, runAs, log });
    const running = await keepRunning(start, () => clearLeftovers(cluster), log);
    let stopped: Promise<void> | undefined;
    return {
      url: `postgres://${owner}@localhost/${owner}?host=${encodeURIComponent(socket.path)}`,
      pid: running.pid,
      created,
      stop() {
        stopped ??= running.stop().then(async () => {
          await socket.remove();
          lock.release();
        });
        return stopped;
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Starts again whenever it ends by itself: out-of-memory killers and clumsy fingers happen. */
async function keepRunning(start: () => Promise<Postmaster>, clear: () => Promise<unknown>, log: Log) {
  let postmaster = await start();
  let stopping = false;
  const supervision = (async () => {
    for (;;) {
      await postmaster.exited;
      if (stopping) return;
      log.error({}, 'PostgreSQL ended unexpectedly; starting it again');
      for (let delay = 100; !stopping; delay = Math.min(delay * 2, 5_000)) {
        try {
          await clear();
          postmaster = await start();
          log.info({ pid: postmaster.pid }, 'PostgreSQL runs again');
          break;
        } catch (error) {
          log.error({ error }, 'PostgreSQL could not be started again; trying once more');
          await sleep(delay);
        }
      }
      // Told to stop while it came up again: `stop` waits for this and stops the new one.
      if (stopping) return;
    }
  })();
  return {
    pid: () => postmaster.pid,
    async stop() {
      stopping = true;
      await postmaster.stop();
      await supervision;
      await postmaster.stop();
    },
  };
}
