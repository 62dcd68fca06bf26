/*
 * Columns that annotate rows instead of measuring something. The names below are never sensors; `target`, `class` and
 * the like are labels only where they hold two values, because they are also the names of set points and axes.
 */
const NEVER_SENSORS = new Set([
  ...['label', 'labels', 'anomaly', 'anomalies', 'anomalous', 'isanomaly', 'outlier', 'isoutlier'],
  ...['fault', 'isfault', 'failure', 'groundtruth', 'changepoint', 'changepoints', 'ischangepoint'],
]);
const LABELS_IF_BINARY = new Set(['target', 'class', 'y', 'category', 'outcome']);

/** Which label is believed when there are several: the first of these that tells two kinds of rows apart. */
const PREFERENCE = [
  /^(is)?anomal/,
  /^labels?$/,
  /^(is)?fault$|^failure$/,
  /^(is)?outlier$/,
  /^groundtruth$/,
  /^target$/,
  /^(class|category|outcome)$/,
  /^y$/,
];

const NORMAL = new Set(['0', 'false', 'f', 'no', 'n', 'normal', 'ok', 'good', 'healthy', 'nominal', 'none']);

export type ColumnUse = 'sensor' | 'annotation' | 'maybe-label';

/** What a column is by its name alone. */
export function useOf(columnName: string): ColumnUse {
  const name = plain(columnName);
  if (NEVER_SENSORS.has(name)) return 'annotation';
  return LABELS_IF_BINARY.has(name) ? 'maybe-label' : 'sensor';
}

/** The distinct values of a column, as text; `undefined` stands for more than were counted. */
export type Distinct = ReadonlySet<string> | undefined;

/**
 * True for values that tell normal rows from others: one value that means normal, such as 0, false or `normal`, and one
 * other; words may have any number of others (kinds of faults).
 */
export function tellsApart(values: Distinct): boolean {
  if (!values) return false;
  const all = [...values];
  const normal = all.filter(isNormal).length;
  const words = all.some((value) => Number.isNaN(Number(value)));
  return normal === 1 && (all.length === 2 || (words && all.length > 2));
}

/** Whether a label's value means that the row is normal; a missing one does. */
export function isNormal(value: string): boolean {
  const text = value.trim().toLowerCase();
  return text === '' || NORMAL.has(text) || Number(text) === 0;
}

/** The column whose values are the truth about rows, or undefined. Change points mark instants, not states. */
export function chooseLabel(candidates: ReadonlyMap<string, Distinct>): string | undefined {
  for (const pattern of PREFERENCE) {
    for (const [column, values] of candidates) {
      if (pattern.test(plain(column)) && tellsApart(values)) return column;
    }
  }
  return undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\-\s]/g, '');
}
