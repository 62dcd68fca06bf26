import { Type } from 'typebox';
import { Nothing, short, type Tool, tool } from '../../platform/llm/index.ts';
import type { Dataset, Datasets } from '../datasets/index.ts';
import type { EvaluationService } from '../evaluations/index.ts';
import type { ModelService } from '../models/index.ts';
import type { Principal } from '../principal.ts';
import type { Training } from '../training/index.ts';
import { makePlan, type PlanWish } from './plan.ts';
import type { TrainingPlan } from './schema.ts';
import { type Study, study } from './study.ts';

export type ToolDeps = {
  datasets: Pick<Datasets, 'list' | 'get' | 'sample' | 'recommend'>;
  models: Pick<ModelService, 'list'>;
  evaluations: Pick<EvaluationService, 'list'>;
  training: Pick<Training, 'list'>;
};

/**
 * What the assistant can find out, as one principal: the built-in one and language models alike. Everything goes through
 * the core's own services, which check who asks; nothing here changes anything.
 */
export type Workbench = {
  datasets(): Promise<Dataset[]>;
  /** @throws not_found, forbidden */
  dataset(id: string): Promise<Dataset>;
  study(id: string): Promise<Study>;
  recommend: (id: string) => ReturnType<Datasets['recommend']>;
  /** @throws invalid for what could not be started */
  plan(id: string, wish?: PlanWish): Promise<TrainingPlan>;
  models: () => ReturnType<ModelService['list']>;
  evaluations: () => ReturnType<EvaluationService['list']>;
  runs: () => ReturnType<Training['list']>;
};

const MOST_KEPT = 100;
const MOST_LISTED = 50;

/** Makes workbenches. Studies are kept in memory, by dataset: rows never change. */
export function createWorkbenches(deps: ToolDeps): (principal: Principal) => Workbench {
  const { datasets, models, evaluations, training } = deps;
  const studies = new Map<string, Promise<Study>>();

  return (principal) => {
    const get = (id: string) => datasets.get(principal, id);

    async function studyOf(id: string): Promise<Study> {
      // Also where the study is there already: who may not see the dataset may not see this.
      const dataset = await get(id);
      const kept = studies.get(id);
      if (kept) return await kept;
      const made = datasets.sample(principal, id).then((sample) => study(dataset, sample));
      studies.set(id, made);
      made.catch(() => studies.delete(id));
      const [oldest] = studies.keys();
      if (studies.size > MOST_KEPT && oldest !== undefined) studies.delete(oldest);
      return await made;
    }

    return {
      datasets: () => datasets.list(principal),
      dataset: get,
      study: studyOf,
      recommend: (id) => datasets.recommend(principal, id),
      plan: async (id, wish) =>
        makePlan(await get(id), await datasets.recommend(principal, id), await studyOf(id), wish),
      models: () => models.list(principal, { limit: MOST_LISTED }),
      evaluations: () => evaluations.list(principal, { limit: MOST_LISTED }),
      runs: () => training.list(principal, { limit: MOST_LISTED }),
    };
  };
}

const OfDataset = Type.Object(
  { dataset_id: Type.String({ maxLength: 100, description: 'Such as ds_1a2b3c4d; see list_datasets' }) },
  { additionalProperties: false },
);
const Wish = Type.Object(
  {
    dataset_id: OfDataset.properties.dataset_id,
    architecture: Type.Optional(Type.String({ description: 'lstm_autoencoder, gru_predictor or sentinel' })),
    hyperparameters: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        additionalProperties: true,
        description:
          'What to change of the recommended ones, such as epochs, learning_rate, hidden_dim, sequence_length',
      }),
    ),
  },
  { additionalProperties: false },
);

/** The tools a language model gets. @param onPlan told of every plan that could be started */
export function toolsOver(bench: Workbench, onPlan: (plan: TrainingPlan) => void): Tool[] {
  return [
    tool('list_datasets', 'The datasets this person can see, newest first.', Nothing, async () =>
      (await bench.datasets()).slice(0, MOST_LISTED).map(datasetLine),
    ),
    tool('profile_dataset', 'Rows, time range and statistics of every column of a dataset.', OfDataset, async (input) =>
      profileOf(await bench.dataset(input.dataset_id)),
    ),
    tool('find_seasonality', 'Seasons of each column, by autocorrelation.', OfDataset, async (input) => {
      const { seasons } = await bench.study(input.dataset_id);
      return { seasonality: seasons.length > 0, seasons };
    }),
    tool(
      'find_outliers',
      'Outliers of each column, by quartile fences and robust z-scores.',
      OfDataset,
      async (input) => {
        const { outliers, rowsWithOutliers, rowsExamined } = await bench.study(input.dataset_id);
        return { rowsWithOutliers, rowsExamined, outliers };
      },
    ),
    tool('correlate_columns', 'The ten strongest correlations between columns.', OfDataset, async (input) => ({
      correlations: (await bench.study(input.dataset_id)).correlations,
    })),
    tool('rate_quality', 'Quality of a dataset from 0 to 100, with reasons.', OfDataset, async (input) => {
      const { quality, missingShare, duplicateRows } = await bench.study(input.dataset_id);
      return { ...quality, missingShare, duplicateRows };
    }),
    tool('recommend_architecture', 'How well each architecture suits a dataset.', OfDataset, async (input) =>
      (await bench.recommend(input.dataset_id)).map(({ architecture, matchScore, useCase, description }) => ({
        architecture,
        matchScore,
        useCase,
        description,
      })),
    ),
    tool(
      'make_training_plan',
      'Makes a training plan and shows it to the person, who may start it. Call it whenever you propose a training.',
      Wish,
      async ({ dataset_id, ...wish }) => {
        const plan = await bench.plan(dataset_id, wish);
        onPlan(plan);
        return plan;
      },
    ),
    tool('list_models', 'The trained models, newest first.', Nothing, async () =>
      (await bench.models()).map(({ id, name, architecture, datasetId, metrics, createdAt }) => ({
        ...{ id, name: short(name), architecture, datasetId, metrics, createdAt },
      })),
    ),
    tool('list_evaluations', 'How each model was judged, newest first.', Nothing, async () =>
      (await bench.evaluations()).map(({ id, modelId, labelSource, metrics, confusionMatrix, createdAt }) => ({
        ...{ id, modelId, labelSource, metrics, confusionMatrix, createdAt },
      })),
    ),
    tool('list_training_runs', 'Training runs and how far they are, newest first.', Nothing, async () =>
      (await bench.runs()).map((run) => ({
        id: run.id,
        dataset: short(run.datasetName),
        architecture: run.architecture,
        status: run.status,
        epoch: run.currentEpoch,
        epochs: run.totalEpochs,
        bestValidationLoss: run.bestValLoss,
        error: run.error,
      })),
    ),
  ];
}

function datasetLine({ id, name, equipmentType, rowCount, columns, isValidated, createdAt }: Dataset) {
  return { id, name: short(name), equipmentType, rows: rowCount, columns: columns.length, isValidated, createdAt };
}

const MOST_COLUMNS = 60;

function profileOf(dataset: Dataset) {
  const { columns, timeRange } = dataset;
  return {
    ...datasetLine(dataset),
    timeRange,
    columns: columns.slice(0, MOST_COLUMNS).map(({ name, numeric, text, missing, stats, isTime }) => ({
      ...{ name: short(name), isTime, numeric, text, missing, stats },
    })),
    ...(columns.length > MOST_COLUMNS && { columnsLeftOut: columns.length - MOST_COLUMNS }),
  };
}
