import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { parseHyperparameters } from '../hyperparameters.ts';
import { openRows, prepare, readLabels } from './prepare.ts';
import type { RowSource, SourceColumn } from './source.ts';
import { normalStretches, splitRows } from './split.ts';

type Cell = number | string | undefined;

/** Rows in chunks of three, as a dataset gives them. */
function sourceOf(columns: SourceColumn[], rows: Cell[][]): RowSource & { opened: number } {
  const source = {
    columns,
    rowCount: rows.length,
    opened: 0,
    async *chunks() {
      source.opened++;
      for (let at = 0; at < rows.length; at += 3) {
        const part = rows.slice(at, at + 3);
        const cells = columns.map(({ kind }, j) =>
          kind === 'number'
            ? Float64Array.from(part, (row) => (row[j] as number | undefined) ?? Number.NaN)
            : part.map((row) => String(row[j] ?? '')),
        );
        yield { rows: part.length, cells };
      }
    },
  };
  return source;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prepare-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

const run = (architecture: 'lstm_autoencoder' | 'gru_predictor', hyperparameters = {}) => ({
  architecture,
  hyperparameters: parseHyperparameters(architecture, hyperparameters),
});
const number = (name: string): SourceColumn => ({ name, kind: 'number' });

test('rows become deviations from the mean of the train rows; time and labels are left out', async (t) => {
  const folder = await folderOf(t);
  const columns: SourceColumn[] = [
    { name: 'timestamp', kind: 'time' },
    number('a'),
    number('constant'),
    number('anomaly'),
  ];
  const rows = Array.from({ length: 20 }, (_, i) => [`t${i}`, i < 14 ? i % 2 : 100, 5, i > 16 ? 1 : 0]);
  const prepared = await prepare(folder, run('gru_predictor'), async () => sourceOf(columns, rows));
  assert.deepEqual(prepared.split.train, { start: 0, count: 14 });
  assert.deepEqual(prepared.sensors, [
    { name: 'a', column: 1, mean: 0.5, std: 0.5, monitored: true },
    { name: 'constant', column: 2, mean: 5, std: 1, monitored: false },
  ]);
  const file = await openRows(folder, 2);
  t.after(() => file.close());
  assert.deepEqual([...(await file.read({ start: 0, count: 2 }))], [-1, 0, 1, 0]);
  assert.deepEqual([...(await file.read({ start: 19, count: 1 }))], [199, 0]);
  assert.deepEqual([...((await readLabels(folder, prepared)) as Uint8Array)], [...Array(17).fill(0), 1, 1, 1]);
  assert.equal(prepared.fit.target, 'residual', 'the train rows have one label only');
});

test('a missing reading repeats the one before, and before the first it is the mean', async (t) => {
  const folder = await folderOf(t);
  const rows: Cell[][] = [[undefined], [4], [undefined], [2], [undefined], [undefined], [4], [4], [2], [2]];
  const prepared = await prepare(folder, run('lstm_autoencoder'), async () => sourceOf([number('a')], rows));
  const mean = (4 + 4 + 2 + 2 + 2 + 4) / 6;
  assert.equal(prepared.sensors[0]?.mean, mean);
  const file = await openRows(folder, 1);
  t.after(() => file.close());
  const z = [...(await file.read({ start: 0, count: 4 }))];
  assert.equal(z[0], 0);
  assert.equal(z[1], z[2]);
  assert.ok((z[1] as number) > 0 && (z[3] as number) < 0);
});

test('an autoencoder learns from stretches without labelled anomalies', async (t) => {
  const rows = Array.from({ length: 100 }, (_, i) => [Math.sin(i), i >= 30 && i < 40 ? 'leak' : 'normal']);
  const columns: SourceColumn[] = [number('a'), { name: 'label', kind: 'text' }];
  const small = { sequence_length: 5, batch_size: 8 };
  const prepared = await prepare(await folderOf(t), run('lstm_autoencoder', small), async () =>
    sourceOf(columns, rows),
  );
  assert.deepEqual(prepared.fit.train, [
    { start: 0, count: 30 },
    { start: 40, count: 30 },
  ]);
  const large = { sequence_length: 15, batch_size: 64 };
  const all = await prepare(await folderOf(t), run('lstm_autoencoder', large), async () => sourceOf(columns, rows));
  assert.deepEqual(all.fit.train, [{ start: 0, count: 70 }]);
  assert.match(all.fit.notes.join(), /Too few windows/);
});

test('a predictor learns a label that the train rows have both kinds of', async (t) => {
  const rows = Array.from({ length: 40 }, (_, i) => [Math.cos(i), i % 2]);
  const source = sourceOf([number('a'), number('y')], rows);
  const prepared = await prepare(await folderOf(t), run('gru_predictor'), async () => source);
  assert.equal(prepared.fit.target, 'label');
  assert.deepEqual(
    prepared.sensors.map(({ name }) => name),
    ['a'],
  );
});

test('what was prepared is not prepared again', async (t) => {
  const folder = await folderOf(t);
  const source = sourceOf(
    [number('a')],
    Array.from({ length: 10 }, (_, i) => [i]),
  );
  const first = await prepare(folder, run('lstm_autoencoder'), async () => source);
  const second = await prepare(folder, run('lstm_autoencoder'), () => assert.fail('read again'));
  assert.deepEqual(second, first);
  assert.equal(source.opened, 2);
});

test('data nothing can be learned from is refused in words', async (t) => {
  const attempt = async (columns: SourceColumn[], rows: Cell[][]) =>
    prepare(await folderOf(t), run('lstm_autoencoder'), async () => sourceOf(columns, rows));
  await assert.rejects(attempt([number('a')], [[1], [2]]), /has 2 rows; training needs at least 3/);
  await assert.rejects(attempt([number('a')], Array(10).fill([7])), /No sensor ever changes in the first 7 rows/);
  await assert.rejects(attempt([{ name: 'name', kind: 'text' }], Array(10).fill(['x'])), /no column of numbers/);
});

test('the split leaves at least one row for each part', () => {
  const counts = (rows: number) => Object.values(splitRows(rows)).map(({ count }) => count);
  assert.deepEqual(counts(3), [1, 1, 1]);
  assert.deepEqual(counts(4), [2, 1, 1]);
  assert.deepEqual(counts(10), [7, 2, 1]);
  assert.deepEqual(counts(86_400), [60_480, 12_960, 12_960]);
});

test('stretches end before an anomaly and begin after it', () => {
  const labels = Uint8Array.from([1, 0, 0, 1, 1, 0, 1]);
  assert.deepEqual(normalStretches({ start: 0, count: 7 }, labels), [
    { start: 1, count: 2 },
    { start: 5, count: 1 },
  ]);
  assert.deepEqual(normalStretches({ start: 1, count: 2 }, labels), [{ start: 1, count: 2 }]);
});
