import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/index.ts';
import { type Database, migrate, openDatabase } from '../../server/src/platform/database/index.ts';
import { silentLog } from '../../server/src/platform/log/index.ts';

/** A migrated database in the embedded PostgreSQL as the server starts it, every commit flushed; gone afterwards. */
export async function withDurableDatabase<T>(
  options: { poolSize?: number },
  work: (database: Database, url: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-bench-'));
  await chmod(folder, 0o711); // as root, PostgreSQL's own account must pass
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: silentLog });
  const database = openDatabase({ url: postgres.url, log: silentLog, ...options });
  try {
    await migrate(database, silentLog);
    return await work(database, postgres.url);
  } finally {
    await database.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
