import type { Queryable, Transaction } from '../../platform/database/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Dataset, EquipmentType, RecordLayout, TimeRange } from './schema.ts';

type Row = Omit<Dataset, 'timeRange'> & { timeStart: Date | null; timeEnd: Date | null };

const columns = sql`
  id, tenant_id as "tenantId", owner_id as "ownerId", owner_name as "ownerName", name,
  equipment_type as "equipmentType", location, unit, metadata, source, columns, time_column as "timeColumn",
  time_start as "timeStart", time_end as "timeEnd", row_count as "rowCount", ragged_rows as "raggedRows",
  file_size_bytes as "fileSizeBytes", is_validated as "isValidated", is_locked as "isLocked",
  record_key as "recordKey", values_key as "valuesKey", created_at as "createdAt"`;

function toDataset({ timeStart, timeEnd, ...row }: Row): Dataset {
  return { ...row, timeRange: timeStart && timeEnd ? { start: timeStart, end: timeEnd } : null };
}

export type NewDataset = {
  id: string;
  tenantId: string;
  ownerId: string;
  ownerName: string;
  name: string;
  equipmentType: EquipmentType;
  location: string | null;
  unit: string | null;
  metadata: Dataset['metadata'];
  source: string;
  columns: Dataset['columns'];
  timeColumn: number | null;
  timeRange: TimeRange | null;
  rowCount: number;
  raggedRows: number;
  fileSizeBytes: number;
  recordKey: string;
  recordLayout: RecordLayout;
  valuesKey: string;
};

/** SQL of `datasets` and `dataset_leftovers`. */
export const datasetStore = {
  /** Undefined when the id is taken. */
  async insert(tx: Transaction, d: NewDataset): Promise<Dataset | undefined> {
    const row = await tx.one<Row>(sql`
      insert into datasets (
        id, tenant_id, owner_id, owner_name, name, equipment_type, location, unit, metadata, source, columns, time_column,
        time_start, time_end, row_count, ragged_rows, file_size_bytes, record_key, record_layout, values_key)
      values (
        ${d.id}, ${d.tenantId}, ${d.ownerId}, ${d.ownerName}, ${d.name}, ${d.equipmentType}, ${d.location}, ${d.unit},
        ${JSON.stringify(d.metadata)}, ${d.source}, ${JSON.stringify(d.columns)}, ${d.timeColumn},
        ${d.timeRange?.start ?? null}, ${d.timeRange?.end ?? null}, ${d.rowCount}, ${d.raggedRows}, ${d.fileSizeBytes},
        ${d.recordKey}, ${JSON.stringify(d.recordLayout)}, ${d.valuesKey})
      on conflict (id) do nothing
      returning ${columns}`);
    return row && toDataset(row);
  },

  async find(on: Queryable, id: string): Promise<Dataset | undefined> {
    const row = await on.one<Row>(sql`select ${columns} from datasets where id = ${id}`);
    return row && toDataset(row);
  },

  async lock(tx: Transaction, id: string): Promise<Dataset | undefined> {
    const row = await tx.one<Row>(sql`select ${columns} from datasets where id = ${id} for update`);
    return row && toDataset(row);
  },

  /** Newest first; of one owner, or of the whole tenant. */
  async list(on: Queryable, tenantId: string, ownerId: string | undefined): Promise<Dataset[]> {
    const own = ownerId === undefined ? sql`` : sql`and owner_id = ${ownerId}`;
    const rows = await on.query<Row>(
      sql`select ${columns} from datasets where tenant_id = ${tenantId} ${own} order by created_at desc, id`,
    );
    return rows.map(toDataset);
  },

  async count(on: Queryable, tenantId: string): Promise<number> {
    const row = await on.one<{ count: number }>(sql`select count(*) from datasets where tenant_id = ${tenantId}`);
    return row?.count ?? 0;
  },

  async setValidated(tx: Transaction, id: string, validated: boolean): Promise<void> {
    await tx.run(sql`
      update datasets
      set is_validated = ${validated}, is_locked = ${validated}, validated_at = ${validated ? sql`now()` : null}
      where id = ${id}`);
  },

  async recordOf(on: Queryable, id: string): Promise<{ key: string; layout: RecordLayout } | undefined> {
    return await on.one(sql`select record_key as key, record_layout as layout from datasets where id = ${id}`);
  },

  /** False when the record is another one by now, or is not (un)locked any more. */
  async replaceRecord(
    tx: Transaction,
    id: string,
    from: { key: string; locked: boolean },
    to: { key: string; layout: RecordLayout },
  ): Promise<boolean> {
    const changed = await tx.run(sql`
      update datasets set record_key = ${to.key}, record_layout = ${JSON.stringify(to.layout)}
      where id = ${id} and record_key = ${from.key} and is_locked = ${from.locked}`);
    return changed === 1;
  },

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.run(sql`delete from datasets where id = ${id}`);
  },

  /** Announces files that are about to be made, or are not used any more. */
  async announce(on: Queryable, keys: readonly string[], dueInSeconds: number): Promise<void> {
    await on.run(sql`
      insert into dataset_leftovers (key, due_at)
      select key, now() + make_interval(secs => ${dueInSeconds}) from unnest(${keys}::text[]) as t (key)
      on conflict (key) do update set due_at = excluded.due_at`);
  },

  /** Says that files are in use now. False when the sweep was faster: then they are gone. */
  async claim(tx: Transaction, keys: readonly string[]): Promise<boolean> {
    return (await tx.run(sql`delete from dataset_leftovers where key = any (${keys}::text[])`)) === keys.length;
  },

  async forget(on: Queryable, keys: readonly string[]): Promise<void> {
    await on.run(sql`delete from dataset_leftovers where key = any (${keys}::text[])`);
  },

  /** Those of the files that are announced, held until the transaction ends so that nobody can claim them meanwhile. */
  async takeLeftovers(tx: Transaction, keys: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ key: string }>(
      sql`select key from dataset_leftovers where key = any (${keys}::text[]) for update`,
    );
    return rows.map(({ key }) => key);
  },

  /** Files to be removed now, held likewise. */
  async dueLeftovers(tx: Transaction, limit: number): Promise<string[]> {
    const rows = await tx.query<{ key: string }>(sql`
      select key from dataset_leftovers where due_at <= now() order by due_at limit ${limit} for update skip locked`);
    return rows.map(({ key }) => key);
  },
};
