import { short } from '../../../platform/llm/index.ts';
import type { Dataset, Recommendation } from '../../datasets/index.ts';
import type { Evaluation } from '../../evaluations/index.ts';
import type { Model } from '../../models/index.ts';
import type { TrainingRun } from '../../training/index.ts';
import type { TrainingPlan } from '../schema.ts';
import type { Study } from '../study.ts';
import { architectureName, counted, duration, figure, percent } from './figures.ts';

/* Sentences made of computed numbers. Lines that begin with "- " are a list. */

export function aboutDataset({ name, equipmentType, rowCount, columns, timeRange }: Dataset): string {
  const sensors = columns.filter(({ stats }) => stats).length;
  const span = timeRange ? `, from ${minute(timeRange.start)} to ${minute(timeRange.end)} UTC` : ', without times';
  return `“${short(name)}” (${equipmentType.replaceAll('_', ' ')}) holds ${counted(rowCount, 'row')} of ${counted(sensors, 'sensor')}${span}.`;
}

function minute(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}

export function aboutQuality({
  quality,
  seasons,
  outliers,
  rowsWithOutliers,
  rowsExamined,
  correlations,
}: Study): string {
  const lines = [
    `- Quality: ${quality.grade}, ${quality.score} of 100${quality.reasons.length > 0 ? `: ${quality.reasons.join('; ')}` : ', nothing to take off'}.`,
    `- Seasonality: ${seasonWords(seasons)}.`,
    `- Outliers: ${outlierWords(outliers, rowsWithOutliers, rowsExamined)}.`,
  ];
  const strong = correlations.filter(({ r }) => Math.abs(r) >= 0.5).slice(0, 3);
  lines.push(
    strong.length === 0
      ? '- Correlations: no two sensors go together strongly.'
      : `- Correlations: ${strong.map(({ a, b, r }) => `${short(a)} and ${short(b)} (${figure(r)})`).join(', ')}.`,
  );
  return lines.join('\n');
}

function seasonWords(seasons: Study['seasons']): string {
  if (seasons.length === 0) return 'none found by autocorrelation';
  return seasons
    .slice(0, 3)
    .map(({ column, periodRows, periodSeconds, strength }) => {
      const time = periodSeconds === null ? '' : `, about ${duration(periodSeconds)}`;
      return `${short(column)} repeats every ${counted(periodRows, 'row')}${time} (autocorrelation ${figure(strength)})`;
    })
    .join('; ');
}

function outlierWords(outliers: Study['outliers'], rows: number, examined: number): string {
  const [most] = outliers;
  if (!most || examined === 0) return `none among ${counted(examined, 'row')} examined`;
  const where = `most in ${short(most.column)}, whose usual range is ${figure(most.low)} to ${figure(most.high)}`;
  return `${counted(rows, 'row')} of ${counted(examined, 'row')} examined (${percent(rows / examined)}) hold a reading beyond 1.5 interquartile ranges, ${where}`;
}

const kinds = [
  '- LSTM autoencoder (lstm_autoencoder): learns normal patterns of all sensors together and finds deviations; needs no labels.',
  '- GRU predictor (gru_predictor): learns how readings lead up to what comes next, for early warnings.',
  '- Sentinel (sentinel): a small network that judges each reading by itself; the cheapest on a device.',
];

export function aboutArchitectures(): string {
  return `Three model architectures can be trained here:\n${kinds.join('\n')}`;
}

export function aboutRecommendations([best, ...others]: readonly Recommendation[]): string {
  if (!best) return '';
  const rest = others.map(
    ({ architecture, matchScore }) => `${architectureName(architecture)} by ${percent(matchScore)}`,
  );
  return `I recommend the ${architectureName(best.architecture)} architecture for it: it suits by ${percent(best.matchScore)} (${rest.join(', ')}). ${best.description}`;
}

export function aboutPlan({ architecture, hyperparameters: h, notes, ready }: TrainingPlan): string {
  const settings = Object.entries(h).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
  const start = ready ? 'It can be started as it is.' : '';
  return [`Training plan: ${architectureName(architecture)} with ${settings.join(', ')}.`, ...notes, start]
    .filter(Boolean)
    .join(' ');
}

export function aboutModels(models: readonly Model[], evaluations: readonly Evaluation[]): string {
  if (models.length === 0)
    return 'There is no trained model yet, so there is nothing to evaluate. Ask for a training plan to begin.';
  const best = models.toSorted((a, b) => b.metrics.f1 - a.metrics.f1).slice(0, 3);
  const lines = best.map(({ id, name, architecture, metrics }) => {
    const evaluation = evaluations.find(({ modelId }) => modelId === id);
    const auc = evaluation ? `, AUC ${figure(evaluation.metrics.auc_roc)}` : '';
    return `- ${short(name)} (${architectureName(architecture)}): F1 ${figure(metrics.f1)}, precision ${percent(metrics.precision)}, recall ${percent(metrics.recall)}${auc}.`;
  });
  return [
    `Of ${counted(models.length, 'model')}, the best by F1:\n${lines.join('\n')}`,
    verdictOn(best[0] as Model, evaluations),
  ].join('\n\n');
}

function verdictOn({ id, metrics: { f1, precision, recall } }: Model, evaluations: readonly Evaluation[]): string {
  const source = evaluations.find(({ modelId }) => modelId === id)?.labelSource;
  const judged = source === 'synthetic' ? ' It was judged by planted faults: labels of real ones would tell more.' : '';
  const advice =
    f1 >= 0.9
      ? 'The first is good enough to be deployed.'
      : precision < recall
        ? 'The first raises false alarms: a stricter threshold or more normal readings would help.'
        : 'The first misses faults: longer windows, more epochs or more varied readings would help.';
  return advice + judged;
}

export function aboutRuns(runs: readonly TrainingRun[]): string {
  if (runs.length === 0) return 'Nothing was trained yet. Ask for a training plan to begin.';
  const lines = runs
    .slice(0, 5)
    .map(({ datasetName, architecture, status, currentEpoch, totalEpochs, bestValLoss }) => {
      const loss = bestValLoss === null ? '' : `, best validation loss ${figure(bestValLoss)}`;
      return `- ${short(datasetName)}, ${architectureName(architecture)}: ${status}, epoch ${currentEpoch} of ${totalEpochs}${loss}.`;
    });
  return `Your latest training runs:\n${lines.join('\n')}`;
}

export function aboutDatasets(datasets: readonly Dataset[]): string {
  const lines = datasets
    .slice(0, 10)
    .map((one) => `- ${aboutDataset(one)} ${one.isValidated ? 'Validated.' : 'Not validated yet.'}`);
  const more = datasets.length > 10 ? `\n… and ${datasets.length - 10} more.` : '';
  return `You have ${counted(datasets.length, 'dataset')}:\n${lines.join('\n')}${more}`;
}

export const noDataset =
  'There is no dataset yet: upload a CSV of sensor readings first, and I can analyse it, recommend an architecture and make a training plan.';

export const help = [
  'I am the built-in assistant: I compute my answers from your datasets, models and runs. You can ask me to',
  '- analyse a dataset: quality, seasonality, outliers, correlations;',
  '- recommend a model architecture: LSTM autoencoder, GRU predictor or Sentinel;',
  '- make a training plan with hyperparameters, ready to be started;',
  '- say how good your models are, or how far a training is.',
].join('\n');
