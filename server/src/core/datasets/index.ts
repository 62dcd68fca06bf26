import type { Database, Transaction } from '../../platform/database/index.ts';
import type { DuckDB } from '../../platform/duckdb/index.ts';
import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Queue } from '../../platform/queue/types.ts';
import type { Storage } from '../../platform/storage/index.ts';
import type { Billing } from '../billing/index.ts';
import type { Principal } from '../principal.ts';
import { datasetFiles } from './files.ts';
import type { Histogram } from './histograms.ts';
import { keepPacked } from './packing.ts';
import type { Preview, PreviewQuery } from './preview.ts';
import { datasetReading } from './reading.ts';
import type { ReceivedFile } from './receive.ts';
import type { Recommendation } from './recommend.ts';
import type { Sample } from './sample.ts';
import type { Dataset, NewDatasetFields } from './schema.ts';
import type { Series, SeriesQuery } from './series.ts';
import type { TrainingRows } from './training-rows.ts';
import type { Findings } from './validation.ts';
import { datasetWriting } from './writing.ts';

export { MOST_HISTOGRAMS } from './histograms.ts';
export { MAX_PAGE_SIZE } from './preview.ts';
export type { ColumnProfile, ColumnStats, EquipmentType } from './schema.ts';
export { equipmentTypes } from './schema.ts';
export { MOST_SERIES } from './series.ts';
export type { TrainingChunk, TrainingColumn, TrainingRows } from './training-rows.ts';
export type {
  Dataset,
  Findings,
  Histogram,
  NewDatasetFields,
  Preview,
  PreviewQuery,
  ReceivedFile,
  Recommendation,
  Sample,
  Series,
  SeriesQuery,
};

export type DatasetsOptions = {
  database: Database;
  storage: Storage;
  duckdb: DuckDB;
  events: Pick<Events, 'append'>;
  queue: Pick<Queue, 'add' | 'handle' | 'cron'>;
  billing: Pick<Billing, 'limitsFor' | 'requireRoom'>;
  log: Log;
  /** A sentence saying what works with the dataset, while something does: it is then not deleted. */
  inUse?: (tx: Transaction, datasetId: string) => Promise<string | undefined>;
};

/**
 * Datasets of readings. Everybody sees their own, administrators their tenant's; another tenant's do not exist. All of
 * these throw not_found and forbidden ('Access denied') accordingly; changes need the role operator.
 */
export type Datasets = {
  /** Asks, before anything is read, whether the principal may make a dataset. @throws forbidden, limit (plan full) */
  mayCreate(principal: Principal): Promise<void>;
  /**
   * Receives a file. Nothing is stored yet; dispose of the result, also after `create`.
   *
   * @throws invalid when it is no usable CSV, limit (too large for the plan), too_large, unavailable
   */
  receive(principal: Principal, content: AsyncIterable<Uint8Array>): Promise<ReceivedFile>;
  /**
   * Makes a dataset of a received file.
   *
   * @param also runs in the same transaction
   * @throws invalid naming the field; limit; too_large
   */
  create(
    principal: Principal,
    file: ReceivedFile,
    fields: NewDatasetFields,
    also?: (tx: Transaction, dataset: Dataset) => Promise<void>,
  ): Promise<Dataset>;
  /** Newest first. */
  list(principal: Principal): Promise<Dataset[]>;
  get(principal: Principal, id: string): Promise<Dataset>;
  /** How many the tenant has. */
  count(principal: Principal): Promise<number>;
  /** @throws conflict while something works with it */
  remove(principal: Principal, id: string): Promise<void>;
  preview(principal: Principal, id: string, query: PreviewQuery): Promise<Preview>;
  histograms(
    principal: Principal,
    id: string,
    query: { bins: number; columns?: readonly string[] | undefined },
  ): Promise<Histogram[]>;
  series(principal: Principal, id: string, query: SeriesQuery): Promise<Series>;
  /** A bounded part of the readings, for arithmetic. @param columns columns of numbers; the first twenty unless given */
  sample(principal: Principal, id: string, columns?: readonly string[]): Promise<Sample>;
  recommend(principal: Principal, id: string): Promise<Recommendation[]>;
  /** Reads all rows again and judges them. What passes is validated and locked. */
  validate(principal: Principal, id: string): Promise<Findings & { dataset: Dataset }>;
  unlock(principal: Principal, id: string): Promise<Dataset>;
  /**
   * The rows of a validated dataset, for a job that works for its owner.
   *
   * @throws not_found, invalid (code DATASET_NOT_VALIDATED)
   */
  openForTraining(id: string): Promise<TrainingRows>;
  /** Removes files of interrupted uploads and deleted datasets. Runs by itself every ten minutes. */
  sweep(): Promise<number>;
};

export function createDatasets(options: DatasetsOptions): Datasets {
  const files = datasetFiles(options);
  const reading = datasetReading(options);
  const writing = datasetWriting({ ...options, files, get: reading.get });
  keepPacked({ ...options, files });
  options.queue.cron('datasets.sweep', '*/10 * * * *', { kind: 'datasets.sweep' });
  options.queue.handle({
    kind: 'datasets.sweep',
    run: async () => {
      await files.sweep();
    },
  });
  return { ...reading, ...writing, sweep: files.sweep };
}
