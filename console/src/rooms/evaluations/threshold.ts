import type { Evaluation } from '../../api/models.ts';

/** Counts of decisions; positive is an anomaly. */
export type Counts = { tp: number; fp: number; tn: number; fn: number };

export type OperatingPoint = {
  counts: Counts;
  precision: number;
  recall: number;
  f1: number;
  falseAlarms: number;
  /** Rows that score at least this are anomalies; undefined at the strict end, where none are. */
  threshold: number | undefined;
};

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

export function countsOf({ confusion_matrix: matrix }: Evaluation): Counts {
  return {
    tp: matrix.true_positive,
    fp: matrix.false_positive,
    tn: matrix.true_negative,
    fn: matrix.false_negative,
  };
}

/**
 * What would have been decided at each point of the ROC curve. A point of the curve is a pair of rates, and how many rows
 * were faults and how many were not is known: together they are the counts.
 */
export function operatingPoints(evaluation: Evaluation): OperatingPoint[] {
  const { tp, fp, tn, fn } = countsOf(evaluation);
  const { false_positive_rate, true_positive_rate, threshold } = evaluation.roc_curve as Evaluation['roc_curve'] & {
    threshold?: number[];
  };
  return false_positive_rate.map((rate, i) => {
    const found = Math.round((true_positive_rate[i] ?? 0) * (tp + fn));
    const alarms = Math.round(rate * (fp + tn));
    return {
      counts: { tp: found, fp: alarms, fn: tp + fn - found, tn: fp + tn - alarms },
      precision: share(found, found + alarms),
      recall: share(found, tp + fn),
      f1: share(2 * found, 2 * found + alarms + (tp + fn - found)),
      falseAlarms: share(alarms, fp + tn),
      threshold: i === 0 ? undefined : threshold[i],
    };
  });
}

/** The point where the model works: the one with the counts of the evaluation. */
export function workingPoint(evaluation: Evaluation, points: readonly OperatingPoint[]): number {
  const { tp, fp } = countsOf(evaluation);
  let best = 0;
  let distance = Number.POSITIVE_INFINITY;
  points.forEach(({ counts }, i) => {
    const away = Math.abs(counts.tp - tp) + Math.abs(counts.fp - fp);
    if (away < distance) [best, distance] = [i, away];
  });
  return best;
}
