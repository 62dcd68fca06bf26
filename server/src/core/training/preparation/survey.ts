import { chooseLabel, type Distinct, tellsApart, useOf } from './labels.ts';
import { type RowSource, Untrainable } from './source.ts';
import { FEWEST_ROWS, type Split, splitRows } from './split.ts';

/** What the training rows look like: everything needed to turn rows into what a network reads. */
export type Survey = {
  rows: number;
  split: Split;
  /** The columns that are sensors, in the order of a row, and their mean and population deviation over the train rows. */
  sensors: { name: string; column: number; mean: number; std: number; monitored: boolean }[];
  /** The column that says which rows are anomalous, if one does. */
  label: { name: string; column: number } | null;
  /** Columns that annotate rows and are no sensors. */
  annotations: string[];
};

const MOST_SENSORS = 4096;
/** More distinct values than this, and a column is no label. */
const MOST_KINDS = 50;
/** A deviation this small compared with the mean is rounding. */
const CONSTANT = 1e-8;

/**
 * Reads the rows once: which columns are sensors and which are labels, and what is normal for each sensor.
 *
 * @throws {Untrainable} too few rows, no sensors, or none that ever moves
 */
export async function survey(source: RowSource): Promise<Survey> {
  const { rowCount: rows } = source;
  if (rows < FEWEST_ROWS) {
    throw new Untrainable(`The dataset has ${rows} rows; training needs at least ${FEWEST_ROWS} to split.`);
  }
  const split = splitRows(rows);
  const columns = source.columns.map((column, index) => {
    const use = column.kind === 'time' ? undefined : useOf(column.name);
    return {
      ...column,
      index,
      isAnnotation: use === 'annotation',
      // Words can only be labels, whatever the column is called.
      kinds: use === 'annotation' || use === 'maybe-label' ? new Set<string>() : undefined,
      moments: column.kind === 'number' && use !== 'annotation' ? createMoments() : undefined,
    };
  });
  let row = 0;
  for await (const chunk of source.chunks()) {
    const trainRows = Math.min(chunk.rows, Math.max(0, split.train.count - row));
    for (const { index, kinds, moments } of columns) {
      const cells = chunk.cells[index] as Float64Array | readonly string[];
      if (kinds && kinds.size <= MOST_KINDS) addKinds(kinds, cells);
      moments?.add(cells as Float64Array, trainRows);
    }
    row += chunk.rows;
  }
  if (row !== rows) throw new Error(`The dataset should have ${rows} rows, but ${row} could be read.`);

  const distinct = new Map<string, Distinct>(
    columns.flatMap(({ name, kinds }) => (kinds ? [[name, kinds.size > MOST_KINDS ? undefined : kinds]] : [])),
  );
  const labelName = chooseLabel(distinct);
  const label = columns.find(({ name }) => name === labelName);
  // A second label is no sensor either: it would give the first one away.
  const annotates = ({ name, isAnnotation }: { name: string; isAnnotation: boolean }) =>
    isAnnotation || tellsApart(distinct.get(name));
  const sensors = columns.flatMap((column) =>
    column.moments && !annotates(column)
      ? [{ name: column.name, column: column.index, ...sensorOf(column.moments) }]
      : [],
  );
  if (sensors.length === 0) {
    throw new Untrainable('The dataset has no column of numbers to learn from (time and label columns do not count).');
  }
  if (sensors.length > MOST_SENSORS) {
    throw new Untrainable(`The dataset has ${sensors.length} sensor columns; a model takes at most ${MOST_SENSORS}.`);
  }
  if (!sensors.some(({ monitored }) => monitored)) {
    throw new Untrainable(
      `No sensor ever changes in the first ${split.train.count} rows, which are the ones to learn from, so nothing can be learned.`,
    );
  }
  return {
    rows,
    split,
    sensors,
    label: label ? { name: label.name, column: label.index } : null,
    annotations: columns.filter((column) => annotates(column) && column !== label).map(({ name }) => name),
  };
}

function addKinds(kinds: Set<string>, cells: Float64Array | readonly string[]): void {
  for (const cell of cells) {
    if (cell === '' || Number.isNaN(cell)) continue;
    kinds.add(String(cell));
    if (kinds.size > MOST_KINDS) return;
  }
}

type Moments = ReturnType<typeof createMoments>;

/** Mean and deviation over forward-filled cells (Welford). A gap before the first reading counts nothing. */
function createMoments() {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let last = Number.NaN;
  return {
    add(cells: Float64Array, rows: number) {
      for (let i = 0; i < rows; i++) {
        const cell = cells[i] as number;
        if (!Number.isNaN(cell)) last = cell;
        if (Number.isNaN(last)) continue;
        count++;
        const delta = last - mean;
        mean += delta / count;
        squares += delta * (last - mean);
      }
    },
    result: () => ({ mean, std: count === 0 ? 0 : Math.sqrt(squares / count) }),
  };
}

function sensorOf(moments: Moments): { mean: number; std: number; monitored: boolean } {
  const { mean, std } = moments.result();
  const monitored = std >= CONSTANT * Math.max(1, Math.abs(mean));
  return { mean, std: monitored ? std : 1, monitored };
}
