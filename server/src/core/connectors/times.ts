const names = ['timestamp', 'datetime', 'time', 'ts', 'date'];

export type TimeRangeText = { start?: string | undefined; end?: string | undefined };
export type Range = { start: number; end: number };

/** Position of the column that says when a row was read; -1 without one. */
export function timeColumnOf(columns: readonly string[]): number {
  const lower = columns.map((column) => column.toLowerCase());
  return names.map((name) => lower.indexOf(name)).find((at) => at !== -1) ?? -1;
}

/** Milliseconds of ISO-8601 (UTC where it names no zone), epoch seconds or milliseconds; NaN for anything else. */
export function timeOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const text = String(value ?? '').trim();
  if (text === '') return Number.NaN;
  const number = Number(text);
  // Seconds reach 100 billion in the year 5138; milliseconds passed it in 1973.
  if (!Number.isNaN(number)) return Math.abs(number) < 1e11 ? number * 1000 : number;
  return Date.parse(/[Zz]$|[+-]\d\d:?\d\d$|^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
}
