import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { temporaryDisk } from '../../../test/support/disk.ts';
import { createDuckDB, type DuckDBOptions, literal } from './index.ts';

async function fixture(t: TestContext, options: Partial<DuckDBOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "duckdb-it's-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const allowed = join(folder, 'allowed.csv');
  const other = join(folder, 'other.csv');
  await writeFile(allowed, 'a,b\n1,x\n2,\n');
  await writeFile(other, 'secret\n42\n');
  const spill = join(folder, 'spill');
  await mkdir(spill);
  return { folder, allowed, other, duckdb: createDuckDB({ spillFolder: async () => spill, ...options }) };
}

test('a session reads and writes the files it was given', async (t) => {
  const { duckdb, folder, allowed } = await fixture(t);
  const parquet = join(folder, 'out.parquet');
  await duckdb.session({ files: [allowed, parquet] }, async (session) => {
    await session.run(`copy (from read_csv(${literal(allowed)})) to ${literal(parquet)} (format parquet)`);
    const rows = await session.rows(`select a, b, count(*) over () as n from read_parquet(${literal(parquet)})`);
    assert.deepEqual(rows, [
      { a: 1, b: 'x', n: 2 },
      { a: 2, b: null, n: 2 },
    ]);
  });
});

test('a session reaches no other file, no network and no extension, and cannot let itself out', async (t) => {
  const { duckdb, folder, allowed, other } = await fixture(t);
  const escapes = [
    `from read_csv(${literal(other)})`,
    `from read_text('/etc/passwd')`,
    `from glob(${literal(`${folder}/*`)})`,
    `copy (select 1) to ${literal(join(folder, 'new.csv'))}`,
    `attach ${literal(join(folder, 'new.db'))}`,
    `from read_csv('http://127.0.0.1:9/x.csv')`,
    'install httpfs',
    'load httpfs',
    'set enable_external_access = true',
    `set allowed_paths = [${literal(other)}]`,
    'set lock_configuration = false',
  ];
  await duckdb.session({ files: [allowed] }, async (session) => {
    for (const sql of escapes) await assert.rejects(session.run(sql), Error, sql);
  });
});

test('a result too long to hold is streamed', async (t) => {
  const { duckdb } = await fixture(t);
  const numbers: number[] = [];
  const texts: string[] = [];
  let chunks = 0;
  await using session = await duckdb.open({ files: [] });
  for await (const chunk of session.chunks(
    "select case when i % 2 = 0 then i::double end, case when i % 3 = 0 then 'n' || i end from range(5000) r(i) order by i",
  )) {
    numbers.push(...chunk.numbers(0));
    texts.push(...chunk.texts(1));
    chunks++;
  }
  assert.ok(chunks > 1);
  assert.deepEqual(numbers.slice(0, 4), [0, Number.NaN, 2, Number.NaN]);
  assert.deepEqual(texts.slice(-4), ['', '', 'n4998', '']);
  assert.equal(numbers.length, 5000);
});

test('a session that is left in the middle of a result gives its turn back', async (t) => {
  const { duckdb } = await fixture(t, { atOnce: 1 });
  const leave = async () => {
    await using session = await duckdb.open({ files: [] });
    for await (const chunk of session.chunks('select i::double from range(1000000) r(i)')) return chunk.rowCount;
    return 0;
  };
  assert.ok((await leave()) > 0);
  assert.ok((await leave()) > 0);
});

test('a query that takes too long is stopped and says so', async (t) => {
  const { duckdb } = await fixture(t);
  const endless = duckdb.session({ files: [], timeoutSeconds: 0.2 }, (session) =>
    session.run('select sum(sqrt(a.i * b.i)) from range(1000000) a(i), range(1000000) b(i)'),
  );
  await assert.rejects(endless, { kind: 'unavailable', code: 'TOO_SLOW' });
});

test('what does not fit into memory is refused, and the next session works', async (t) => {
  const { duckdb } = await fixture(t);
  const greedy = duckdb.session({ files: [], memoryMb: 20 }, (session) =>
    session.run('select list(i) from range(50000000) r(i)'),
  );
  await assert.rejects(greedy, { kind: 'too_large', code: 'OUT_OF_MEMORY' });
  await duckdb.session({ files: [] }, async (session) =>
    assert.deepEqual(await session.rows('select 1 as one'), [{ one: 1 }]),
  );
});

test('a full disk is a clear error', async (t) => {
  const disk = await temporaryDisk(t, '1M');
  if (disk === undefined) return;
  const { duckdb } = await fixture(t);
  const file = join(disk, 'out.parquet');
  const writing = duckdb.session({ files: [file] }, (session) =>
    session.run(`copy (select random() as r from range(1000000)) to ${literal(file)} (format parquet)`),
  );
  await assert.rejects(writing, { kind: 'unavailable', code: 'DISK_FULL' });
});

test('sessions take turns, and when too many wait the next is told to come back', async (t) => {
  const { duckdb } = await fixture(t, { atOnce: 1, waiting: 1 });
  const order: string[] = [];
  let release = () => {};
  const first = duckdb.session({ files: [] }, async () => {
    order.push('first');
    await new Promise<void>((resolve) => {
      release = resolve;
    });
  });
  const second = duckdb.session({ files: [] }, async () => {
    order.push('second');
  });
  await assert.rejects(
    duckdb.session({ files: [] }, async () => {}),
    { kind: 'unavailable', code: 'BUSY' },
  );
  while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(order, ['first']);
  release();
  await Promise.all([first, second]);
  assert.deepEqual(order, ['first', 'second']);
});
