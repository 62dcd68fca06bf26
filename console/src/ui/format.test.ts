import assert from 'node:assert/strict';
import test from 'node:test';
import { roundSteps } from './charts/steps.ts';
import { timeTicks } from './charts/times.ts';
import { ago, bitrate, bytes, counted, duration, number, percent } from './format.ts';

test('figures read well at every size', () => {
  assert.deepEqual([0.0082, 71.25, 86_400, 0.000012, -3, 0].map(number), [
    '0.0082',
    '71.25',
    '86400',
    '1.20e-5',
    '-3',
    '0',
  ]);
  assert.equal(number(null), '–');
  assert.equal(number(Number.NaN), '–');
  assert.deepEqual([0, 999, 12_582_912, 2_097_152_000].map(bytes), ['0 bytes', '999 bytes', '13 MB', '2.1 GB']);
  assert.deepEqual([0, 999, 12_400_000, 2_500_000_000].map(bitrate), [
    '0 bit/s',
    '999 bit/s',
    '12.4 Mbit/s',
    '2.5 Gbit/s',
  ]);
  assert.deepEqual([7, 342, 7_325].map(duration), ['7 s', '5 min 42 s', '2 h 2 min']);
  assert.deepEqual([counted(1, 'row'), counted(86_400, 'row'), percent(0.9)], ['1 row', '86,400 rows', '90.0%']);
});

test('times are told as people say them', () => {
  const now = Date.parse('2026-03-06T14:00:00Z');
  const said = (iso: string) => ago(iso, now);
  assert.equal(said('2026-03-06T13:59:40Z'), 'just now');
  assert.equal(said('2026-03-06T13:57:00Z'), '3 minutes ago');
  assert.equal(said('2026-03-05T13:00:00Z'), 'yesterday');
  assert.equal(said('2026-01-01T12:00:00Z'), '1 Jan 2026');
});

test('ticks of time are as fine as they are apart, and name the day where a new one begins', () => {
  const at = (text: string) => Date.parse(`2026-01-${text}Z`);
  assert.deepEqual(timeTicks([at('01T18:00'), at('02T00:00'), at('02T06:00')], 6 * 3_600_000), [
    '18:00\n1 Jan',
    '00:00\n2 Jan',
    '06:00',
  ]);
  assert.deepEqual(timeTicks([at('01T00:00'), at('08T00:00')], 7 * 86_400_000), ['1 Jan', '8 Jan']);
  assert.deepEqual(timeTicks([at('01T00:00:30')], 10_000), ['00:00:30\n1 Jan']);
});

test('a logarithmic axis has round lines', () => {
  assert.deepEqual(roundSteps(0.008, 0.16), [0.01, 0.02, 0.05, 0.1]);
  assert.deepEqual(roundSteps(0.0001, 10), [0.0001, 0.001, 0.01, 0.1, 1, 10]);
  assert.deepEqual(roundSteps(0, 1), []);
});
