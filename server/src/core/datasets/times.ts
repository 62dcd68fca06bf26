import type { ColumnProfile } from './schema.ts';

/** Names of time columns, the most telling first. */
const names = ['timestamp', 'datetime', 'time', 'ts', 'date'];

export function isTimeName(column: string): boolean {
  return names.includes(column.toLowerCase());
}

/** Which of the columns named like a time says when rows were read: the one with most readable cells. */
export function chooseTimeColumn(
  columns: readonly ColumnProfile[],
  readable: ReadonlyMap<number, number>,
): number | null {
  const rank = (k: number) => names.indexOf((columns[k] as ColumnProfile).name.toLowerCase());
  const candidates = [...readable].filter(([, cells]) => cells > 0);
  candidates.sort(([a, cellsA], [b, cellsB]) => cellsB - cellsA || rank(a) - rank(b));
  return candidates[0]?.[0] ?? null;
}
