import { invalid } from '../../platform/errors.ts';

/** Rows sent along with a request: cells are numbers, or null (or text such as `NA`) where there is no reading. */
export type TableInput = { columns: readonly string[]; rows: readonly unknown[] };

const MISSING = new Set(['', 'null', 'na', 'n/a', 'nan']);
const NAMED = 8;

/**
 * Where each of a model's sensors is among the columns of an input. Other columns are none of its business.
 *
 * @throws invalid naming the sensors that are missing, and the columns that might have been meant
 */
export function locateSensors(sensors: readonly string[], columns: readonly string[]): number[] {
  const places = new Map(columns.map((name, i) => [name, i]));
  const missing = sensors.filter((name) => !places.has(name));
  if (missing.length > 0) {
    const others = columns.filter((name) => !sensors.includes(name));
    const hint = others.length > 0 ? ` Columns the model does not know: ${someOf(others)}.` : '';
    throw invalid(`Missing columns: ${someOf(missing)}. The model reads ${someOf(sensors)}.${hint}`, {
      code: 'MISSING_COLUMNS',
      details: { missing: missing.slice(0, 100), expected: sensors.slice(0, 100) },
    });
  }
  return sensors.map((name) => places.get(name) as number);
}

/**
 * The readings of an input, [rows × sensors], NaN where there is none.
 *
 * @throws invalid naming the first row and column that is not as it should be
 */
export function readTable(sensors: readonly string[], { columns, rows }: TableInput): Float64Array {
  const names = new Set<string>();
  for (const name of columns) {
    if (names.has(name)) throw bad(`The column '${shorten(name)}' is named twice`);
    names.add(name);
  }
  const places = locateSensors(sensors, columns);
  const values = new Float64Array(rows.length * sensors.length);
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== columns.length) {
      throw bad(`Row ${i} must be an array of ${columns.length} cells, one for each column`);
    }
    for (const [j, place] of places.entries()) {
      const value = readingOf(row[place]);
      if (value === undefined) {
        throw bad(
          `Row ${i}, column '${shorten(sensors[j] as string)}': ${shorten(JSON.stringify(row[place]))} is no number`,
        );
      }
      values[i * sensors.length + j] = value;
    }
  }
  return values;
}

/** NaN for a missing reading, undefined for what is none. */
function readingOf(cell: unknown): number | undefined {
  if (cell === null) return Number.NaN;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell !== 'string') return undefined;
  const text = cell.trim();
  if (MISSING.has(text.toLowerCase())) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function bad(message: string) {
  return invalid(message, { code: 'VALIDATION_ERROR' });
}

function someOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map((name) => `'${shorten(name)}'`);
  return `${shown.join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
