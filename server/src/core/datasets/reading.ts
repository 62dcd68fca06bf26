import { invalid, notFound } from '../../platform/errors.ts';
import { requireOwnership, seesWholeTenant } from '../identity/index.ts';
import type { Principal } from '../principal.ts';
import { histogramsOf } from './histograms.ts';
import type { Datasets, DatasetsOptions } from './index.ts';
import type { OpenFiles } from './preview.ts';
import { previewOf } from './preview.ts';
import { recommend } from './recommend.ts';
import { sampleOf } from './sample.ts';
import type { Dataset } from './schema.ts';
import { seriesOf } from './series.ts';
import { datasetStore } from './store.ts';
import { trainingRows } from './training-rows.ts';

type Reading = Pick<
  Datasets,
  'list' | 'get' | 'count' | 'preview' | 'histograms' | 'series' | 'sample' | 'recommend' | 'openForTraining'
>;

/** What looks at datasets and changes nothing. */
export function datasetReading({
  database,
  storage,
  duckdb,
}: Pick<DatasetsOptions, 'database' | 'storage' | 'duckdb'>): Reading {
  async function get(principal: Principal, id: string): Promise<Dataset> {
    const dataset = await datasetStore.find(database, id);
    return visibleTo(principal, id, dataset);
  }

  /** Files change hands while they are read: the record is packed or unpacked, the dataset deleted. Then it is looked up again. */
  async function withFiles<T>(
    principal: Principal,
    id: string,
    work: (dataset: Dataset, files: OpenFiles) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const dataset = await get(principal, id);
      const record = await datasetStore.recordOf(database, id);
      if (!record) throw noDataset(id);
      try {
        const [path, values] = await Promise.all([storage.localPath(record.key), storage.localPath(dataset.valuesKey)]);
        return await work(dataset, { record: path, layout: record.layout, values });
      } catch (error) {
        const now = await datasetStore.recordOf(database, id);
        if (!now) throw noDataset(id);
        if (now.key === record.key || attempt === 3) throw error;
      }
    }
  }

  return {
    get,
    list: (principal) =>
      datasetStore.list(database, principal.tenantId, seesWholeTenant(principal) ? undefined : principal.id),
    count: (principal) => datasetStore.count(database, principal.tenantId),

    preview: (principal, id, query) =>
      withFiles(principal, id, (dataset, files) => previewOf(duckdb, dataset, files, query)),

    histograms: (principal, id, query) =>
      withFiles(principal, id, (dataset, { values }) => histogramsOf(duckdb, dataset, values, query)),

    series: (principal, id, query) =>
      withFiles(principal, id, (dataset, { values }) => seriesOf(duckdb, dataset, values, query)),

    sample: (principal, id, columns) =>
      withFiles(principal, id, (dataset, { values }) => sampleOf(duckdb, dataset, values, columns)),

    recommend: async (principal, id) => recommend(await get(principal, id)),

    async openForTraining(id) {
      const dataset = await datasetStore.find(database, id);
      if (!dataset) throw noDataset(id);
      if (!dataset.isValidated)
        throw invalid(`Dataset has not been validated. Validate it first: POST /datasets/${id}/validate`, {
          code: 'DATASET_NOT_VALIDATED',
          details: id,
        });
      return trainingRows(duckdb, dataset, await storage.localPath(dataset.valuesKey));
    },
  };
}

/** The dataset when the principal may see it. @throws not_found, forbidden */
export function visibleTo(principal: Principal, id: string, dataset: Dataset | undefined): Dataset {
  if (dataset?.tenantId !== principal.tenantId) throw noDataset(id);
  requireOwnership(principal, dataset.ownerId);
  return dataset;
}

function noDataset(id: string) {
  return notFound('Dataset not found', { details: id });
}
