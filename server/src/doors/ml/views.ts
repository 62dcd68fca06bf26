import { type TSchema, Type } from 'typebox';
import {
  type Dataset,
  equipmentTypes,
  type Findings,
  type Histogram,
  type Preview,
  type Recommendation,
  type Series,
} from '../../core/datasets/index.ts';

/*
 * What the core knows, in this contract's JSON: for each thing its schema and the function that makes it.
 */

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Time = (description: string) => Type.String({ format: 'date-time', description });
/** Any keys, all of the same schema. */
const mapOf = <Schema extends TSchema>(schema: Schema, options: object) =>
  Type.Unsafe<Record<string, Type.Static<Schema>>>({ type: 'object', additionalProperties: schema, ...options });

export const EquipmentTypeView = Type.Enum([...equipmentTypes]);

const summary = {
  id: Type.String({ examples: ['ds_1a2b3c4d'] }),
  name: Type.String({ examples: ['Warren AHU-1 Sensors'] }),
  equipment_type: EquipmentTypeView,
  location: nullable(Type.String({ examples: ['Warren'] })),
  unit: nullable(Type.String({ examples: ['AHU-1'] })),
  source: Type.String({ examples: ['csv_upload'] }),
  row_count: Type.Integer({ examples: [86400] }),
  columns: Type.Array(Type.String(), { examples: [['timestamp', 'supply_temp', 'return_temp']] }),
  file_size_bytes: Type.Integer({ examples: [12582912] }),
  is_validated: Type.Boolean(),
  locked: Type.Boolean(),
  created_at: Time('When it was uploaded'),
  created_by: Type.String({ examples: ['admin'] }),
};

export const DatasetSummaryView = Type.Object(summary);

export const DatasetView = Type.Object({
  ...summary,
  column_stats: mapOf(
    Type.Object({ min: Type.Number(), max: Type.Number(), mean: Type.Number(), std: Type.Number() }),
    {
      description: 'Of every column with at least one number, times excepted; `std` is the population deviation',
      examples: [{ supply_temp: { min: 52.1, max: 78.3, mean: 65.2, std: 4.7 } }],
    },
  ),
  time_range: nullable(
    Type.Object({ start: Time('First'), end: Time('Last') }, { description: 'Null without a column of times' }),
  ),
  timestamp_column: nullable(Type.String({ examples: ['timestamp'] })),
  metadata: mapOf(Type.Unknown(), { description: 'Other fields sent with the file' }),
});

export function datasetSummaryView(dataset: Dataset) {
  return {
    id: dataset.id,
    name: dataset.name,
    equipment_type: dataset.equipmentType,
    location: dataset.location,
    unit: dataset.unit,
    source: dataset.source,
    row_count: dataset.rowCount,
    columns: dataset.columns.map(({ name }) => name),
    file_size_bytes: dataset.fileSizeBytes,
    is_validated: dataset.isValidated,
    locked: dataset.isLocked,
    created_at: dataset.createdAt.toISOString(),
    created_by: dataset.ownerName,
  };
}

export function datasetView(dataset: Dataset) {
  const { columns, timeColumn, timeRange } = dataset;
  return {
    ...datasetSummaryView(dataset),
    column_stats: Object.fromEntries(columns.flatMap(({ name, stats }) => (stats ? [[name, stats]] : []))),
    time_range: timeRange && { start: isoTime(timeRange.start), end: isoTime(timeRange.end) },
    timestamp_column: timeColumn === null ? null : (columns[timeColumn]?.name ?? null),
    metadata: dataset.metadata,
  };
}

/** As the contract writes times of readings: milliseconds only where there are some. */
function isoTime(time: Date): string {
  return time.toISOString().replace('.000Z', 'Z');
}

export const PreviewView = Type.Object({
  headers: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Type.String()), {
    description: 'The cells as they are in the file',
    examples: [[['2026-01-01T00:00:00Z', '55.2', '72.1']]],
  }),
  total_rows: Type.Integer({ examples: [86400] }),
  page: Type.Integer({ examples: [1] }),
  total_pages: Type.Integer({ examples: [864] }),
});

