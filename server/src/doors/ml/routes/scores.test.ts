import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { eventually } from '../../../../test/support/processes.ts';
import { startTrainingApp } from '../../../../test/support/training-app.ts';
import { sensorCsv } from '../../../../test/support/training-data.ts';
import { sql } from '../../../platform/database/index.ts';

const app = await startTrainingApp({ after });
const me = app.administrator;
const csv = sensorCsv(200);
const dataset = await app.dataset(me, { csv });
const model = await app.model(me, { datasetId: dataset.id });
const sensors = ['supply_temp', 'return_temp', 'fan_speed'];
/** The same readings as the dataset's, as rows of a request. */
const rows = csv
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').slice(1).map(Number));

type Row = {
  row: number;
  score: number;
  anomaly_score: number;
  anomaly: boolean;
  contributions: Record<string, number>;
};

const score = (body: object, headers: Record<string, string> = {}) =>
  app.request('POST', `/api/v1/models/${model.id}/score`, { token: me.token, body, headers });

test('rows are scored one by one, and contributions add up to the score', async () => {
  const odd = [...rows.slice(0, 50), [200, 72, 78]];
  const answer = await score({ columns: sensors, rows: odd });
  assert.equal(answer.status, 200, answer.text);
  const view = answer.json() as { model_id: string; threshold: number; columns: string[]; rows: Row[] };
  assert.deepEqual([view.model_id, view.threshold, view.columns], [model.id, 1, sensors]);
  assert.deepEqual(
    view.rows.map(({ row }) => row),
    odd.map((_, i) => i),
  );
  for (const { score: value, anomaly_score, anomaly, contributions } of view.rows) {
    const sum = Object.values(contributions).reduce((total, part) => total + part, 0);
    assert.ok(Math.abs(sum - value) < 1e-4 * Math.max(1, value), `${sum} ${value}`);
    assert.deepEqual(Object.keys(contributions), sensors);
    assert.equal(anomaly, value >= 1);
    assert.ok(Math.abs(anomaly_score - (1 - 2 ** -value)) < 1e-4);
  }
  const last = view.rows.at(-1) as Row;
  assert.equal(last.anomaly, true);
  assert.ok((last.contributions.supply_temp as number) > last.score / 2, 'the sensor that strayed is named');
});

test('a dataset and the same rows sent along have the same scores', async () => {
  const whole = (await score({ dataset_id: dataset.id })).json() as { rows: Row[] };
  const sent = (await score({ columns: sensors, rows })).json() as { rows: Row[] };
  assert.equal(whole.rows.length, rows.length);
  assert.deepEqual(sent.rows, whole.rows);
});

test('the order of columns does not matter, and columns nobody asked for are ignored', async () => {
  const plain = (await score({ columns: sensors, rows: rows.slice(0, 20) })).json() as { rows: Row[] };
  const shuffled = rows.slice(0, 20).map(([a, b, c]) => [c, 'note', a, b]);
  const columns = ['fan_speed', 'comment', 'supply_temp', 'return_temp'];
  assert.deepEqual(((await score({ columns, rows: shuffled })).json() as { rows: Row[] }).rows, plain.rows);
});

test('a missing reading repeats the last one, as in training', async () => {
  const filled = rows.slice(0, 20).map((row, i) => (i === 10 ? [row[0], (rows[9] as number[])[1], row[2]] : row));
  for (const missing of [null, '', 'NA', 'NaN']) {
    const gaps = rows.slice(0, 20).map((row, i) => (i === 10 ? [row[0], missing, row[2]] : row));
    const answer = (await score({ columns: sensors, rows: gaps })).json() as { rows: Row[] };
    const expected = (await score({ columns: sensors, rows: filled })).json() as { rows: Row[] };
    assert.deepEqual(answer.rows, expected.rows);
  }
});

test('with Accept: application/x-ndjson each row is a line', async () => {
  const answer = await score({ dataset_id: dataset.id }, { accept: 'application/x-ndjson' });
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
  const lines = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  assert.deepEqual(lines, ((await score({ dataset_id: dataset.id })).json() as { rows: Row[] }).rows);
});

