import { type Database, identifier, type Queryable, sql, type Transaction } from '../../platform/database/index.ts';
import type { Latest } from './schema.ts';

/** A point whose series has a number; `at` in milliseconds since 1970. */
export type Row = { seriesId: number; at: number; value: number };
export type SeriesKey = { tenantId: string; sourceId: string; metric: string };
export type Folding = { closedTo: number; minutesTo: number; hoursTo: number; daysTo: number };
export type Partitioned = 'telemetry_points' | 'telemetry_minutes';

export const DAY_MS = 86_400_000;

// Any constants will do, as long as every version of Signalbox uses the same.
const closingLock = 7_446_925_562_267_801; // shared by writers, taken alone to move closed_to
const foldingLock = 7_446_925_562_267_802;
const partitionLock = 7_446_925_562_267_803;

/** Numbers of the series, made where they are new. @throws a foreign key violation when a tenant is not there */
export async function ensureSeries(db: Queryable, keys: readonly SeriesKey[]): Promise<(SeriesKey & { id: number })[]> {
  const wanted = sql`unnest(${keys.map((key) => key.tenantId)}::uuid[], ${keys.map((key) => key.sourceId)}::uuid[],
    ${keys.map((key) => key.metric)}::text[]) as k (tenant_id, source_id, metric)`;
  await db.run(sql`
    insert into telemetry_series (tenant_id, source_id, metric)
    select k.tenant_id, k.source_id, k.metric from ${wanted}
    where not exists (select from telemetry_series s
      where s.source_id = k.source_id and s.tenant_id = k.tenant_id and s.metric = k.metric)
    order by 1, 2, 3 on conflict do nothing`);
  return db.query(sql`
    select s.id, s.tenant_id as "tenantId", s.source_id as "sourceId", s.metric from ${wanted}
    join telemetry_series s on s.source_id = k.source_id and s.tenant_id = k.tenant_id and s.metric = k.metric`);
}

/**
 * Adds points; those whose series and time are there already change nothing. First wins because who sends again sends the same,
 * and an update would leave a dead row for each repetition. Sorted, so that two writers of the same points wait in one order.
 *
 * The array texts are made here: the driver's own take twice as long (3.1 ms for 10,000).
 */
export async function addPoints(tx: Transaction, rows: readonly Row[]): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock_shared(${closingLock})`);
  // A statement of its own: it must see what closing_to became while the lock was waited for.
  const state = await tx.one<{ closedTo: number }>(sql`
    with added as (
      insert into telemetry_points (series_id, at, value)
      select series_id, to_timestamp(ms / 1000), value
      from unnest(${list(rows, seriesOf)}::bigint[], ${list(rows, timeOf)}::float8[], ${list(rows, figureOf)}::float8[])
        as p (series_id, ms, value)
      order by 1, 2 on conflict do nothing
    )
    select extract(epoch from closed_to)::float8 * 1000 as "closedTo" from telemetry_folding`);
  const late = new Set<string>();
  for (const { at, seriesId } of rows)
    if (at < (state?.closedTo ?? 0)) late.add(`${seriesId}:${Math.floor(at / 60_000) * 60}`);
  if (late.size === 0) return;
  const marks = [...late].map((mark) => mark.split(':'));
  await tx.run(sql`
    insert into telemetry_late (series_id, minute) select series_id, to_timestamp(seconds)
    from unnest(${marks.map(([id]) => id)}::bigint[], ${marks.map(([, seconds]) => seconds)}::float8[]) as m (series_id, seconds)`);
}

const seriesOf = (row: Row) => row.seriesId;
const timeOf = (row: Row) => row.at;
const figureOf = (row: Row) => row.value;

function list(rows: readonly Row[], field: (row: Row) => number): string {
  let text = '{';
  for (let i = 0; i < rows.length; i++) text += i === 0 ? field(rows[i] as Row) : `,${field(rows[i] as Row)}`;
  return `${text}}`;
}

/** Makes the partition of a UTC day unless it is there. Attached, not created in place: readers and writers go on meanwhile. */
export async function ensurePartition(database: Database, table: Partitioned, day: number): Promise<void> {
  const name = identifier(partitionName(table, day));
  await database.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(${partitionLock})`);
    if (await tx.one(sql`select 1 where to_regclass(${partitionName(table, day)}) is not null`)) return;
    await tx.run(sql`create table ${name} (like ${identifier(table)} including all)`);
    const [from, to] = [day, day + DAY_MS].map((at) => ({ text: `'${new Date(at).toISOString()}'`, values: [] }));
    await tx.run({
      text: `alter table ${table} attach partition ${name.text} for values from (${from?.text}) to (${to?.text})`,
      values: [],
    });
  });
}

