import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningJob } from '../../platform/queue/types.ts';
import type { DatasetFiles } from './files.ts';
import type { DatasetsOptions } from './index.ts';
import { pack, unpack } from './pack.ts';
import { diskFull } from './receive.ts';
import { datasetStore } from './store.ts';

export const PACKING_JOB = 'datasets.pack';

/**
 * Registers the job that brings a dataset's record into the form its lock asks for: packed while locked, plain otherwise.
 * Every change of the lock adds one; it can be interrupted anywhere, run twice, or come late. The old file is let go in
 * the transaction that names the new one, so there is always exactly one record.
 */
export function keepPacked({
  database,
  storage,
  queue,
  files,
}: Pick<DatasetsOptions, 'database' | 'storage' | 'queue'> & { files: DatasetFiles }): void {
  queue.handle({ kind: PACKING_JOB, concurrency: 1, run });

  async function run(job: RunningJob): Promise<void> {
    const id = String(job.payload.datasetId);
    const dataset = await datasetStore.find(database, id);
    const record = await datasetStore.recordOf(database, id);
    if (!dataset || !record || dataset.isLocked === (record.layout.packed !== null)) return;
    const locked = dataset.isLocked;
    const folder = await storage.temporaryFolder('pack');
    try {
      const from = await storage.localPath(record.key);
      const to = join(folder, 'record');
      const layout = await (locked ? pack : unpack)(from, to, record.layout, job.signal);
      const key = files.newKey(dataset.tenantId, locked ? 'csv.zst' : 'csv');
      await files.publish({ [key]: to }, async (tx) => {
        await job.fence(tx);
        const replaced = await datasetStore.replaceRecord(tx, id, { key: record.key, locked }, { key, layout });
        // Unlocked or deleted meanwhile: the file just made is the one that is not needed.
        await files.letGo(tx, [replaced ? record.key : key]);
      });
      await files.tidy([record.key, key]);
    } catch (error) {
      throw diskFull(error);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
