/* Preview, histograms, series and training rows of one parsed file. */
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import test, { after } from 'node:test';
import { createZstdDecompress } from 'node:zlib';
import { createParser, seeded } from './fixture.ts';
import { histogramsOf } from './histograms.ts';
import { pack, unpack } from './pack.ts';
import { type PreviewQuery, previewOf } from './preview.ts';
import { readRows } from './record.ts';
import { seriesOf } from './series.ts';
import { trainingRows } from './training-rows.ts';

const parse = await createParser({ after });

test('sorting: numbers as numbers, then words, blanks last, equals in the order of the file', async () => {
  const { duckdb, dataset, files } = await parse('v,i\n10,0\n9,1\n,2\nb,3\n1e1,4\na,5\nNA,6\n-1,7\n10.0,8\n" ",9\n');
  const order = async (query: Partial<PreviewQuery>) => {
    const { rows } = await previewOf(duckdb, dataset, files, { page: 1, pageSize: 100, sortColumn: 'v', ...query });
    return rows.map(([, i]) => i).join('');
  };
  assert.equal(await order({}), '7104853269');
  assert.equal(await order({ descending: true }), '3504817269');
});

test('pages: from 1, beyond the last empty, at least one', async () => {
  const { duckdb, dataset, files } = await parse(`a\n${Array.from({ length: 250 }, (_, i) => `${i}\n`).join('')}`);
  const page = (query: Partial<PreviewQuery>) =>
    previewOf(duckdb, dataset, files, { page: 1, pageSize: 100, ...query });
  const third = await page({ page: 3 });
  assert.deepEqual([third.rows.length, third.rows[0], third.totalRows, third.totalPages], [50, ['200'], 250, 3]);
  assert.deepEqual((await page({ page: 4 })).rows, []);
  assert.deepEqual((await page({ page: 1e9, sortColumn: 'a' })).rows, []);
  assert.deepEqual((await page({ page: 2, pageSize: 3, sortColumn: 'a', descending: true })).rows, [
    ['246'],
    ['245'],
    ['244'],
  ]);
  await assert.rejects(page({ sortColumn: 'b' }), { kind: 'invalid', message: /no column 'b'/ });
  const empty = await parse('a,b\n');
  const none = await previewOf(empty.duckdb, empty.dataset, empty.files, { page: 1, pageSize: 100, sortColumn: 'a' });
  assert.deepEqual(none, { headers: ['a', 'b'], rows: [], totalRows: 0, page: 1, totalPages: 1 });
});

test('times sort as the times they are', async () => {
  const { duckdb, dataset, files } = await parse(
    'ts,i\n2026-01-01T12:00:00+05:00,0\n2026-01-01 06:00:00,1\n,2\n1767225600,3\nlater,4\n',
  );
  const { rows } = await previewOf(duckdb, dataset, files, { page: 1, pageSize: 9, sortColumn: 'ts' });
  assert.deepEqual(
    rows.map(([, i]) => i),
    ['3', '1', '0', '4', '2'],
  );
});

test('rows are found wherever they are, plain and packed, and unpacking gives the same bytes back', async () => {
  const random = seeded(3);
  const lines = Array.from({ length: 60_000 }, (_, i) => [
    `${i}`,
    random().toFixed(6),
    i % 9 ? 'ok' : '"two\nlines, "',
  ]);
  const text = `\ufeffi,x,note\r\n${lines.map((line) => line.join(',')).join('\r\n')}`;
  const { files, folder } = await parse(text);
  const packedPath = join(folder, 'record.zst');
  const packed = await pack(files.record, packedPath, files.layout);
  assert.ok((packed.packed?.bytes ?? 0) < 0.6 * files.layout.bytes);
  assert.ok(files.layout.offsets.length > 3, 'several blocks');
  const wanted = [59_999, 0, 31_000, 17, 30_999, 17];
  for (const [path, layout] of [
    [files.record, files.layout],
    [packedPath, packed],
  ] as const) {
    const rows = await readRows(path, layout, wanted, 3);
    assert.deepEqual(
      rows.map(([i]) => Number(i)),
      wanted,
    );
    assert.deepEqual(rows[1], ['0', lines[0]?.[1], 'two\nlines, ']);
  }
  assert.deepEqual(
    await buffer(createReadStream(packedPath).pipe(createZstdDecompress())),
    Buffer.from(text),
    'any zstd reads it',
  );
  const plainPath = join(folder, 'again.csv');
  assert.deepEqual(await unpack(packedPath, plainPath, packed), files.layout);
  assert.deepEqual(await readFile(plainPath), Buffer.from(text));
});

test('a file of a header only is packed too', async () => {
  const { files, folder } = await parse('a,b');
  const packed = await pack(files.record, join(folder, 'record.zst'), files.layout);
  await unpack(join(folder, 'record.zst'), join(folder, 'again.csv'), packed);
  assert.equal(await readFile(join(folder, 'again.csv'), 'utf8'), 'a,b');
});