function partitionName(table: Partitioned, day: number): string {
  return `${table}_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** Starts (milliseconds) of the days a table has partitions for, oldest first. */
export async function partitionDays(db: Queryable, table: Partitioned): Promise<number[]> {
  const rows = await db.query<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ${table}::regclass order by 1`);
  return rows.map(({ name }) => Date.parse(name.slice(-8).replace(/(....)(..)(..)/, '$1-$2-$3')));
}

/** Drops a day. Of points, what was newest of each series is kept with the series. Waits for readers 5 s at most, then throws. */
export async function dropPartition(tx: Transaction, table: Partitioned, day: number): Promise<void> {
  const name = identifier(partitionName(table, day));
  if (table === 'telemetry_points')
    await tx.run(sql`
      update telemetry_series s set last_at = p.at, last_value = p.value
      from telemetry_series o cross join lateral
        (select at, value from ${name} where series_id = o.id order by at desc limit 1) p
      where s.id = o.id and (s.last_at is null or s.last_at < p.at)`);
  await tx.run(sql`set local lock_timeout = '5s'`);
  await tx.run(sql`drop table ${name}`);
}

/** Lets one process fold at a time, until the transaction ends. */
export async function lockFolding(tx: Transaction): Promise<Folding> {
  await tx.run(sql`select pg_advisory_xact_lock(${foldingLock})`);
  return readFolding(tx);
}

export async function readFolding(db: Queryable): Promise<Folding> {
  return (await db.one<Folding>(sql`
    select extract(epoch from closed_to)::float8 * 1000 as "closedTo", extract(epoch from minutes_to)::float8 * 1000 as "minutesTo",
      extract(epoch from hours_to)::float8 * 1000 as "hoursTo", extract(epoch from days_to)::float8 * 1000 as "daysTo"
    from telemetry_folding`)) as Folding;
}

