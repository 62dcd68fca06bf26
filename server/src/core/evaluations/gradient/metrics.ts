import type { Evaluation } from '../schema.ts';
import type { ScoreFigures } from '../score-figures.ts';
import type { Benchmarks } from './benchmarks.ts';

/** One of the nineteen. */
export type GradientMetric = {
  name: string;
  /** Null where it could not be had; `reason` then says why. */
  value: number | null;
  reason: string | null;
  /** `share` lies in 0 … 1, `coefficient` in −1 … 1. */
  type: 'share' | 'coefficient' | 'error' | 'milliseconds';
  description: string;
  /** What it has to reach, in words; null where nothing is asked of it. */
  mark: string | null;
  passed: boolean | null;
};

export type Latency = { milliseconds: number } | { reason: string };

type Judged = Pick<Evaluation, 'metrics' | 'confusionMatrix' | 'trainingCurves' | 'details'>;

const NORMAL_ALARMS = 0.1;
const LARGEST_GAP = 1.5;
const LEAST_MCC = 0.5;

/**
 * The nineteen figures of an evaluation. Precision, recall, F1 and AUC are held against benchmarks of the equipment; the
 * others against what a model without any skill reaches, where there is such a thing.
 */
export function gradientMetrics(judged: Judged, benchmarks: Benchmarks, latency: Latency): GradientMetric[] {
  const { metrics: m, confusionMatrix: c } = judged;
  const normal = c.true_negative + c.false_positive;
  const anomalous = c.true_positive + c.false_negative;
  const prevalence = share(anomalous, normal + anomalous) ?? 0;
  const specificity = share(c.true_negative, normal);
  const falseAlarms = share(c.false_positive, normal);
  const misses = share(c.false_negative, anomalous);
  const hits = share(c.true_positive, anomalous);
  // An evaluation holds 0 (AUC one half) where these are undefined.
  const precision = share(c.true_positive, c.true_positive + c.false_positive);
  const f1 = share(2 * c.true_positive, 2 * c.true_positive + c.false_positive + c.false_negative);
  const bothKinds = (value: number) => (normal > 0 && anomalous > 0 ? value : null);
  const byChance = atLeast(prevalence, 'as by chance');
  const balanced = specificity === null || misses === null ? null : (specificity + 1 - misses) / 2;
  const none = 'no row of this kind was judged';
  const figures = judged.details.score_figures as Partial<ScoreFigures> | undefined;
  const old = 'was not kept when this model was judged; train it again to have it';
  const [trivial, skill] = [Math.max(prevalence, 1 - prevalence), prevalence * (1 - prevalence)];
  const gap = gapOf(judged.trainingCurves);
  const ofWhat = learned(judged)
    ? 'distance of the chance of an anomaly from the truth'
    : 'residual of the network on normal test rows, readings normalized';
  return [
    portion('accuracy', m.accuracy, 'Rows that were decided rightly', atLeast(trivial, 'as always saying the same')),
    portion('precision', precision, 'Alarms that were right', atLeast(benchmarks.precision), 'there was no alarm'),
    portion('recall', hits, 'Anomalous rows that were found', atLeast(benchmarks.recall), none),
    portion('f1', f1, 'Harmonic mean of precision and recall', atLeast(benchmarks.f1), none),
    portion('auc_roc', bothKinds(m.auc_roc), AUC, atLeast(benchmarks.auc_roc), none),
    portion('auc_pr', bothKinds(m.auc_pr), 'Average precision over all thresholds', byChance, none),
    portion('specificity', specificity, 'Normal rows without an alarm', atLeast(1 - NORMAL_ALARMS), none),
    portion('balanced_accuracy', balanced, 'Mean of recall and specificity', atLeast(0.75), none),
    metric('coefficient', 'mcc', mcc(c), 'Matthews correlation of decision and truth', atLeast(LEAST_MCC), none),
    portion('false_positive_rate', falseAlarms, 'Normal rows with an alarm', atMost(NORMAL_ALARMS), none),
    portion('false_negative_rate', misses, 'Anomalous rows that were missed', atMost(1 - benchmarks.recall), none),
    metric('error', 'brier', figures?.brier, chanceText(judged), atMost(skill, 'as by chance'), old),
    metric('error', 'mse', figures?.mse, `Mean square ${ofWhat}`, atMost(1), old),
    metric('error', 'mae', figures?.mae, `Mean absolute ${ofWhat}`, atMost(1), old),
    metric('error', 'val_loss', m.val_loss, 'Best validation loss of the training', undefined, old),
    metric('error', 'generalization_gap', gap?.gap, GAP, gap?.rule, 'the run has no epochs'),
    metric('error', 'threshold_margin', figures?.threshold_margin, MARGIN, above0, figures ? none : old),
    metric('error', 'calibration_error', figures?.calibration_error, CALIBRATION, atMost(0.1), old),
    'milliseconds' in latency
      ? metric('milliseconds', 'inference_latency_ms', latency.milliseconds, LATENCY)
      : metric('milliseconds', 'inference_latency_ms', null, LATENCY, undefined, latency.reason),
  ];
}

