import type { DuckSession } from '../../platform/duckdb/index.ts';
import type { ColumnProfile, ColumnStats, TimeRange } from './schema.ts';
import { isWord, valuesOf } from './sql.ts';
import { chooseTimeColumn, isTimeName } from './times.ts';

export type Profile = {
  rows: number;
  columns: ColumnProfile[];
  timeColumn: number | null;
  timeRange: TimeRange | null;
};

/** Columns of one query; 500 in one would need 3,000 aggregates at once. */
const COLUMNS_AT_ONCE = 100;

/** Squares of numbers beyond these leave the range of a double. */
const HUGE = 1e150;
const TINY = 1e-150;

/** Counts and measures every column of a values file, over all of its rows. */
export async function profileOf(session: DuckSession, valuesPath: string, names: readonly string[]): Promise<Profile> {
  const values = valuesOf(valuesPath);
  const counted = await rowAndColumns(session, values, names);
  const { rows, facts } = counted;
  const readable = new Map<number, number>();
  const columns = names.map((name, k): ColumnProfile => {
    const { numbers, words, stats, times } = facts[k] as Facts;
    const text = words + (times?.asText ?? 0);
    const profile = { name, isTime: times !== undefined, numeric: numbers, text, missing: rows - numbers - text };
    if (!times) return stats ? { ...profile, stats } : profile;
    readable.set(k, times.readable);
    return { ...profile, readableTimes: times.readable };
  });
  const timeColumn = chooseTimeColumn(columns, readable);
  const range = timeColumn === null ? undefined : facts[timeColumn]?.times;
  return {
    rows,
    columns,
    timeColumn,
    timeRange: range ? { start: dateOf(range.first), end: dateOf(range.last) } : null,
  };
}

type Facts = {
  numbers: number;
  words: number;
  stats?: ColumnStats;
  times?: { readable: number; asText: number; first: number; last: number };
};

async function rowAndColumns(session: DuckSession, values: string, names: readonly string[]) {
  const facts: Facts[] = [];
  let rows = 0;
  for (let from = 0; from < names.length; from += COLUMNS_AT_ONCE) {
    const some = names
      .slice(from, from + COLUMNS_AT_ONCE)
      .map((name, i) => ({ k: from + i, isTime: isTimeName(name) }));
    const found = await measure(session, values, some);
    rows = found.rows as number;
    for (const { k, isTime } of some) facts.push(factsFrom(found, k, isTime));
  }
  await countWords(session, values, facts);
  await rescale(session, values, facts);
  return { rows, facts };
}

type Measured = Record<string, number | null>;
type Place = { k: number; isTime: boolean };

/** One pass over some columns. Where a deviation leaves the range of a double, `rescale` measures it again. */
async function measure(session: DuckSession, values: string, some: readonly Place[]): Promise<Measured> {
  const query = (deviation: (k: number) => string) =>
    session.rows<Measured>(
      `select count(*) as rows, ${some.flatMap((place) => aggregates(place, deviation)).join(', ')} from ${values}`,
    );
  try {
    return (await query((k) => `stddev_pop(v${k})`))[0] as Measured;
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Out of Range Error'))) throw error;
    return (
      await query((k) => `coalesce(stddev_pop(case when abs(v${k}) < ${HUGE} then v${k} end), 0)`)
    )[0] as Measured;
  }
}

function aggregates({ k, isTime }: Place, deviation: (k: number) => string): string[] {
  const texts = [`count(v${k}) as numbers${k}`, `count(s${k}) as texts${k}`];
  if (isTime)
    return [
      ...texts,
      `count(t${k}) as readable${k}, count(*) filter (t${k} is not null and v${k} is null) as astext${k}`,
      `min(t${k}) as first${k}, max(t${k}) as last${k}`,
    ];
  return [
    ...texts,
    `min(v${k}) as min${k}, max(v${k}) as max${k}, favg(v${k}) as mean${k}, ${deviation(k)} as std${k}`,
  ];
}

function factsFrom(found: Measured, k: number, isTime: boolean): Facts {
  // Adding 0 makes 0 of −0.
  const number = (name: string) => ((found[`${name}${k}`] ?? 0) as number) + 0;
  const facts: Facts = { numbers: number('numbers'), words: number('texts') };
  if (isTime) {
    facts.times = {
      readable: number('readable'),
      asText: number('astext'),
      first: number('first'),
      last: number('last'),
    };
  } else if (facts.numbers > 0) {
    facts.stats = { min: number('min'), max: number('max'), mean: number('mean'), std: number('std') };
  }
  return facts;
}

/** So far every cell that is no number counts as a word; missing tokens such as NA are looked for where there are any. */
async function countWords(session: DuckSession, values: string, facts: Facts[]): Promise<void> {
  const some = facts.flatMap(({ words }, k) => (words > 0 ? [k] : []));
  for (let from = 0; from < some.length; from += COLUMNS_AT_ONCE) {
    const batch = some.slice(from, from + COLUMNS_AT_ONCE);
    const counts = batch.map((k) => `count(*) filter (${isWord(k)}) as words${k}`);
    const [row] = await session.rows<Record<string, number>>(`select ${counts.join(', ')} from ${values}`);
    for (const k of batch) (facts[k] as Facts).words = row?.[`words${k}`] as number;
  }
}

/** Measures columns of very large or very small numbers again, multiplied by a power of two, which loses nothing. */
async function rescale(session: DuckSession, values: string, facts: Facts[]): Promise<void> {
  for (const [k, { stats }] of facts.entries()) {
    if (!stats) continue;
    const largest = Math.max(Math.abs(stats.min), Math.abs(stats.max));
    if (largest === 0 || (largest < HUGE && largest > TINY)) continue;
    const factor = largest >= HUGE ? 2 ** -600 : 2 ** 520;
    const [row] = await session.rows<{ mean: number; std: number }>(
      `select favg(v${k} * ${factor}) as mean, stddev_pop(v${k} * ${factor}) as std from ${values}`,
    );
    stats.mean = (row?.mean ?? 0) / factor;
    stats.std = (row?.std ?? 0) / factor;
  }
}

function dateOf(microseconds: number): Date {
  return new Date(Math.floor(microseconds / 1000));
}
