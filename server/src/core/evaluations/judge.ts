import { setImmediate as breathe } from 'node:timers/promises';
import type { Trace } from './calibration/calibrate.ts';
import type { Session } from './calibration/session.ts';
import { FAULTS, type Fault, plant, type SensorScale, type Stretch } from './faults.ts';
import { type ConfusionMatrix, type Curve, confusionOf, type Rates, rankingOf, ratesOf } from './metrics.ts';
import { createRandom } from './random.ts';
import type { LabelSource } from './schema.ts';
import {
  absoluteErrorOf,
  brierOf,
  calibrationErrorOf,
  chanceOf,
  residualErrors,
  type ScoreFigures,
  thresholdMarginOf,
} from './score-figures.ts';

export type Rows = { start: number; count: number };

/** A trained model and the record it was trained on, ready to be judged. */
export type Subject = {
  rows: number;
  validation: Rows;
  test: Rows;
  scales: readonly SensorScale[];
  /** Rows a window. */
  steps: number;
  /** 1 where the record says a row is anomalous; undefined when it does not say. */
  labels: Uint8Array | undefined;
  /** The weights were fitted to the labels themselves. */
  learnedLabels: boolean;
  /** What the network found in the whole record, as one sequence. */
  trace: Trace;
  /** Charts at the start of a session, calibrated without the test rows. */
  session: Session;
  /** Normalized rows of the record. */
  read(rows: Rows): Promise<Float32Array>;
  /** What the network finds in normalized rows, as a sequence of their own. */
  traceOf(values: Float32Array): Promise<Trace>;
  seed: number;
};

export type Judgement = {
  labelSource: LabelSource;
  metrics: Rates & { auc_roc: number; auc_pr: number };
  confusionMatrix: ConfusionMatrix;
  curves: { roc: Curve; pr: Curve };
  details: Record<string, unknown>;
};

/** From this score on a row is an anomaly, always. */
export const THRESHOLD = 1;
const LONGEST_EPISODE = 60;
const BREATHE_EVERY = 20_000;

/**
 * Says how well the model tells anomalous rows from normal ones in rows it did not learn from: by the record's own
 * labels, or, where it has none (or only one kind), by faults planted in copies of its last rows.
 */
export async function judge(subject: Subject): Promise<Judgement> {
  const chosen = chooseLabelled(subject);
  if ('positives' in chosen) {
    const { scores } = await scoreRecord(subject, []);
    const rows = [...chosen.negatives, ...chosen.positives];
    const truth = new Uint8Array(rows.length).fill(1, chosen.negatives.length);
    return verdict(
      subject,
      'dataset',
      Float64Array.from(rows, (row) => scores[row] as number),
      truth,
      { rows: rows.length },
    );
  }
  return await judgeByFaults(subject, chosen.reason);
}

/** Normal rows of the test part against anomalous ones of everything the model has not seen as such. */
function chooseLabelled(s: Subject): { negatives: number[]; positives: number[] } | { reason: string } {
  const { labels } = s;
  if (!labels) return { reason: 'the dataset has no labels' };
  const among = ({ start, count }: Rows, label: 0 | 1) => {
    const found: number[] = [];
    for (let row = start; row < start + count; row++) if (labels[row] === label) found.push(row);
    return found;
  };
  const negatives = among(s.test, 0);
  let positives = among(s.test, 1);
  if (!s.learnedLabels) {
    positives = [...among(s.validation, 1), ...positives];
    if (positives.length === 0) positives = among({ start: 0, count: s.rows }, 1);
  }
  if (negatives.length === 0 || positives.length === 0) return { reason: 'only one class in the labels' };
  return { negatives, positives };
}

/** Scores the record as one session; keeps a copy of the session as it was before each of the `onsets`. */
async function scoreRecord(s: Subject, onsets: readonly number[]) {
  const scores = new Float64Array(s.rows);
  const copies = new Map<number, Session>();
  const wanted = new Set(onsets);
  const session = s.session.copy();
  for (let row = 0; row < s.rows; row++) {
    if (row % BREATHE_EVERY === 0) await breathe();
    if (wanted.has(row)) copies.set(row, session.copy());
    scores[row] = session.next(s.trace.residuals, s.trace.inputs, row * s.trace.channels);
  }
  return { scores, copies };
}

