import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { startMlHouse } from '../../../../test/support/ml-house.ts';
import { eventually } from '../../../../test/support/processes.ts';
import { sql } from '../../../platform/database/index.ts';

const house = await startMlHouse({ after });
const admin = await house.administrator();
const operator = await house.somebody('operator', admin.principal.tenantId);
const colleague = await house.somebody('operator', admin.principal.tenantId);
const viewer = await house.somebody('viewer', admin.principal.tenantId);
const stranger = await house.somebody('owner');
const base = `${await house.server.listen({ host: '127.0.0.1', port: 0 })}/api/v1/datasets`;

const readings = [
  'timestamp,supply_temp,return_temp',
  '2026-01-01T00:00:00Z,52.1,68.0',
  '2026-01-01T00:15:00Z,78.3,80.0',
  '2026-01-02T01:00:00Z,65.2,74.0',
].join('\n');

// biome-ignore lint/suspicious/noExplicitAny: the JSON of an answer; the assertions say what it has to be.
type Answer = { status: number; headers: Headers; body: any };

async function request(
  method: string,
  path: string,
  { token = operator.token, ...init }: RequestInit & { token?: string } = {},
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
  const response = await fetch(`${base}${path}`, { method, ...init, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

type Form = { file?: string | Uint8Array | Blob | null; order?: 'file first' } & Record<string, unknown>;

function formOf({ file = readings, order, ...fields }: Form = {}): FormData {
  const form = new FormData();
  const all = { name: 'Warren AHU-1', equipment_type: 'air_handler', ...fields };
  const addFile = () =>
    file !== null && form.append('file', file instanceof Blob ? file : new Blob([file as string]), 'ahu.csv');
  if (order === 'file first') addFile();
  for (const [name, value] of Object.entries(all)) if (value !== undefined) form.append(name, String(value));
  if (order !== 'file first') addFile();
  return form;
}

const upload = (form: Form = {}, init: RequestInit & { token?: string } = {}) =>
  request('POST', '', { body: formOf(form), ...init });

async function uploaded(form: Form = {}, token = operator.token): Promise<string> {
  const { status, body } = await upload(form, { token });
  assert.equal(status, 201, JSON.stringify(body));
  return body.id;
}

function assertProblem(answer: Answer, status: number, code: string, error: string | RegExp): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.code, code);
  if (typeof error === 'string') assert.equal(answer.body.error, error);
  else assert.match(answer.body.error, error);
}

test('an upload is answered with the dataset, its statistics and its times', async () => {
  const { status, body } = await upload({ location: 'Warren', unit: 'AHU-1', site: 'north', tags: 'a, b,,c' });
  assert.equal(status, 201);
  const { id, created_at, ...rest } = body;
  assert.match(id, /^ds_[0-9a-f]{8}$/);
  assert.ok(Math.abs(Date.parse(created_at) - Date.now()) < 60_000);
  const deviation = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, std: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
  };
  const { supply_temp, return_temp } = rest.column_stats;
  for (const [stats, values] of [
    [supply_temp, [52.1, 78.3, 65.2]],
    [return_temp, [68, 80, 74]],
  ] as const) {
    const { mean, std } = deviation([...values]);
    assert.deepEqual([stats.min, stats.max], [values[0], values[1]]);
    assert.ok(Math.abs(stats.mean - mean) < 1e-12 && Math.abs(stats.std - std) < 1e-12);
  }
  assert.deepEqual(
    { ...rest, column_stats: Object.keys(rest.column_stats) },
    {
      name: 'Warren AHU-1',
      equipment_type: 'air_handler',
      location: 'Warren',
      unit: 'AHU-1',
      source: 'csv_upload',
      row_count: 3,
      columns: ['timestamp', 'supply_temp', 'return_temp'],
      file_size_bytes: readings.length,
      is_validated: false,
      locked: false,
      created_by: operator.username,
      column_stats: ['supply_temp', 'return_temp'],
      time_range: { start: '2026-01-01T00:00:00Z', end: '2026-01-02T01:00:00Z' },
      timestamp_column: 'timestamp',
      metadata: { site: 'north', tags: ['a', 'b', 'c'] },
    },
  );
  assert.deepEqual((await request('GET', `/${id}`)).body, body);
  const [event] = await house.events.read({ subject: `dataset:${id}`, limit: 10 });
  assert.deepEqual(
    [event?.type, event?.tenantId, event?.actor],
    ['dataset.created', operator.principal.tenantId, `user:${operator.principal.id}`],
  );
});

