import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { assertProblem, datasetClient } from '../../../../test/support/dataset-client.ts';
import { startMlHouse } from '../../../../test/support/ml-house.ts';
import { eventually } from '../../../../test/support/processes.ts';
import { sql } from '../../../platform/database/index.ts';

const house = await startMlHouse({ after });
const admin = await house.administrator();
const operator = await house.somebody('operator', admin.principal.tenantId);
const colleague = await house.somebody('operator', admin.principal.tenantId);
const viewer = await house.somebody('viewer', admin.principal.tenantId);
const stranger = await house.somebody('owner');
const url = await house.server.listen({ host: '127.0.0.1', port: 0 });
const { request, upload, uploaded } = datasetClient(url, operator.token);

test('everybody sees their own datasets, administrators those of the tenant, strangers none of it', async () => {
  const id = await uploaded({ name: 'mine' });
  const names = async (token: string) => {
    const { status, body } = await request('GET', '', { token });
    assert.equal(status, 200);
    return body.map((one: { name: string }) => one.name);
  };
  assert.ok((await names(operator.token)).includes('mine'));
  assert.ok((await names(admin.token)).includes('mine'));
  assert.deepEqual(await names(colleague.token), []);
  assert.ok(!(await names(stranger.token)).includes('mine'));
  const [newest] = (await request('GET', '')).body;
  assert.equal(newest.id, id, 'newest first');
  assert.ok(!('column_stats' in newest));
  const reads = ['', '/preview', '/recommend', '/histograms', '/series'].map((path) => ['GET', path]);
  const writes = [
    ['POST', '/validate'],
    ['POST', '/unlock'],
    ['DELETE', ''],
  ];
  for (const [method = '', path = ''] of [...reads, ...writes]) {
    const as = (token: string) => request(method, `/${id}${path}`, { token });
    assertProblem(await as(stranger.token), 404, 'NOT_FOUND', 'Dataset not found');
    assertProblem(await as(colleague.token), 403, 'FORBIDDEN', 'Access denied');
    assertProblem(await request(method, `/ds_00000000${path}`), 404, 'NOT_FOUND', 'Dataset not found');
    assert.equal((await as('nobody')).status, 401);
    if (method === 'GET') assert.equal((await as(admin.token)).status, 200, path);
    else assertProblem(await as(viewer.token), 403, 'FORBIDDEN', /Insufficient role/);
  }
  assertProblem(await upload({}, { token: viewer.token }), 403, 'FORBIDDEN', /Insufficient role/);
  assert.equal((await upload({}, { token: 'nobody' })).status, 401);
});

test('a deleted dataset is gone, with its files', async () => {
  const id = await uploaded();
  const row = await house.database.one<{ keys: string[] }>(
    sql`select array[record_key, values_key] as keys from datasets where id = ${id}`,
  );
  for (const key of row?.keys ?? []) assert.ok((await house.storage.size(key)) !== undefined);
  const { status, body } = await request('DELETE', `/${id}`);
  assert.deepEqual([status, body], [204, undefined]);
  assertProblem(await request('GET', `/${id}`), 404, 'NOT_FOUND', 'Dataset not found');
  assert.equal((await request('DELETE', `/${id}`)).status, 404);
  for (const key of row?.keys ?? []) assert.equal(await house.storage.size(key), undefined);
  const types = (await house.events.read({ subject: `dataset:${id}`, limit: 10 })).map(({ type }) => type);
  assert.deepEqual(types, ['dataset.created', 'dataset.deleted']);
});

test('the preview pages and sorts', async () => {
  const id = await uploaded({
    file: `n,s\n${Array.from({ length: 101 }, (_, i) => `${(i * 37) % 101},r${i}`).join('\n')}`,
  });
  const page = async (query: string) => (await request('GET', `/${id}/preview${query}`)).body;
  const first = await page('');
  assert.deepEqual(
    [first.headers, first.rows.length, first.rows[1], first.total_rows, first.page, first.total_pages],
    [['n', 's'], 100, ['37', 'r1'], 101, 1, 2],
  );
  assert.deepEqual((await page('?page=2')).rows, [[`${(100 * 37) % 101}`, 'r100']]);
  assert.deepEqual((await page('?page=3')).rows, []);
  assert.deepEqual(
    (await page('?page_size=2&sort_col=n')).rows.map(([n]: string[]) => n),
    ['0', '1'],
  );
  assert.deepEqual(
    (await page('?page_size=2&sort_col=n&sort_dir=desc')).rows.map(([n]: string[]) => n),
    ['100', '99'],
  );
  for (const query of [
    '?page=0',
    '?page_size=1001',
    '?page_size=0',
    '?sort_dir=up&sort_col=n',
    '?page=x',
    '?sort_col=nope',
    '?page=1.5',
  ])
    assert.equal((await request('GET', `/${id}/preview${query}`)).status, 400, query);
});

