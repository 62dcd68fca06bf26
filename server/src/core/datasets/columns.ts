import { invalid } from '../../platform/errors.ts';
import type { ColumnProfile, Dataset } from './schema.ts';

export type Chosen = { k: number; column: ColumnProfile };

/** The columns of readings asked for by name, or the first `most` of them. @throws invalid */
export function chooseNumeric({ columns }: Dataset, names: readonly string[] | undefined, most: number): Chosen[] {
  const all = columns.map((column, k) => ({ k, column }));
  if (names === undefined || names.length === 0) return all.filter(({ column }) => column.stats).slice(0, most);
  if (names.length > most)
    throw invalid(`At most ${most} columns can be asked for at once.`, { code: 'VALIDATION_ERROR' });
  return [...new Set(names)].map((name) => {
    const found = all.find(({ column }) => column.name === name);
    if (!found) throw invalid(`There is no column '${name}'.`, { code: 'UNKNOWN_COLUMN', details: name });
    if (!found.column.stats)
      throw invalid(`Column '${name}' has no numbers to show.`, { code: 'NOT_NUMERIC', details: name });
    return found;
  });
}