test('the order of the fields does not matter, nor whether the file came with a separator of its own', async () => {
  assert.equal((await upload({ order: 'file first' })).status, 201);
  for (const separator of [';', '\t']) {
    const { body } = await upload({
      file: `\ufeff${readings.replaceAll(',', separator).replaceAll('\n', '\r\n')}\r\n`,
    });
    assert.deepEqual([body.columns.length, body.row_count, body.column_stats.return_temp.max], [3, 3, 80]);
  }
});

test('an upload under a name that is taken is a dataset of its own', async () => {
  assert.notEqual(await uploaded({ name: 'twice' }), await uploaded({ name: 'twice' }));
});

test('what a form lacks or has too much of is a 400 that names it', async () => {
  const cases: [Form, RegExp][] = [
    [{ file: null }, /No file uploaded/],
    [{ name: undefined }, /'name' is required/],
    [{ name: '  ' }, /'name' is required/],
    [{ equipment_type: undefined }, /'equipment_type' is required/],
    [
      { equipment_type: 'spaceship' },
      /'equipment_type' must be one of air_handler, boiler, pump, chiller, fan_coil, steam/,
    ],
    [{ name: 'x'.repeat(1000) }, /'name' may have at most 255 characters/],
    [{ name: 'a\0b' }, /'name' holds characters that are not allowed/],
    [{ note: 'x'.repeat(20_000) }, /'note' is too long/],
    [{ constructor: 'x' }, /prototype property/],
  ];
  for (const [form, message] of cases) {
    const answer = await upload(form);
    assert.equal(answer.status, 400, JSON.stringify(answer.body));
    assert.match(answer.body.error, message);
  }
  const two = formOf();
  two.append('file', new Blob([readings]), 'second.csv');
  assertProblem(await request('POST', '', { body: two }), 400, 'BAD_REQUEST', /Only one file/);
  const elsewhere = formOf({ file: null });
  elsewhere.append('data', new Blob([readings]), 'a.csv');
  assertProblem(await request('POST', '', { body: elsewhere }), 400, 'BAD_REQUEST', /in the field 'file', not 'data'/);
  const many = formOf(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, 'x'])));
  const answer = await request('POST', '', { body: many });
  assert.ok(answer.status >= 400 && answer.status < 500, JSON.stringify(answer.body));
});

test('what is no form is a 400', async () => {
  const json = { 'content-type': 'application/json' };
  assertProblem(await request('POST', '', { body: '{}', headers: json }), 400, 'BAD_REQUEST', /multipart\/form-data/);
  assertProblem(await request('POST', '', {}), 400, 'BAD_REQUEST', /multipart\/form-data/);
  for (const [type, body] of [
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=b', 'garbage'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n1,2\n',
    ],
    ['multipart/form-data; boundary=b', '--b--\r\n'],
  ]) {
    const answer = await request('POST', '', { body: body as string, headers: { 'content-type': type as string } });
    assertProblem(answer, 400, 'BAD_REQUEST', /well-formed|No file/);
  }
});

test('a file that is no usable CSV is a 400 with the reason, a header alone is a dataset without rows', async () => {
  const cases: [string | Uint8Array, RegExp][] = [
    ['', /empty/],
    ['\n\n', /empty/],
    ['a,b\n1,\0\n', /NUL byte/],
    [Buffer.from('a,b\n\xb0C,1\n', 'latin1'), /UTF-8/],
    [Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), /NUL|UTF-8/],
    ['a,b\n"1,2\n', /never closed/],
    [`a${',b'.repeat(600)}\n1\n`, /columns/],
  ];
  for (const [file, message] of cases) assertProblem(await upload({ file }), 400, 'INVALID_CSV', message);
  const { body } = await upload({ file: 'a,b\n' });
  assert.deepEqual([body.row_count, body.column_stats, body.time_range], [0, {}, null]);
});

