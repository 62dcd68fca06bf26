import { randomId } from '../../platform/crypto/index.ts';
import type { Transaction } from '../../platform/database/index.ts';
import { conflict, unavailable } from '../../platform/errors.ts';
import { createShares } from '../../platform/shares.ts';
import { requireRole } from '../identity/index.ts';
import { actorOf, type Principal } from '../principal.ts';
import { checkFields } from './fields.ts';
import type { DatasetFiles } from './files.ts';
import type { Datasets, DatasetsOptions } from './index.ts';
import { PACKING_JOB } from './packing.ts';
import { parseCsv } from './parse.ts';
import { profileOf } from './profile.ts';
import { visibleTo } from './reading.ts';
import { diskFull, receiveFile } from './receive.ts';
import { layoutOf } from './record.ts';
import type { Dataset } from './schema.ts';
import { datasetStore, type NewDataset } from './store.ts';
import { judge } from './validation.ts';

/** Uploads of one tenant under way in this process: each may hold a whole file on the disk before any limit counts it. */
const MOST_UPLOADS = 8;

type Writing = Pick<Datasets, 'mayCreate' | 'receive' | 'create' | 'remove' | 'validate' | 'unlock'>;

/** What makes, changes and removes datasets. */
export function datasetWriting(options: DatasetsOptions & { files: DatasetFiles; get: Datasets['get'] }): Writing {
  const { database, storage, duckdb, events, queue, billing, files } = options;

  const uploads = createShares(MOST_UPLOADS);

  const requireRoom = (tx: Transaction, principal: Principal) =>
    billing.requireRoom(tx, principal, 'datasets', () => datasetStore.count(tx, principal.tenantId));

  function append(tx: Transaction, principal: Principal, what: string, { id, tenantId, name }: Dataset, data = {}) {
    return events.append(tx, {
      tenantId,
      type: `dataset.${what}`,
      subject: `dataset:${id}`,
      actor: actorOf(principal),
      data: { name, ...data },
    });
  }

  /** Locks the row; changes to one dataset come one after the other. */
  async function change(principal: Principal, id: string, tx: Transaction): Promise<Dataset> {
    return visibleTo(principal, id, await datasetStore.lock(tx, id));
  }

  return {
    async mayCreate(principal) {
      requireRole(principal, 'operator');
      await database.transaction((tx) => requireRoom(tx, principal));
    },

    async receive(principal, content) {
      requireRole(principal, 'operator');
      const done = uploads(principal.tenantId);
      if (!done)
        throw unavailable(`${MOST_UPLOADS} uploads are under way already. Try again when one of them is done.`, {
          code: 'UPLOADS_BUSY',
          retryAfterSeconds: 5,
        });
      try {
        const { datasetBytes } = await billing.limitsFor(principal);
        const file = await receiveFile(storage, content, datasetBytes);
        const dispose = file[Symbol.asyncDispose];
        return {
          ...file,
          async [Symbol.asyncDispose]() {
            try {
              await dispose();
            } finally {
              done();
            }
          },
        };
      } catch (error) {
        done();
        throw error;
      }
    },

    async create(principal, { path, folder, scan }, fields, also) {
      requireRole(principal, 'operator');
      const checked = checkFields(fields);
      const { valuesPath, profile } = await parseCsv(duckdb, { path, folder, scan }).catch((error) => {
        throw diskFull(error);
      });
      const recordKey = files.newKey(principal.tenantId, 'csv');
      const valuesKey = files.newKey(principal.tenantId, 'parquet');
      return await files.publish({ [recordKey]: path, [valuesKey]: valuesPath }, async (tx) => {
        await requireRoom(tx, principal);
        const dataset = await insert(tx, {
          ...checked,
          tenantId: principal.tenantId,
          ownerId: principal.id,
          ownerName: principal.name,
          source: fields.source ?? 'csv_upload',
          columns: profile.columns,
          timeColumn: profile.timeColumn,
          timeRange: profile.timeRange,
          rowCount: profile.rows,
          raggedRows: scan.raggedRows,
          fileSizeBytes: scan.bytes,
          recordKey,
          recordLayout: layoutOf(scan),
          valuesKey,
        });
        await also?.(tx, dataset);
        const { rowCount, fileSizeBytes, source } = dataset;
        await append(tx, principal, 'created', dataset, { rows: rowCount, bytes: fileSizeBytes, source });
        return dataset;
      });
    },

    async remove(principal, id) {
      requireRole(principal, 'operator');
      const keys = await database.transaction(async (tx) => {
        const dataset = await change(principal, id, tx);
        const reason = await options.inUse?.(tx, id);
        if (reason !== undefined)
          throw conflict(`Dataset '${dataset.name}' cannot be deleted now: ${reason}`, { code: 'IN_USE', details: id });
        const kept = [dataset.recordKey, dataset.valuesKey];
        await datasetStore.remove(tx, id);
        await files.letGo(tx, kept);
        await append(tx, principal, 'deleted', dataset);
        return kept;
      });
      await files.tidy(keys);
    },

    async validate(principal, id) {
      requireRole(principal, 'operator');
      const seen = await options.get(principal, id);
      const valuesPath = await storage.localPath(seen.valuesKey);
      const names = seen.columns.map(({ name }) => name);
      const profile = await duckdb.session({ files: [valuesPath] }, (session) => profileOf(session, valuesPath, names));
      const findings = judge(profile.columns, profile.rows, seen.raggedRows);
      return await database.transaction(async (tx) => {
        const dataset = await change(principal, id, tx);
        if (!findings.valid || dataset.isValidated) return { ...findings, dataset };
        await datasetStore.setValidated(tx, id, true);
        await queue.add(tx, { kind: PACKING_JOB, tenantId: dataset.tenantId, payload: { datasetId: id } });
        await append(tx, principal, 'validated', dataset, { issues: findings.issues.slice(0, 20) });
        return { ...findings, dataset: { ...dataset, isValidated: true, isLocked: true } };
      });
    },

    async unlock(principal, id) {
      requireRole(principal, 'operator');
      return await database.transaction(async (tx) => {
        const dataset = await change(principal, id, tx);
        if (!dataset.isLocked) return dataset;
        await datasetStore.setValidated(tx, id, false);
        await queue.add(tx, { kind: PACKING_JOB, tenantId: dataset.tenantId, payload: { datasetId: id } });
        await append(tx, principal, 'unlocked', dataset);
        return { ...dataset, isValidated: false, isLocked: false };
      });
    },
  };
}

/** Inserts under a new id; 32 bits make it likely that one of 80,000 datasets meets a taken one. */
async function insert(tx: Transaction, dataset: Omit<NewDataset, 'id'>): Promise<Dataset> {
  for (;;) {
    const inserted = await datasetStore.insert(tx, { ...dataset, id: randomId('ds') });
    if (inserted) return inserted;
  }
}