test('what cannot be scored is refused with a 400 that names it', async () => {
  const refused = async (body: object, error: RegExp, code?: string) => {
    const answer = await score(body);
    assert.equal(answer.status, 400, answer.text);
    const problem = answer.json() as { error: string; code: string };
    assert.match(problem.error, error);
    if (code) assert.equal(problem.code, code);
  };
  const missing = { columns: ['supply_temp', 'fanspeed'], rows: [[1, 2]] };
  await refused(missing, /Missing columns: 'return_temp', 'fan_speed'\..*does not know: 'fanspeed'/, 'MISSING_COLUMNS');
  await refused({ columns: sensors, rows: [[1, 2]] }, /Row 0 must be an array of 3 cells/);
  await refused(
    {
      columns: sensors,
      rows: [
        [1, 2, 3],
        [1, 'hot', 3],
      ],
    },
    /Row 1, column 'return_temp': "hot" is no number/,
  );
  await refused({ columns: [...sensors, 'fan_speed'], rows: [] }, /'fan_speed' is named twice/);
  await refused({}, /Send either 'dataset_id', or 'columns' and 'rows'/);
  await refused({ dataset_id: dataset.id, rows: [] }, /Send either/);
  const other = await app.dataset(me, { csv: 'timestamp,pressure\n2026-01-01T00:00:00Z,1\n2026-01-01T00:01:00Z,2\n' });
  await refused({ dataset_id: other.id }, /Missing columns: 'supply_temp'/);
  assert.equal((await score({ dataset_id: 'ds_none' })).status, 404);
});

test('hazard: readers that leave in the middle, or never read, leave no scorer behind', async () => {
  const wide = await app.dataset(me, { csv: sensorCsv(20_000), name: 'Long' });
  const requests = Array.from({ length: 20 }, async () => {
    const abort = new AbortController();
    const response = await fetch(`${app.url}/api/v1/models/${model.id}/score`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${me.token}`,
        'content-type': 'application/json',
        accept: 'application/x-ndjson',
      },
      body: JSON.stringify({ dataset_id: wide.id }),
      signal: abort.signal,
    });
    if (response.status === 200) await response.body?.getReader().read();
    abort.abort();
    return response.status;
  });
  for (const status of await Promise.all(requests)) assert.equal(status, 200);
  const copies = async () => (await readdir(join(app.dataFolder, 'tmp'))).filter((name) => name.startsWith('score'));
  await eventually(async () => (await copies()).length === 0, 'no copy of readings is left');
  // Every place is free again.
  for (let i = 0; i < 20; i++) assert.equal((await score({ columns: sensors, rows: rows.slice(0, 5) })).status, 200);
});

test('hazard: a tenant that does not read its scores leaves scorers for others', async (t) => {
  // More than the buffers between two sockets hold.
  const long = await app.dataset(me, { csv: sensorCsv(150_000), name: 'Not read' });
  const abort = new AbortController();
  t.after(() => abort.abort());
  // Kept, because fetch gives up answers that nobody holds.
  const begun: Response[] = [];
  const atOnce = 2 * availableParallelism();
  for (let i = 0; i < atOnce; i++) {
    fetch(`${app.url}/api/v1/models/${model.id}/score`, {
      method: 'POST',
      headers: { authorization: `Bearer ${me.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ dataset_id: long.id }),
      signal: abort.signal,
    }).then(
      (answer) => begun.push(answer),
      () => {},
    );
  }
  await eventually(async () => begun.length === atOnce / 2, 'half of the scorers answer somebody who does not read');
  const other = await app.person('owner');
  await app.database.run(
    sql`update models set tenant_id = ${other.tenantId}, owner_id = ${other.userId} where id = ${model.id}`,
  );
  const body = { columns: sensors, rows: rows.slice(0, 5) };
  const path = `/api/v1/models/${model.id}/score`;
  assert.equal((await app.request('POST', path, { token: other.token, body })).status, 200);
  assert.equal(begun.length, atOnce / 2);
});
