import { Type } from 'typebox';
import {
  type Dataset,
  type Datasets,
  MAX_PAGE_SIZE,
  MOST_HISTOGRAMS,
  MOST_SERIES,
  type NewDatasetFields,
} from '../../../core/datasets/index.ts';
import { documentedBody, type HttpApp, IdempotencyHeaders, noContent, once } from '../../../platform/http/index.ts';
import { principalOf, problems } from '../dialect.ts';
import { acceptForms, readUpload } from '../upload.ts';
import {
  DatasetSummaryView,
  DatasetView,
  datasetSummaryView,
  datasetView,
  EquipmentTypeView,
  HistogramsView,
  histogramsView,
  PreviewView,
  previewView,
  RecommendationsView,
  recommendationsView,
  SeriesView,
  seriesView,
  ValidationView,
  validationView,
} from '../views.ts';

const tags = ['Datasets'];
const params = Type.Object({ id: Type.String({ examples: ['ds_1a2b3c4d'] }) });
const Columns = (most: number) =>
  Type.Optional(
    Type.Array(Type.String(), { maxItems: most, description: 'Repeat it for several; default: the first ones' }),
  );

/** Uploading, looking at, validating and deleting datasets. */
export function datasetRoutes(app: HttpApp, { datasets }: { datasets: Datasets }): void {
  app.register(async (forms) => uploadRoute(forms as HttpApp, datasets));
  collectionRoutes(app, datasets);
  lockRoutes(app, datasets);
  lookRoutes(app, datasets);
}