test('histograms count every number once', async () => {
  const random = seeded(11);
  const values = Array.from({ length: 5000 }, () => random() ** 2 * 10);
  const { duckdb, dataset, files } = await parse(
    `x,big,same,word\n${values.map((x, i) => `${x},${i % 2 ? 1e308 : -1e308},5,w\n`).join('')}`,
  );
  const [x, big, same] = await histogramsOf(duckdb, dataset, files.values, { bins: 8 });
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const counts = new Array(8).fill(0);
  for (const value of values) counts[Math.min(7, Math.floor((8 * (value - min)) / (max - min)))]++;
  assert.deepEqual(x?.counts, counts);
  assert.deepEqual([x?.edges[0], x?.edges[8]], [min, max]);
  const sorted = values.toSorted((a, b) => a - b);
  assert.ok(Math.abs((x?.quantiles.p50 ?? 0) - (sorted[2500] as number)) < 0.05);
  assert.deepEqual(big?.counts, [2500, 0, 0, 0, 0, 0, 0, 2500]);
  assert.deepEqual(same?.counts, [5000, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal((await histogramsOf(duckdb, dataset, files.values, { bins: 1, columns: ['same'] })).length, 1);
  for (const columns of [['nope'], ['word']])
    await assert.rejects(histogramsOf(duckdb, dataset, files.values, { bins: 1, columns }), { kind: 'invalid' });
});

test('a series keeps the extremes of every bucket', async () => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  const lines = Array.from(
    { length: 1000 },
    (_, i) => `${new Date(start + i * 60_000).toISOString()},${i === 777 ? 1e6 : i},${i < 500 ? '' : 1}`,
  );
  const { duckdb, dataset, files } = await parse(`ts,x,late\n${lines.join('\n')}\n`);
  const all = await seriesOf(duckdb, dataset, files.values, { points: 10 });
  assert.deepEqual([all.axis, all.x.length, all.x[0]], ['time', 10, start]);
  assert.ok(all.series[0]?.max.includes(1e6), 'no spike is lost');
  assert.equal(all.series[0]?.min[0], 0);
  assert.equal(all.series[1]?.mean[0], null);
  const part = await seriesOf(duckdb, dataset, files.values, {
    points: 100,
    columns: ['x'],
    from: '2026-01-01T00:10:00Z',
    to: '2026-01-01T00:12:00Z',
  });
  assert.deepEqual(part.series[0]?.mean, [10, 11, 12]);
  assert.deepEqual(
    part.x,
    [10, 11, 12].map((i) => start + i * 60_000),
  );
  const none = await seriesOf(duckdb, dataset, files.values, {
    points: 10,
    columns: ['x'],
    from: '2027-01-01',
    to: '2026-01-01',
  });
  assert.deepEqual(none, { axis: 'time', x: [], series: [{ column: 'x', min: [], max: [], mean: [] }] });
  for (const from of [
    '2026-01-01T15:00',
    '2026-01-01 15:00:00.000',
    '2026-01-01T16:00:00+01:00',
    '2026-01-01t10:00-0500',
  ]) {
    const { x } = await seriesOf(duckdb, dataset, files.values, { points: 1000, columns: ['x'], from });
    assert.equal(x[0], start + 900 * 60_000, from);
  }
  for (const from of ['then', '1', '1e99', '', '2026-13-01'])
    await assert.rejects(seriesOf(duckdb, dataset, files.values, { points: 10, from }), { kind: 'invalid' }, from);
});

test('without times a series goes by rows', async () => {
  const { duckdb, dataset, files } = await parse('x\n1\n5\n2\n8\n');
  const series = await seriesOf(duckdb, dataset, files.values, { points: 2 });
  assert.deepEqual(series, {
    axis: 'row',
    x: [0, 2],
    series: [{ column: 'x', min: [1, 2], max: [5, 8], mean: [3, 5] }],
  });
  const some = await seriesOf(duckdb, dataset, files.values, { points: 9, from: '1', to: '2' });
  assert.deepEqual(some.x, [1, 2]);
  await assert.rejects(seriesOf(duckdb, dataset, files.values, { points: 9, from: '-1' }), { kind: 'invalid' });
});

test('training reads rows in the order of their times, gaps staying where they were', async () => {
  const { duckdb, dataset, files } = await parse(
    'x,ts,state,anomaly\n3,2026-01-03,c,0\n4,,gap after c,\n1,2026-01-01,a,1\n,2026-01-02,NA,0\n1.5,2026-01-01,tie,0\n',
  );
  const rows = trainingRows(duckdb, dataset, files.values);
  assert.deepEqual(rows.columns, [
    { name: 'x', kind: 'number' },
    { name: 'ts', kind: 'time' },
    { name: 'state', kind: 'text' },
    { name: 'anomaly', kind: 'number' },
  ]);
  for (const round of [1, 2]) {
    const seen = [];
    for await (const chunk of rows.chunks()) seen.push(chunk);
    assert.equal(seen.length, 1, `round ${round}`);
    const [x, ts, state, anomaly] = seen[0]?.cells ?? [];
    assert.deepEqual([...(x ?? [])], [1, 1.5, Number.NaN, 3, 4]);
    assert.deepEqual(state, ['a', 'tie', '', 'c', 'gap after c']);
    assert.deepEqual([...(anomaly ?? [])], [1, 0, 0, 0, Number.NaN]);
    assert.equal(ts?.[0], Date.parse('2026-01-01'));
    assert.ok(Number.isNaN(ts?.[4]));
  }
});

test('training reads rows without times as they are in the file', async () => {
  const { duckdb, dataset, files } = await parse('x\n3\n1\n2\n');
  const seen: number[] = [];
  for await (const chunk of trainingRows(duckdb, dataset, files.values).chunks())
    seen.push(...(chunk.cells[0] as Float64Array));
  assert.deepEqual(seen, [3, 1, 2]);
});