async function judgeByFaults(s: Subject, reason: string): Promise<Judgement> {
  const base = faultBase(s);
  const episodes = await plantEpisodes(s, base);
  const { scores, copies } = await scoreRecord(
    s,
    episodes.map(({ onset }) => onset),
  );
  const all = Array.from(scores.subarray(base.start, base.start + base.count));
  const negatives = all.length;
  const byFault: Record<string, { positives: number; found: number; recall: number }> = {};
  for (const { fault, onset, values, positive } of episodes) {
    const session = (copies.get(onset) as Session).copy();
    const { trace, first } = await traceInContext(s, onset, values);
    const tally = byFault[fault] ?? { positives: 0, found: 0, recall: 0 };
    byFault[fault] = tally;
    for (let i = 0; i < positive.length; i++) {
      const score = session.next(trace.residuals, trace.inputs, (first + i) * trace.channels);
      if (!positive[i]) continue;
      all.push(score);
      tally.positives++;
      if (score >= THRESHOLD) tally.found++;
    }
  }
  for (const tally of Object.values(byFault)) tally.recall = tally.found / tally.positives;
  const truth = new Uint8Array(all.length).fill(1, negatives);
  return verdict(s, 'synthetic', Float64Array.from(all), truth, {
    reason,
    rows: negatives,
    episodes: episodes.length,
    by_fault: byFault,
    seed: s.seed,
    ...(base.small && { small_sample: true }),
  });
}

/** The rows faults are planted in: the test part, or more where that is too short to say anything. */
function faultBase({ rows, validation, test }: Subject): Rows & { small: boolean } {
  if (test.count >= 40) return { ...test, small: false };
  const both = { start: validation.start, count: validation.count + test.count };
  return both.count >= 8 ? { ...both, small: false } : { start: 0, count: rows, small: true };
}

type Episode = { fault: Fault; onset: number; values: Float32Array; positive: Uint8Array };

/** Kinds of faults in turn until an eighth as many rows are anomalous as are not, each kind at least once. */
async function plantEpisodes(s: Subject, base: Rows): Promise<Episode[]> {
  const random = createRandom(s.seed);
  const length = Math.max(1, Math.min(LONGEST_EPISODE, Math.floor(base.count / 2)));
  const wanted = base.count / 8;
  const most = FAULTS.length * (1 + Math.ceil(wanted / length));
  const episodes: Episode[] = [];
  let positives = 0;
  for (let i = 0; i < most && (positives < wanted || i < FAULTS.length); i++) {
    const fault = FAULTS[i % FAULTS.length] as Fault;
    const onset = base.start + random.index(base.count - length + 1);
    const planted = plant(fault, await stretchAt(s, onset, length), s.scales, random);
    if (!planted) continue;
    positives += planted.positive.reduce((sum, one) => sum + one, 0);
    episodes.push({ fault, onset, ...planted });
  }
  return episodes;
}

async function stretchAt(s: Subject, onset: number, rows: number): Promise<Stretch> {
  const values = await s.read({ start: onset, count: rows });
  return { values, rows, before: onset > 0 ? await s.read({ start: onset - 1, count: 1 }) : undefined };
}

/** What the network would have found at `onset` had the record gone on with `values`, from the `first` row of the trace. */
async function traceInContext(
  s: Subject,
  onset: number,
  values: Float32Array,
): Promise<{ trace: Trace; first: number }> {
  const first = Math.min(onset, s.steps);
  const before = await s.read({ start: onset - first, count: first });
  const together = new Float32Array(before.length + values.length);
  together.set(before);
  together.set(values, before.length);
  return { trace: await s.traceOf(together), first };
}

function verdict(
  subject: Subject,
  labelSource: LabelSource,
  scores: Float64Array,
  truth: Uint8Array,
  details: Record<string, unknown>,
): Judgement {
  const confusionMatrix = confusionOf(
    Uint8Array.from(scores, (score) => (score >= THRESHOLD ? 1 : 0)),
    truth,
  );
  const { false_positive: fp, true_negative: tn, false_negative: fn, true_positive: tp } = confusionMatrix;
  const { aucRoc, aucPr, roc, pr } = rankingOf(scores, truth, THRESHOLD);
  return {
    labelSource,
    metrics: { ...ratesOf(confusionMatrix), auc_roc: aucRoc, auc_pr: aucPr },
    confusionMatrix,
    curves: { roc, pr },
    details: {
      score_threshold: THRESHOLD,
      false_alarm_rate: fp + tn === 0 ? 0 : fp / (fp + tn),
      missing_alarm_rate: fn + tp === 0 ? 0 : fn / (fn + tp),
      score_figures: figuresOf(subject, scores, truth),
      ...(subject.learnedLabels && { learned_labels: true }),
      ...details,
    },
  };
}

function figuresOf(
  { learnedLabels, trace, test, labels }: Subject,
  scores: Float64Array,
  truth: Uint8Array,
): ScoreFigures {
  const chances = scores.map((score) => chanceOf(score, learnedLabels));
  const brier = brierOf(chances, truth);
  return {
    brier,
    calibration_error: calibrationErrorOf(chances, truth),
    threshold_margin: thresholdMarginOf(scores, truth, THRESHOLD),
    ...(learnedLabels
      ? { mse: brier, mae: absoluteErrorOf(chances, truth) }
      : residualErrors(trace.residuals, trace.channels, test, (row) => !labels?.[row])),
  };
}
