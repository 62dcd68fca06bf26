import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { unavailable } from '../../platform/errors.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Storage } from '../../platform/storage/index.ts';
import { datasetStore } from './store.ts';

/** Longer than any request or job may take between announcing a file and using it. */
const ANNOUNCED_SECONDS = 3600;
const SWEPT_AT_ONCE = 100;

export type DatasetFiles = {
  newKey(tenantId: string, extension: 'csv' | 'csv.zst' | 'parquet'): string;
  /**
   * Puts temporary files into the storage and runs `publish` in a transaction that makes them part of a dataset. After
   * a failure, a crash included, they disappear.
   */
  publish<T>(files: Record<string, string>, publish: (tx: Transaction) => Promise<T>): Promise<T>;
  /** In the transaction that stops using files: they are removed some time after its commit. */
  letGo(tx: Transaction, keys: readonly string[]): Promise<void>;
  /** Removes at once what was let go and nobody claims; a failure is left to the sweep. */
  tidy(keys: readonly string[]): Promise<void>;
  /** Removes every file whose time has come; returns how many. */
  sweep(): Promise<number>;
};

/*
 * Files and rows cannot change in one transaction, so files are only ever added and removed, never overwritten, and every
 * key is new. A file that no dataset names is listed in `dataset_leftovers` from before it exists.
 */
export function datasetFiles({
  database,
  storage,
  log,
}: {
  database: Database;
  storage: Storage;
  log: Log;
}): DatasetFiles {
  async function removeAll(tx: Transaction, keys: readonly string[]): Promise<void> {
    for (const key of keys) await storage.remove(key);
    await datasetStore.forget(tx, keys);
  }

  const files: DatasetFiles = {
    newKey: (tenantId, extension) => `datasets/${tenantId}/${randomUUID()}.${extension}`,

    async publish(temporary, publish) {
      const keys = Object.keys(temporary);
      await datasetStore.announce(database, keys, ANNOUNCED_SECONDS);
      try {
        for (const [key, path] of Object.entries(temporary)) await storage.adopt(key, path);
        return await database.transaction(async (tx) => {
          if (!(await datasetStore.claim(tx, keys)))
            throw unavailable('Storing the file took so long that it was given up. Try again.', { code: 'TOO_SLOW' });
          return await publish(tx);
        });
      } catch (error) {
        await database
          .transaction(async (tx) => {
            // What is not listed any more was committed after all (the answer to the commit was lost): it is in use.
            const listed = await datasetStore.takeLeftovers(tx, keys);
            await removeAll(tx, listed);
          })
          .catch((failure) => log.warn({ error: failure, keys }, 'files of a failed upload are left to the sweep'));
        throw error;
      }
    },

    letGo: (tx, keys) => datasetStore.announce(tx, keys, 0),

    async tidy(keys) {
      await database
        .transaction(async (tx) => removeAll(tx, await datasetStore.takeLeftovers(tx, keys)))
        .catch((error) => log.warn({ error, keys }, 'files that are not used any more are left to the sweep'));
    },

    async sweep() {
      for (let removed = 0; ; ) {
        const keys = await database.transaction(async (tx) => {
          const due = await datasetStore.dueLeftovers(tx, SWEPT_AT_ONCE);
          await removeAll(tx, due);
          return due;
        });
        removed += keys.length;
        if (keys.length < SWEPT_AT_ONCE) return removed;
      }
    },
  };
  return files;
}