test('validation locks what is fit and says what is not', async () => {
  const bad = await uploaded({ file: 'supply_temp,damper_pos,empty\n1,2,\nhigh,,\n3,4,\n5,6\n' });
  const failed = await request('POST', `/${bad}/validate`);
  assert.equal(failed.status, 200);
  assert.deepEqual(failed.body, {
    valid: false,
    issues: [
      '1 row(s) have mismatched column count (expected 3, got different)',
      "Column 'supply_temp': mixed types detected (numeric: 3, string: 1)",
      "Column 'damper_pos': 1 missing values (25.00%)",
      "Column 'empty': entirely empty",
    ],
    columns_checked: 3,
    rows_checked: 4,
    is_validated: false,
    locked: false,
  });
  const headerOnly = await uploaded({ file: 'a,b\n' });
  assert.deepEqual((await request('POST', `/${headerOnly}/validate`)).body.issues, ['Dataset has no data rows']);

  const id = await uploaded();
  const expected = { valid: true, issues: [], columns_checked: 3, rows_checked: 3, is_validated: true, locked: true };
  assert.deepEqual((await request('POST', `/${id}/validate`)).body, expected);
  assert.deepEqual((await request('POST', `/${id}/validate`)).body, expected, 'again');
  const { body } = await request('GET', `/${id}`);
  assert.deepEqual([body.is_validated, body.locked], [true, true]);
  const unlocked = { message: 'Dataset unlocked', is_validated: false, locked: false };
  assert.deepEqual((await request('POST', `/${id}/unlock`)).body, unlocked);
  assert.deepEqual((await request('POST', `/${id}/unlock`)).body, unlocked, 'again');
  assert.equal((await request('GET', `/${id}`)).body.is_validated, false);
  const types = (await house.events.read({ subject: `dataset:${id}`, limit: 10 })).map(({ type }) => type);
  assert.deepEqual(types, ['dataset.created', 'dataset.validated', 'dataset.unlocked']);
});

test('a locked dataset’s file is packed, an unlocked one’s is as it was sent; the preview does not change', async (t) => {
  const working = await startMlHouse(t, { url: house.url, folder: house.folder });
  await working.queue.start();
  const id = await uploaded({ file: `a,b\n${'1.25,2.5\n'.repeat(20_000)}` });
  const record = async () => {
    const row = await house.database.one<{ key: string }>(sql`select record_key as key from datasets where id = ${id}`);
    return { key: row?.key ?? '', size: await house.storage.size(row?.key ?? '') };
  };
  const before = await record();
  const preview = async () => (await request('GET', `/${id}/preview?page=200&page_size=100`)).body;
  const page = await preview();
  await request('POST', `/${id}/validate`);
  const packed = await eventually(async () => (await record()).key !== before.key && (await record()), 'it is packed');
  assert.match(packed.key, /\.csv\.zst$/);
  assert.ok((packed.size ?? 0) < (before.size ?? 0) / 2);
  assert.equal(
    await eventually(async () => (await house.storage.size(before.key)) === undefined, 'the old file goes'),
    true,
  );
  assert.deepEqual(await preview(), page);
  await request('POST', `/${id}/unlock`);
  const plain = await eventually(async () => (await record()).key !== packed.key && (await record()), 'it is unpacked');
  assert.equal(plain.size, before.size);
  assert.deepEqual(await preview(), page);
});

test('all architectures are recommended, best first', async () => {
  const rows = Array.from(
    { length: 1000 },
    (_, i) => `${i},${Array.from({ length: 7 }, (_, k) => (i * (k + 1)) % 100).join(',')}`,
  );
  const id = await uploaded({ file: `timestamp,a,b,c,d,e,f,g\n${rows.join('\n')}\n` });
  const { status, body } = await request('GET', `/${id}/recommend`);
  assert.equal(status, 200);
  assert.equal(body.dataset_id, id);
  assert.deepEqual(
    body.recommendations.map((one: Record<string, unknown>) => [one.architecture, one.match_score]),
    [
      ['lstm_autoencoder', 0.95],
      ['gru_predictor', 0.85],
      ['sentinel', 0.75],
    ],
  );
  const [best] = body.recommendations;
  assert.deepEqual(Object.keys(best).sort(), [
    'architecture',
    'description',
    'hyperparameters',
    'inference_result',
    'inputs',
    'match_score',
    'outputs',
    'use_case',
  ]);
  assert.equal(best.inputs, '7 sensor columns, 60-step sequences');
  assert.deepEqual(
    [best.hyperparameters.hidden_dim, best.hyperparameters.num_layers, best.hyperparameters.epochs],
    [64, 2, 100],
  );
});

test('histograms and series answer for plots, and refuse columns without numbers', async () => {
  const id = await uploaded({ file: 'time,v,w,word\n0,1,5,a\n60,2,5,b\n120,9,,c\n' });
  const { body } = await request('GET', `/${id}/histograms?bins=4&columns=v`);
  assert.deepEqual(
    body.histograms.map((one: Record<string, unknown>) => [one.column, one.edges, one.counts]),
    [['v', [1, 3, 5, 7, 9], [2, 0, 0, 1]]],
  );
  const series = (await request('GET', `/${id}/series?columns=v&columns=w&from=1970-01-01T00:01:00Z`)).body;
  assert.deepEqual(series, {
    dataset_id: id,
    axis: 'time',
    x: [60_000, 120_000],
    series: [
      { column: 'v', min: [2, 9], max: [2, 9], mean: [2, 9] },
      { column: 'w', min: [5, null], max: [5, null], mean: [5, null] },
    ],
  });
  for (const query of [
    'histograms?columns=word',
    'histograms?bins=0',
    'histograms?columns=nope',
    'series?columns=word',
    'series?from=x',
    'series?points=0',
    'series?points=1e9',
  ])
    assert.equal((await request('GET', `/${id}/${query}`)).status, 400, query);
});
