import type { Architecture } from '@signalbox/runtime';
import type { Dataset, Recommendation } from '../datasets/index.ts';
import { parseArchitecture, parseHyperparameters } from '../training/index.ts';
import type { TrainingPlan } from './schema.ts';
import type { Study } from './study.ts';

const SHORTEST_WINDOW = 12;
const LONGEST_WINDOW = 120;
/** At most this part of the rows, so that windows of validation and test remain. */
const WINDOW_SHARE = 0.15;
const PATIENCE = 10;

export type PlanWish = { architecture?: unknown; hyperparameters?: unknown };

/**
 * Plans a training: what is recommended for the dataset, with windows as long as its season, changed by what is wished.
 *
 * @throws invalid for an architecture or hyperparameters that could not be started
 */
export function makePlan(
  dataset: Dataset,
  recommendations: readonly Recommendation[],
  study: Study,
  wish: PlanWish = {},
): TrainingPlan {
  const wished = wish.architecture === undefined ? undefined : parseArchitecture(wish.architecture);
  const best = recommendations.find(({ architecture }) => architecture === wished) ?? recommendations[0];
  const architecture = (wished ?? best?.architecture ?? 'lstm_autoencoder') as Architecture;
  const notes: string[] = [];
  const values: Record<string, unknown> = { ...best?.hyperparameters, early_stopping_patience: PATIENCE };
  const [season] = study.seasons;
  if (season && architecture !== 'sentinel') {
    const longest = Math.max(1, Math.min(LONGEST_WINDOW, Math.floor(WINDOW_SHARE * dataset.rowCount)));
    values.sequence_length = Math.min(longest, Math.max(SHORTEST_WINDOW, season.periodRows));
    notes.push(
      values.sequence_length === season.periodRows
        ? `Windows of ${season.periodRows} rows hold one turn of the season.`
        : `Windows of ${values.sequence_length} rows: a turn of the season takes ${season.periodRows}, from ${SHORTEST_WINDOW} to ${longest} suit this dataset.`,
    );
  }
  // Checked alone first, so that what is refused is what was wished.
  parseHyperparameters(architecture, wish.hyperparameters);
  Object.assign(values, wish.hyperparameters ?? {});
  parseHyperparameters(architecture, values);
  const hyperparameters = Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number | string] => entry[1] !== null),
  );
  if (!dataset.isValidated) notes.push('The dataset is not validated yet: validate it before you start.');
  return {
    datasetId: dataset.id,
    datasetName: dataset.name,
    architecture,
    hyperparameters,
    ready: dataset.isValidated,
    notes,
  };
}