async function uploadRoute(app: HttpApp, datasets: Datasets): Promise<void> {
  await acceptForms(app);
  app.post(
    '/api/v1/datasets',
    {
      schema: {
        tags,
        summary: 'Upload a dataset',
        description:
          'A CSV in UTF-8 with a header row; separated by comma, semicolon or tab; at most 100 MB and what the plan allows. Other fields are kept as metadata.',
        consumes: ['multipart/form-data'],
        headers: IdempotencyHeaders,
        body: documentedBody(
          Type.Object({
            file: Type.String({ format: 'binary', description: 'CSV file' }),
            name: Type.String({ maxLength: 255, description: 'Display name' }),
            equipment_type: EquipmentTypeView,
            location: Type.Optional(Type.String({ maxLength: 255, description: 'Building' })),
            unit: Type.Optional(Type.String({ maxLength: 255, description: 'Equipment unit, such as AHU-1' })),
          }),
        ),
        response: {
          201: { ...DatasetView, description: 'The new dataset' },
          ...problems('invalid', 'unauthenticated', 'forbidden', 'limit', 'too_large', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      await using upload = await readUpload(request, {
        admit: () => datasets.mayCreate(principal),
        receive: (content) => datasets.receive(principal, content),
      });
      return await once(request, reply, { status: 201, view: datasetView }, (remember) =>
        datasets.create(principal, upload.file, fieldsOf(upload.fields), remember),
      );
    },
  );
}

function fieldsOf(sent: ReadonlyMap<string, string>): NewDatasetFields {
  const known = ['name', 'equipment_type', 'location', 'unit'];
  return {
    name: sent.get('name'),
    equipmentType: sent.get('equipment_type'),
    location: sent.get('location'),
    unit: sent.get('unit'),
    metadata: Object.fromEntries([...sent].filter(([field]) => !known.includes(field))),
  };
}

function collectionRoutes(app: HttpApp, datasets: Datasets): void {
  app.get(
    '/api/v1/datasets',
    {
      schema: {
        tags,
        summary: 'List datasets',
        description: 'Newest first. Everybody sees their own, administrators those of their tenant.',
        response: {
          200: Type.Array(DatasetSummaryView, { description: 'Datasets' }),
          ...problems('unauthenticated'),
        },
      },
    },
    async (request) => (await datasets.list(principalOf(request))).map(datasetSummaryView),
  );

  app.get(
    '/api/v1/datasets/:id',
    {
      schema: {
        tags,
        summary: 'Look at a dataset',
        params,
        response: {
          200: { ...DatasetView, description: 'The dataset' },
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => datasetView(await datasets.get(principalOf(request), request.params.id)) as never,
  );

  app.delete(
    '/api/v1/datasets/:id',
    {
      schema: {
        tags,
        summary: 'Delete a dataset',
        description: 'With its files. Models trained on it stay.',
        params,
        response: {
          204: noContent('Deleted'),
          ...problems('unauthenticated', 'forbidden', 'not_found', 'conflict'),
        },
      },
    },
    async (request, reply) => {
      await datasets.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function lockRoutes(app: HttpApp, datasets: Datasets): void {
  app.post(
    '/api/v1/datasets/:id/validate',
    {
      schema: {
        tags,
        summary: 'Validate a dataset',
        description: 'Checks all rows. What is fit for training is locked and its file packed.',
        params,
        response: {
          200: { ...ValidationView, description: 'What was found, fit or not' },
          ...problems('unauthenticated', 'forbidden', 'not_found', 'unavailable'),
        },
      },
    },
    async (request) => validationView(await datasets.validate(principalOf(request), request.params.id)),
  );

  app.post(
    '/api/v1/datasets/:id/unlock',
    {
      schema: {
        tags,
        summary: 'Unlock a dataset',
        description: 'It has to be validated again before training.',
        params,
        response: {
          200: Type.Object(
            {
              message: Type.String({ examples: ['Dataset unlocked'] }),
              is_validated: Type.Boolean(),
              locked: Type.Boolean(),
            },
            { description: 'Unlocked' },
          ),
          ...problems('unauthenticated', 'forbidden', 'not_found'),
        },
      },
    },
    async (request) => {
      const { isValidated, isLocked }: Dataset = await datasets.unlock(principalOf(request), request.params.id);
      return { message: 'Dataset unlocked', is_validated: isValidated, locked: isLocked };
    },
  );
}

function lookRoutes(app: HttpApp, datasets: Datasets): void {
  const wrongs = problems('invalid', 'unauthenticated', 'forbidden', 'not_found', 'unavailable');

  app.get(
    '/api/v1/datasets/:id/preview',
    {
      schema: {
        tags,
        summary: 'Page through the rows',
        params,
        querystring: Type.Object({
          page: Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: 1 }),
          page_size: Type.Integer({ minimum: 1, maximum: MAX_PAGE_SIZE, default: 100 }),
          sort_col: Type.Optional(
            Type.String({ description: 'Name of a column. Numbers sort as numbers, blanks come last.' }),
          ),
          sort_dir: Type.Enum(['asc', 'desc'], { default: 'asc' }),
        }),
        response: { 200: { ...PreviewView, description: 'One page; beyond the last it has no rows' }, ...wrongs },
      },
    },
    async (request) => {
      const { page, page_size: pageSize, sort_col: sortColumn, sort_dir } = request.query;
      const query = { page, pageSize, sortColumn, descending: sort_dir === 'desc' };
      return previewView(await datasets.preview(principalOf(request), request.params.id, query));
    },
  );

  app.get(
    '/api/v1/datasets/:id/recommend',
    {
      schema: {
        tags,
        summary: 'Which model suits a dataset',
        description: 'Rates all architectures by fixed rules over the shape of the data.',
        params,
        response: { 200: { ...RecommendationsView, description: 'Best first' }, ...wrongs },
      },
    },
    async (request) => {
      const { id } = request.params;
      return recommendationsView(id, await datasets.recommend(principalOf(request), id));
    },
  );

  app.get(
    '/api/v1/datasets/:id/histograms',
    {
      schema: {
        tags,
        summary: 'How readings are spread',
        description: `Histograms and quantiles of columns with numbers, at most ${MOST_HISTOGRAMS} at once.`,
        params,
        querystring: Type.Object({
          bins: Type.Integer({ minimum: 1, maximum: 500, default: 20 }),
          columns: Columns(MOST_HISTOGRAMS),
        }),
        response: { 200: { ...HistogramsView, description: 'In the order of the columns' }, ...wrongs },
      },
    },
    async (request) => {
      const { id } = request.params;
      return histogramsView(id, await datasets.histograms(principalOf(request), id, request.query));
    },
  );

  app.get(
    '/api/v1/datasets/:id/series',
    {
      schema: {
        tags,
        summary: 'Readings for a plot',
        description: `Least, greatest and mean of evenly wide buckets over time (or rows, without times), for at most ${MOST_SERIES} columns.`,
        params,
        querystring: Type.Object({
          columns: Columns(MOST_SERIES),
          from: Type.Optional(
            Type.String({ description: 'Time in ISO 8601, or a row number where there are no times' }),
          ),
          to: Type.Optional(Type.String({ description: 'Inclusive' })),
          points: Type.Integer({ minimum: 1, maximum: 5000, default: 500 }),
        }),
        response: { 200: { ...SeriesView, description: 'Buckets that have rows' }, ...wrongs },
      },
    },
    async (request) => {
      const { id } = request.params;
      return seriesView(id, await datasets.series(principalOf(request), id, request.query));
    },
  );
}
