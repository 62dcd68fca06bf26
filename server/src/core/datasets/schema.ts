import { Type } from 'typebox';

/*
 * dataset    an uploaded table of readings; its rows never change
 * record     the file as it was sent; zstd-packed while the dataset is locked
 * values     the same rows as Parquet with parsed numbers and times; what everything but the preview reads
 * profile    what was counted over all rows of a column
 * validated  checked and found fit for training; implies locked
 * locked     frozen: no change but unlock and delete
 */

export const equipmentTypes = ['air_handler', 'boiler', 'pump', 'chiller', 'fan_coil', 'steam'] as const;
export type EquipmentType = (typeof equipmentTypes)[number];

/** Over the cells of a column that are numbers. `std` is the population's (÷ n). */
export const ColumnStats = Type.Object({
  min: Type.Number(),
  max: Type.Number(),
  mean: Type.Number(),
  std: Type.Number(),
});
export type ColumnStats = Type.Static<typeof ColumnStats>;

/** Cells of a column by kind; they add up to the number of rows. */
export type ColumnProfile = {
  name: string;
  /** Named like a time; the one that is read as such is `timeColumn` of the dataset. */
  isTime: boolean;
  numeric: number;
  text: number;
  missing: number;
  /** Of a time: cells that could be read as one. */
  readableTimes?: number;
  /** Absent when no cell is a number, and for times. */
  stats?: ColumnStats;
};

export type TimeRange = { start: Date; end: Date };

/** Where the blocks of the record are: block i begins with row `rows[i]` at `offsets[i]`, and packed at `packed[i]`. */
export type RecordLayout = {
  separator: ',' | ';' | '\t';
  rows: number[];
  offsets: number[];
  bytes: number;
  /** Offsets of the zstd frames and the packed file's size; null while the record is plain. */
  packed: { offsets: number[]; bytes: number } | null;
};

export type Dataset = {
  id: string;
  tenantId: string;
  ownerId: string;
  ownerName: string;
  name: string;
  equipmentType: EquipmentType;
  location: string | null;
  unit: string | null;
  /** Other fields sent with the file. */
  metadata: Record<string, string | string[]>;
  source: string;
  columns: ColumnProfile[];
  /** Index of the column that says when a row was read, or null. */
  timeColumn: number | null;
  timeRange: TimeRange | null;
  rowCount: number;
  /** Rows that have more or fewer cells than the header; they are cut or filled up. */
  raggedRows: number;
  fileSizeBytes: number;
  isValidated: boolean;
  isLocked: boolean;
  recordKey: string;
  valuesKey: string;
  createdAt: Date;
};

export type NewDatasetFields = {
  name?: string | undefined;
  equipmentType?: string | undefined;
  location?: string | undefined;
  unit?: string | undefined;
  metadata?: Record<string, string>;
  /** Where the readings come from; default `csv_upload`. Said by the house, never by who uploads. */
  source?: string;
};
