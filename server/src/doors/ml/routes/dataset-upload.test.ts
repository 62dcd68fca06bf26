import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test, { after } from 'node:test';
import {
  assertProblem,
  type DatasetForm,
  datasetClient,
  formOf,
  readings,
} from '../../../../test/support/dataset-client.ts';
import { startMlHouse } from '../../../../test/support/ml-house.ts';
import { eventually } from '../../../../test/support/processes.ts';
import { beginUpload } from '../../../../test/support/upload.ts';
import { sql } from '../../../platform/database/index.ts';

const house = await startMlHouse({ after });
const admin = await house.administrator();
const operator = await house.somebody('operator', admin.principal.tenantId);
const stranger = await house.somebody('owner');
const url = await house.server.listen({ host: '127.0.0.1', port: 0 });
const { request, upload, uploaded } = datasetClient(url, operator.token);

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
  const cases: [DatasetForm, RegExp][] = [
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

test('hazard: one tenant cannot fill the disk with uploads that never end', async () => {
  const tmp = join(house.folder, 'tmp');
  const begun = async () => (await readdir(tmp)).filter((name) => name.startsWith('dataset'));
  const halves = await Promise.all(Array.from({ length: 8 }, () => beginUpload(url, operator.token)));
  for (const half of halves) await half.write('a,b\n1,2\n');
  await eventually(async () => (await begun()).length === 8, 'eight uploads are under way');
  assertProblem(await upload(), 503, 'UPLOADS_BUSY', /8 uploads are under way/);
  const { token } = await house.somebody('owner');
  assert.equal((await upload({}, { token })).status, 201, 'of others they say nothing');
  for (const { socket } of halves) socket.destroy();
  const gone = () => eventually(async () => (await begun()).length === 0, 'the folders of the uploads are gone');
  await gone();
  assert.equal((await upload()).status, 201);
  await gone();
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
