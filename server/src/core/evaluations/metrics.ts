/** Counts of a two-class decision: positive is an anomaly. */
export type ConfusionMatrix = {
  true_positive: number;
  false_positive: number;
  true_negative: number;
  false_negative: number;
};

export type Rates = {
  accuracy: number;
  precision: number;
  recall: number;
  f1: number;
};

/** Points of a curve, x growing. ROC: false positive rate, true positive rate. PR: recall, precision. */
export type Curve = { x: number[]; y: number[]; threshold: number[] };

/** Counts decisions against truth; `decided` and `truth` hold 1 for an anomaly and have the same length. */
export function confusionOf(decided: ArrayLike<number>, truth: ArrayLike<number>): ConfusionMatrix {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const at = (truth[i] ? 2 : 0) + (decided[i] ? 1 : 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const [trueNegative = 0, falsePositive = 0, falseNegative = 0, truePositive = 0] = counts;
  return {
    true_positive: truePositive,
    false_positive: falsePositive,
    true_negative: trueNegative,
    false_negative: falseNegative,
  };
}

/** Each rate is 0 where its denominator is. */
export function ratesOf(matrix: ConfusionMatrix): Rates {
  const { true_positive: tp, false_positive: fp, true_negative: tn, false_negative: fn } = matrix;
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    accuracy: share(tp + tn, tp + fp + tn + fn),
    precision: share(tp, tp + fp),
    recall: share(tp, tp + fn),
    f1: share(2 * tp, 2 * tp + fp + fn),
  };
}

/** What a score tells about truth at every threshold at once. */
export type Ranking = {
  /** Area under the ROC curve: the chance that a random anomaly scores above a random normal, ties counting half. */
  aucRoc: number;
  /** Average precision: the area under the PR curve as a step function. */
  aucPr: number;
  roc: Curve;
  pr: Curve;
};

/**
 * Ranks rows by score (higher is more anomalous). Rows of equal score are one step, so the order of the input does not
 * matter. With one class only, both areas are undefined: ROC's is 0.5, PR's is the share of anomalies, curves are empty.
 *
 * @param threshold the point of the curves at this score is kept whatever else is thinned out
 */
export function rankingOf(scores: ArrayLike<number>, truth: ArrayLike<number>, threshold = Number.NaN): Ranking {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  let positives = 0;
  for (let i = 0; i < truth.length; i++) if (truth[i]) positives++;
  const negatives = truth.length - positives;
  const roc: Curve = { x: [], y: [], threshold: [] };
  const pr: Curve = { x: [], y: [], threshold: [] };
  if (positives === 0 || negatives === 0) {
    return { aucRoc: 0.5, aucPr: truth.length === 0 ? 0 : positives / truth.length, roc, pr };
  }
  let tp = 0;
  let fp = 0;
  let aucRoc = 0;
  let aucPr = 0;
  let operating = 0;
  push(roc, 0, 0, Number.MAX_VALUE);
  for (let i = 0; i < order.length; ) {
    const score = scores[order[i] as number] as number;
    const [tpBefore, fpBefore] = [tp, fp];
    for (; i < order.length && scores[order[i] as number] === score; i++) truth[order[i] as number] ? tp++ : fp++;
    aucRoc += ((fp - fpBefore) / negatives) * ((tp + tpBefore) / 2 / positives);
    aucPr += ((tp - tpBefore) / positives) * (tp / (tp + fp));
    push(roc, fp / negatives, tp / positives, score);
    push(pr, tp / positives, tp / (tp + fp), score);
    if (score >= threshold) operating = roc.x.length - 1;
  }
  return { aucRoc, aucPr, roc: thin(roc, operating), pr: thin(pr, Math.max(0, operating - 1)) };
}

function push(curve: Curve, x: number, y: number, threshold: number): void {
  curve.x.push(x);
  curve.y.push(y);
  curve.threshold.push(threshold);
}

const MOST_POINTS = 200;

/** Evenly thinned, with both ends and the point at index `kept`. */
function thin(curve: Curve, kept: number): Curve {
  const n = curve.x.length;
  if (n <= MOST_POINTS) return curve;
  const chosen = new Set([kept]);
  for (let i = 0; i < MOST_POINTS - 1; i++) chosen.add(Math.round((i * (n - 1)) / (MOST_POINTS - 2)));
  const order = [...chosen].sort((a, b) => a - b);
  const pick = (values: number[]) => order.map((i) => values[i] as number);
  return { x: pick(curve.x), y: pick(curve.y), threshold: pick(curve.threshold) };
}