export function previewView({ headers, rows, totalRows, page, totalPages }: Preview) {
  return { headers, rows, total_rows: totalRows, page, total_pages: totalPages };
}

export const ValidationView = Type.Object({
  valid: Type.Boolean(),
  issues: Type.Array(Type.String(), {
    examples: [["Column 'damper_pos': 230 missing values (0.27%)"]],
    description: 'What was found; missing values are told but only make it invalid where they are more than half',
  }),
  columns_checked: Type.Integer({ examples: [8] }),
  rows_checked: Type.Integer({ examples: [86400] }),
  is_validated: Type.Boolean(),
  locked: Type.Boolean(),
});

export function validationView({
  valid,
  issues,
  columnsChecked,
  rowsChecked,
  dataset,
}: Findings & { dataset: Dataset }) {
  return {
    valid,
    issues,
    columns_checked: columnsChecked,
    rows_checked: rowsChecked,
    is_validated: dataset.isValidated,
    locked: dataset.isLocked,
  };
}

export const RecommendationsView = Type.Object({
  dataset_id: Type.String({ examples: ['ds_1a2b3c4d'] }),
  recommendations: Type.Array(
    Type.Object({
      architecture: Type.Enum(['lstm_autoencoder', 'gru_predictor', 'sentinel']),
      match_score: Type.Number({ minimum: 0, maximum: 1, examples: [0.95] }),
      use_case: Type.String({ examples: ['Anomaly Detection'] }),
      description: Type.String(),
      inputs: Type.String({ examples: ['8 sensor columns, 60-step sequences'] }),
      outputs: Type.String({ examples: ['Reconstruction error score (0.0-1.0)'] }),
      inference_result: Type.String({ examples: ['Real-time anomaly alerts when score exceeds threshold'] }),
      hyperparameters: mapOf(Type.Union([Type.Number(), Type.String()]), {
        description: 'To start a training with',
        examples: [{ hidden_dim: 64, num_layers: 2, epochs: 100 }],
      }),
    }),
    { description: 'All architectures, best first' },
  ),
});

export function recommendationsView(datasetId: string, recommendations: readonly Recommendation[]) {
  return {
    dataset_id: datasetId,
    recommendations: recommendations.map((one) => ({
      architecture: one.architecture,
      match_score: one.matchScore,
      use_case: one.useCase,
      description: one.description,
      inputs: one.inputs,
      outputs: one.outputs,
      inference_result: one.inferenceResult,
      hyperparameters: one.hyperparameters,
    })),
  };
}

export const HistogramsView = Type.Object({
  dataset_id: Type.String({ examples: ['ds_1a2b3c4d'] }),
  histograms: Type.Array(
    Type.Object({
      column: Type.String({ examples: ['supply_temp'] }),
      edges: Type.Array(Type.Number(), { description: 'One more than counts' }),
      counts: Type.Array(Type.Integer()),
      quantiles: mapOf(Type.Number(), {
        description: 'p01, p05, p25, p50, p75, p95, p99; approximate for large datasets',
        examples: [{ p50: 65.1 }],
      }),
    }),
  ),
});

export function histogramsView(datasetId: string, histograms: Histogram[]) {
  return { dataset_id: datasetId, histograms };
}

const Numbers = Type.Array(nullable(Type.Number()));

export const SeriesView = Type.Object({
  dataset_id: Type.String({ examples: ['ds_1a2b3c4d'] }),
  axis: Type.Union([Type.Literal('time'), Type.Literal('row')]),
  x: Type.Array(Type.Number(), { description: 'Milliseconds since 1970 UTC, or row numbers' }),
  series: Type.Array(
    Type.Object({ column: Type.String(), min: Numbers, max: Numbers, mean: Numbers }, { description: 'As long as x' }),
  ),
});

export function seriesView(datasetId: string, series: Series) {
  return { dataset_id: datasetId, ...series };
}