const AUC = 'Chance that an anomalous row scores above a normal one';
const GAP = 'Validation loss less training loss, at the best epoch';
const MARGIN = 'Room around the threshold: the median anomaly above it, 95 % of normal rows below, in units of it';
const CALIBRATION = 'How far displayed scores are from shares of anomalies, in ten bins';
const LATENCY = 'Time to score one row on this server, rows coming one by one';

type Rule = { mark: string; passes(value: number): boolean };

const above0: Rule = { mark: 'above 0', passes: (value) => value > 0 };

/** Shares that are equal but for rounding are equal. */
const SLACK = 1e-12;

function atLeast(least: number, like = ''): Rule {
  return { mark: words('at least', least, like), passes: (value) => value >= least - SLACK };
}

function atMost(most: number, like = ''): Rule {
  return { mark: words('at most', most, like), passes: (value) => value <= most + SLACK };
}

function words(how: string, value: number, like: string): string {
  return `${how} ${Number(value.toFixed(3))}${like && `, ${like}`}`;
}

function metric(
  type: GradientMetric['type'],
  name: string,
  given: number | null | undefined,
  description: string,
  rule?: Rule,
  missing = 'it could not be computed',
): GradientMetric {
  const value = typeof given === 'number' && Number.isFinite(given) ? given : null;
  const passed = value === null || !rule ? null : rule.passes(value);
  return { name, value, reason: value === null ? missing : null, type, description, mark: rule?.mark ?? null, passed };
}

function portion(
  name: string,
  value: number | null,
  description: string,
  rule: Rule,
  missing?: string,
): GradientMetric {
  return metric('share', name, value, description, rule, missing);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Matthews (1975); null where a row or a column of the matrix is empty. */
function mcc({
  true_positive: tp,
  false_positive: fp,
  true_negative: tn,
  false_negative: fn,
}: Judged['confusionMatrix']) {
  const roots = [tp + fp, tp + fn, tn + fp, tn + fn].map(Math.sqrt);
  const product = roots.reduce((all, root) => all * root, 1);
  return product === 0 ? null : (tp * tn - fp * fn) / product;
}

function gapOf({ train_loss, val_loss }: Judged['trainingCurves']): { gap: number; rule: Rule } | undefined {
  const best = val_loss.indexOf(Math.min(...val_loss));
  const [train, val] = [train_loss[best], val_loss[best]];
  if (train === undefined || val === undefined) return undefined;
  const mark = `validation at most ${LARGEST_GAP} × training`;
  return { gap: val - train, rule: { mark, passes: () => val <= LARGEST_GAP * train } };
}

function chanceText(judged: Judged): string {
  return learned(judged)
    ? 'Mean square distance of the chance of an anomaly from the truth'
    : 'Mean square distance of the displayed score (0 to 1, not a probability) from the truth';
}

/** The weights were fitted to labels, so that scores are chances. */
function learned({ details }: Judged): boolean {
  return details.learned_labels === true;
}
