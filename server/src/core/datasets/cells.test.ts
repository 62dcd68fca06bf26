/* How single cells are understood: numbers, missing tokens, times. */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { createParser } from './fixture.ts';

const parse = await createParser({ after });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('a number is what a double can be read from, trimmed and finite', async () => {
  const spellings: [string, number | undefined][] = [
    ...[
      ['1', 1],
      ['-2.5', -2.5],
      ['+3', 3],
      ['.5', 0.5],
      ['5.', 5],
      ['1e3', 1000],
      [' 7\t', 7],
      ['-0', 0],
    ],
    ...[
      'inf',
      '-inf',
      '+Infinity',
      'nan',
      '1e999',
      '1_000',
      '1e1_0',
      '+-1',
      '--1',
      '0x10',
      '1,5',
      '1 000',
      '5 V',
      'true',
    ].map((text) => [text, undefined]),
  ] as [string, number | undefined][];
  for (const [text, value] of spellings) {
    const { profile } = await parse(`a,b\n${quoted(text)},1\n`);
    assert.deepEqual(profile.columns[0]?.stats?.min, value, text);
  }
});

test('empty, null, NULL, NA, NaN, N/A and nan are missing, with or without blanks around them', async () => {
  const tokens = ['', ' ', 'null', 'NULL', 'NA', 'NaN', 'N/A', 'nan', ' NA ', '\tnull'];
  const words = ['Null', 'none', 'n/a', 'NAN', '-', '?'];
  const { profile } = await parse(`a,b\n${[...tokens, ...words].map((text) => `${quoted(text)},1\n`).join('')}`);
  const { missing, text, numeric } = profile.columns[0] as (typeof profile.columns)[number];
  assert.deepEqual({ missing, text, numeric }, { missing: tokens.length, text: words.length, numeric: 0 });
});

const january = '2026-01-01T00:00:00.000Z';
const times: [string, string | undefined][] = [
  ['2026-01-01T00:00:00Z', january],
  ['2026-01-01T00:00:00z', january],
  ['2026-01-01T00:00:00', january],
  ['2026-01-01 00:00:00', january],
  ['2026-01-01 00:00', january],
  ['2026-01-01T00:00Z', january],
  ['2026-01-01', january],
  ['2026/01/01 00:00:00', january],
  ['20260101T000000Z', january],
  ['2026-01-01T02:00:00+02:00', january],
  ['2025-12-31T19:00:00-0500', january],
  ['2026-01-01 01:00:00+01', january],
  ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
  [' 2026-01-01T00:00:00Z ', january],
  ['1767225600', january],
  ['1767225600.0', january],
  ['1767225600000', january],
  ['1767225600000000', january],
  ['1767225600000000000', january],
  ['0', '1970-01-01T00:00:00.000Z'],
  ['-1', '1969-12-31T23:59:59.000Z'],
  ['9999-12-31 23:59:59', '9999-12-31T23:59:59.000Z'],
  ['2026-02-30 00:00:00', undefined],
  ['10:30:00', undefined],
  ['31.12.2026', undefined],
  ['infinity', undefined],
  ['0044-03-15 (BC)', undefined],
  ['99999-01-01', undefined],
  ['1e300', undefined],
  ['yesterday', undefined],
];

test('times are read in ISO 8601 with or without a zone, and as seconds or less since 1970', async () => {
  for (const [text, expected] of times) {
    const { profile } = await parse(`ts,a\n${quoted(text)},1\n`);
    assert.equal(profile.timeRange?.start.toISOString(), expected, text);
    assert.equal(profile.timeColumn, expected === undefined ? null : 0, text);
  }
});

test('a time column is known by its name, and the one that can be read is taken', async () => {
  for (const name of ['timestamp', 'Time', 'DATETIME', 'date', 'ts']) {
    const { profile } = await parse(`a,${name}\n1,2026-01-01\n`);
    assert.equal(profile.timeColumn, 1, name);
    assert.equal(profile.columns[1]?.stats, undefined, 'a time has no mean');
  }
  const several = await parse('date,time,Timestamp,a\n2026-01-01,10:00:00,,1\n2026-01-02,11:00:00,2026-01-02,2\n');
  assert.equal(several.profile.timeColumn, 0);
  const equal = await parse('date,timestamp,a\n2026-01-01,2026-01-01T05:00:00Z,1\n');
  assert.equal(equal.profile.timeColumn, 1);
  const none = await parse('runtime,timestamp_utc\n2026-01-01,2026-01-01\n');
  assert.equal(none.profile.timeColumn, null);
});

test('the range of times is their least and greatest, in whatever order they come', async () => {
  const { profile } = await parse('ts,a\n2026-01-03,1\n,2\n2026-01-01,3\nsoon,4\n2026-01-02,5\n');
  assert.deepEqual(profile.timeRange, { start: new Date('2026-01-01'), end: new Date('2026-01-03') });
  const { numeric, text, missing } = profile.columns[0] as (typeof profile.columns)[number];
  assert.deepEqual({ numeric, text, missing }, { numeric: 0, text: 4, missing: 1 });
});

test('deviations of the largest and smallest numbers do not leave the range of a double', async () => {
  const { profile } = await parse('big,small,plain\n1e308,1e-200,1\n-1e308,3e-200,3\n');
  const [big, small, plain] = profile.columns.map(({ stats }) => stats);
  assert.deepEqual(big, { min: -1e308, max: 1e308, mean: 0, std: 1e308 });
  assert.ok(Math.abs((small?.std ?? 0) / 1e-200 - 1) < 1e-12);
  assert.deepEqual(plain, { min: 1, max: 3, mean: 2, std: 1 });
});