/** Declares all points before `to` late from now on. Waits for the writers under way: what they add will be folded. */
export async function closeTo(tx: Transaction, to: number): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(${closingLock})`);
  await tx.run(sql`update telemetry_folding set closed_to = greatest(closed_to, ${new Date(to)})`);
}

const replace = sql`on conflict (series_id, at) do update
  set count = excluded.count, sum = excluded.sum, min = excluded.min, max = excluded.max`;

export async function foldMinutes(tx: Transaction, from: number, to: number): Promise<void> {
  await tx.run(sql`
    insert into telemetry_minutes (series_id, at, count, sum, min, max)
    select series_id, date_trunc('minute', at, 'UTC'), count(*), sum(value), min(value), max(value) from telemetry_points
    where at >= ${new Date(from)} and at < ${new Date(to)} group by 1, 2 ${replace}`);
  await tx.run(sql`update telemetry_folding set minutes_to = ${new Date(to)}`);
}

export async function foldHours(tx: Transaction, from: number, to: number): Promise<void> {
  await tx.run(sql`
    insert into telemetry_hours (series_id, at, count, sum, min, max)
    select series_id, date_trunc('hour', at, 'UTC'), sum(count), sum(sum), min(min), max(max) from telemetry_minutes
    where at >= ${new Date(from)} and at < ${new Date(to)} group by 1, 2 ${replace}`);
  await tx.run(sql`update telemetry_folding set hours_to = ${new Date(to)}`);
}

/** The series are locked against being forgotten: days refer to them. */
export async function foldDays(tx: Transaction, from: number, to: number): Promise<void> {
  await tx.run(sql`
    with alive as materialized (select id from telemetry_series for key share)
    insert into telemetry_days (series_id, at, count, sum, min, max)
    select series_id, date_trunc('day', at, 'UTC'), sum(count), sum(sum), min(min), max(max) from telemetry_hours
    where at >= ${new Date(from)} and at < ${new Date(to)} and series_id in (select id from alive) group by 1, 2 ${replace}`);
  await tx.run(sql`update telemetry_folding set days_to = ${new Date(to)}`);
}

type Marks = { ids: number[]; minutes: Date[] };

/** Takes up to `most` marks of late minutes, oldest marks first. */
export async function takeLate(tx: Transaction, most: number): Promise<Marks> {
  const rows = await tx.query<{ id: number; minute: Date }>(sql`
    delete from telemetry_late where id in (select id from telemetry_late order by id limit ${most})
    returning series_id as id, minute`);
  return { ids: rows.map(({ id }) => id), minutes: rows.map(({ minute }) => minute) };
}

/** Folds marked minutes again from their points, then the hours and days that were folded from them already. */
export async function refold(tx: Transaction, { ids, minutes }: Marks, { hoursTo, daysTo }: Folding): Promise<void> {
  const marked = (
    unit: 'minute' | 'hour' | 'day',
  ) => sql`(select distinct m.series_id, date_trunc(${unit}, m.minute, 'UTC') as at
    from unnest(${ids}::bigint[], ${minutes}::timestamptz[]) as m (series_id, minute))`;
  await tx.run(sql`
    insert into telemetry_minutes (series_id, at, count, sum, min, max)
    select m.series_id, m.at, p.* from ${marked('minute')} m cross join lateral (
      select count(*) as n, sum(value), min(value), max(value) from telemetry_points
      where series_id = m.series_id and at >= m.at and at < m.at + interval '1 minute') p
    where p.n > 0 ${replace}`);
  await tx.run(sql`
    insert into telemetry_hours (series_id, at, count, sum, min, max)
    select m.series_id, m.at, p.* from ${marked('hour')} m cross join lateral (
      select sum(count) as n, sum(sum), min(min), max(max) from telemetry_minutes
      where series_id = m.series_id and at >= m.at and at < m.at + interval '1 hour') p
    where p.n > 0 and m.at < ${new Date(hoursTo)} ${replace}`);
  await tx.run(sql`
    with alive as materialized (select id from telemetry_series where id = any (${ids}::bigint[]) for key share)
    insert into telemetry_days (series_id, at, count, sum, min, max)
    select m.series_id, m.at, p.* from ${marked('day')} m cross join lateral (
      select sum(count) as n, sum(sum), min(min), max(max) from telemetry_hours
      where series_id = m.series_id and at >= m.at and at < m.at + interval '1 day') p
    where p.n > 0 and m.at < ${new Date(daysTo)} and m.series_id in (select id from alive) ${replace}`);
}

export async function hasLateBefore(db: Queryable, at: number): Promise<boolean> {
  return (await db.one(sql`select 1 from telemetry_late where minute < ${new Date(at)} limit 1`)) !== undefined;
}

export async function removeHoursBefore(db: Queryable, at: number): Promise<number> {
  return db.run(sql`delete from telemetry_hours where at < ${new Date(at)}`);
}

export async function removeSeriesOf(tx: Transaction, sourceId: string): Promise<void> {
  await tx.run(sql`delete from telemetry_series where source_id = ${sourceId}`);
}

export type BucketRow = { at: number; count: number; sum: number; min: number; max: number };

/**
 * Buckets of `bucketMs` from `from` up to `to`, made from days, hours, minutes or points; whatever the chosen ones do not reach
 * yet, because it is not folded, is taken from the next finer ones, all as of one moment.
 */
export async function readBuckets(
  db: Queryable,
  key: SeriesKey,
  { level, from, to, bucketMs }: { level: 0 | 1 | 2 | 3; from: number; to: number; bucketMs: number },
): Promise<BucketRow[]> {
  const [start, end] = [new Date(from), new Date(to)];
  return db.query(sql`
    with s as (
      select s.id, case when ${level}::int >= 1 then f.minutes_to else 'epoch' end as minutes_to,
        case when ${level}::int >= 2 then f.hours_to else 'epoch' end as hours_to,
        case when ${level}::int >= 3 then f.days_to else 'epoch' end as days_to
      from telemetry_series s, telemetry_folding f
      where s.source_id = ${key.sourceId} and s.tenant_id = ${key.tenantId} and s.metric = ${key.metric}
    ), parts as (
      select at, 1 as count, value as sum, value as min, value as max from telemetry_points
      where series_id = (select id from s) and at >= greatest((select minutes_to from s), ${start}) and at < ${end}
      union all
      select at, count, sum, min, max from telemetry_minutes where series_id = (select id from s)
        and at >= greatest((select hours_to from s), ${start}) and at < least((select minutes_to from s), ${end})
      union all
      select at, count, sum, min, max from telemetry_hours where series_id = (select id from s)
        and at >= greatest((select days_to from s), ${start}) and at < least((select hours_to from s), ${end})
      union all
      select at, count, sum, min, max from telemetry_days where series_id = (select id from s)
        and at >= ${start} and at < least((select days_to from s), ${end})
    )
    select floor(extract(epoch from at)::float8 * 1000 / ${bucketMs}::float8) * ${bucketMs}::float8 as at,
      sum(count)::float8 as count, sum(sum) as sum, min(min) as min, max(max) as max
    from parts group by 1 order by 1`);
}

/** The newest point of each series: from the newest day that has one, one look into an index each. */
export async function readLatest(
  db: Queryable,
  { tenantId, sourceIds, metrics }: { tenantId: string; sourceIds: readonly string[]; metrics?: readonly string[] },
): Promise<Latest[]> {
  return db.query(sql`
    select s.source_id as "sourceId", s.metric, coalesce(p.at, s.last_at) as at, coalesce(p.value, s.last_value) as value
    from telemetry_series s left join lateral
      (select at, value from telemetry_points where series_id = s.id order by at desc limit 1) p on true
    where s.tenant_id = ${tenantId} and s.source_id = any (${sourceIds}::uuid[])
      ${metrics ? sql`and s.metric = any (${metrics}::text[])` : sql``} and coalesce(p.at, s.last_at) is not null
    order by s.source_id, s.metric`);
}
