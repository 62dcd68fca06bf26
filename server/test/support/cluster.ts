import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';

/**
 * A PostgreSQL for tests in a temporary folder: real, but without fsync. Crash tests start a durable one themselves.
 * `url` is of its empty maintenance database.
 */
export async function startTestCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-test-'));
  await chmod(folder, 0o711); // as root, PostgreSQL's own account must pass
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    log: silentLog,
    durable: false,
    maxConnections: 150,
  });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