test('odd names of files, datasets and columns come back as they were sent', async () => {
  const columns = [
    '__proto__',
    'constructor',
    'a "quoted" one',
    'line\nbreak',
    '温度 🌡️',
    '<script>',
    "it's",
    '{}',
    'toString',
  ];
  const header = columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
  for (const name of ['<>&"\'/\\', '日本語 🚀', "'; drop table datasets; --", '../../etc/passwd', 'x'.repeat(255)]) {
    const { status, body } = await upload({ name, file: `${header}\n${columns.map((_, i) => i).join(',')}\n` });
    assert.equal(status, 201, name);
    assert.equal(body.name, name);
    assert.deepEqual(body.columns, columns);
    assert.deepEqual(Object.keys(body.column_stats).sort(), columns.toSorted());
    const { body: preview } = await request('GET', `/${body.id}/preview?sort_col=${encodeURIComponent('line\nbreak')}`);
    assert.deepEqual(preview.headers, columns);
  }
});

test('an upload sent twice with one Idempotency-Key makes one dataset', async () => {
  const headers = { 'idempotency-key': 'night-upload-7' };
  const first = await upload({ name: 'once' }, { headers });
  const second = await upload({ name: 'once' }, { headers });
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.deepEqual(second.body, first.body);
  assert.equal(second.headers.get('idempotency-replayed'), 'true');
  const { body } = await request('GET', '');
  assert.equal(body.filter(({ name }: { name: string }) => name === 'once').length, 1);
});

test('more than 100 MB is refused, whether the length was declared or not', async () => {
  const row = Buffer.alloc(1024 * 1024, '1,2\n');
  const big = new Blob(['a,b\n', ...Array.from({ length: 101 }, () => row)]);
  assertProblem(await upload({ file: big }), 413, 'FILE_TOO_LARGE', /larger than 100 MB/);
  const encoded = new Response(formOf({ file: big }));
  const streamed = await request('POST', '', {
    body: encoded.body as ReadableStream,
    headers: { 'content-type': encoded.headers.get('content-type') as string },
    ...({ duplex: 'half' } as RequestInit),
  });
  assertProblem(streamed, 413, 'FILE_TOO_LARGE', /larger than 100 MB/);
});

test('the plan limits the size of a file and the number of datasets', async () => {
  const { token } = stranger;
  const row = Buffer.alloc(1024 * 1024, '1,2\n');
  const big = new Blob(['a,b\n', ...Array.from({ length: 51 }, () => row)]);
  assertProblem(
    await upload({ file: big }, { token }),
    403,
    'LIMIT_EXCEEDED',
    'Dataset too large (51.0 MB). Your plan allows up to 50 MB.',
  );
  // All at once: the limit holds when they are made, not only when they are asked for.
  const answers = await Promise.all(Array.from({ length: 5 }, () => upload({}, { token })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, 403, 403]);
  assertProblem(
    await upload({}, { token }),
    403,
    'LIMIT_EXCEEDED',
    'Dataset limit reached (3/3). Upgrade your plan for more.',
  );
});

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

test('nothing of all the refused uploads is left behind', async () => {
  const kept = await readdir(join(house.folder, 'tmp'));
  assert.deepEqual(
    kept.filter((name) => !name.startsWith('duckdb')),
    [],
  );
  const files = (await readdir(join(house.folder, 'files'), { recursive: true })).filter((name) => name.includes('.'));
  const rows = await house.database.query<{ key: string }>(
    sql`select unnest(array[record_key, values_key]) as key from datasets`,
  );
  assert.deepEqual(files.sort(), rows.map(({ key }) => key).sort());
  assert.deepEqual(await house.database.query(sql`select * from dataset_leftovers`), []);
});
