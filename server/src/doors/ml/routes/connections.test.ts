import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { after } from 'node:test';
import { fakeHttp, fakeMongo } from '../../../../test/support/fake-sources.ts';
import { canary, startImportHouse } from '../../../../test/support/import-house.ts';
import { startMariadb } from '../../../../test/support/mariadb.ts';
import { sql } from '../../../platform/database/index.ts';

const { house, operator, imports, fromPostgres, ask, connect, rowsOf, assertNothingTold } = await startImportHouse({
  after,
});
const postgres = fromPostgres.connection_string;
const colleague = await house.somebody('operator', operator.principal.tenantId);
const stranger = await house.somebody('owner');
const viewer = await house.somebody('viewer', operator.principal.tenantId);
writeSqlite(join(imports, 'plant.db'));
writeSqlite(join(house.folder, 'outside.db'));

function writeSqlite(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('create table readings (temp real, timestamp text, note text)');
  database.exec(
    `insert into readings values (20.5, '2026-01-01T00:00:00Z', 'a,"b"'), (21, '2026-01-01T00:01:00Z', null)`,
  );
  database.close();
}

test('PostgreSQL, the real one: a query becomes a dataset, the time first, types as readings', async () => {
  const query = `select 1.5 * g as temp, g % 2 = 0 as "on", timestamptz '2026-01-01 00:00:00+00' + g * interval '1 minute' as ts
    from generate_series(1, 5000) g order by g;`;
  const { status, body } = await connect({ ...fromPostgres, query });
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual([body.source, body.row_count, body.columns], ['postgresql', 5000, ['ts', 'temp', 'on']]);
  assert.equal(body.time_range.start, '2026-01-01T00:01:00Z');
  assert.equal(body.column_stats.on.mean, 0.5);
  assert.deepEqual((await rowsOf(body.id))[1], ['2026-01-01T00:01:00Z', '1.5', '0']);
});

test('PostgreSQL: what is wrong is said, without the password', async () => {
  const url = new URL(postgres);
  url.password = canary;
  const other = (change: (url: URL) => void) => {
    const changed = new URL(postgres);
    change(changed);
    return changed.href;
  };
  for (const [change, status, words] of [
    [{ query: 'select * from nowhere' }, 400, /refused the query: relation "nowhere" does not exist/],
    [{ query: 'select 1; drop table users' }, 400, /single statement/],
    [{ query: 'delete from users' }, 400, /must begin with SELECT/],
    [{ query: 'with x as (delete from users returning *) select * from x' }, 400, /may only read/],
    [{ query: "select nextval('events_seq_seq') as n" }, 400, /refused the query/],
    [{ query: 'select 1 as n where false' }, 400, /no rows/],
    [{ query: 'select 1 as n', columns: ['m'] }, 400, /no column 'm'/],
    [{ query: 'select pg_sleep(20)::text as n' }, 504, /sent nothing for 1.5 s/],
    [{ connection_string: other((u) => (u.pathname = '/nodatabase')) }, 502, /no such database/],
    [{ connection_string: other((u) => (u.port = '1')) }, 502, /Nothing answers at that host and port/],
    [{ connection_string: `postgresql://u:${canary}@no-such-host.invalid/x` }, 502, /could not be found/],
    [{ connection_string: `postgresql://u:${canary}@%zz/x` }, 400, /not well-formed|% that begins/],
    [{ connection_string: other((u) => u.searchParams.set('sslmode', 'verify-full')) }, 502, /no encrypted connection/],
    [{ connection_string: undefined }, 400, /'connection_string' is required/],
  ] as const) {
    const { status: got, body } = await connect({ ...fromPostgres, query: 'select 1 as n', ...change });
    assert.equal(got, status, JSON.stringify([change, body]));
    assert.match(body.error, words);
    assert.ok(!JSON.stringify(body).includes(canary));
  }
  assert.ok((await house.database.query(sql`select 1 from users`)).length > 0);
});

test('TiDB’s protocol, by the real MariaDB', async (t) => {
  const mariadb = await startMariadb(t);
  if (!mariadb) {
    console.log('skipped: mariadbd not installed');
    return t.skip('mariadbd not installed');
  }
  const source = { source_type: 'tidb', connection_string: mariadb.url };
  const query =
    'select seq * 0.5 as temp, from_unixtime(1767225600 + seq * 60) as time from seq_1_to_3000 limit 100000';
  const { status, body } = await connect({ ...source, query });
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual([body.source, body.row_count, body.columns], ['tidb', 3000, ['time', 'temp']]);
  assert.match((await rowsOf(body.id))[1]?.[0] ?? '', /^2026-01-01T00:01:00/);
  for (const [change, wanted, words] of [
    [{ query: 'select * from nowhere' }, 400, /refused the query/],
    [{ query: "select 1 into outfile '/tmp/x'" }, 400, /may only read/],
    [{ query: "select 1 --1 into outfile '/tmp/x'" }, 400, /may only read/],
    [{ query: `select "a\\" " into outfile '/tmp/x' -- "` }, 400, /may only read/],
    [{ query: '/*!50000 select */ 1' }, 400, /must begin with SELECT/],
    [{ connection_string: mariadb.url.replace('root:', `nobody:${canary}`) }, 502, /refused the user name or password/],
  ] as const) {
    const refused = await connect({ ...source, query: 'select 1', ...change });
    assert.equal(refused.status, wanted, JSON.stringify(refused.body));
    assert.match(refused.body.error, words);
    assert.ok(!JSON.stringify(refused.body).includes(canary));
  }
});

test('SQLite: files of the folder for imports, read-only, and no other file', async () => {
  const source = { source_type: 'sqlite', connection_string: 'plant.db', query: 'select * from readings' };
  const { status, body } = await connect(source);
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual(await rowsOf(body.id), [
    ['timestamp', 'temp', 'note'],
    ['2026-01-01T00:00:00Z', '20.5', 'a,"b"'],
    ['2026-01-01T00:01:00Z', '21', ''],
  ]);
  const part = { columns: ['temp', 'timestamp'], time_range: { start: '2026-01-01T00:01:00Z' } };
  const chosen = await connect({ ...source, ...part });
  assert.deepEqual([chosen.body.row_count, chosen.body.columns], [1, ['timestamp', 'temp']]);
  await symlink(join(house.folder, 'outside.db'), join(imports, 'link.db')).catch(() => {});
  for (const path of [
    '../outside.db',
    join(house.folder, 'outside.db'),
    'link.db',
    '/etc/passwd',
    '.',
    'none.db',
    'file:../outside.db',
  ]) {
    const refused = await connect({ ...source, connection_string: path });
    assert.deepEqual([refused.status, refused.body.code], [400, 'FILE_NOT_FOUND'], path);
  }
  const outside = join(house.folder, 'outside.db');
  for (const query of [
    `attach '${outside}' as o`,
    'pragma table_info(readings)',
    "select * from pragma_table_info('readings')",
    "select load_extension('x')",
    'select * from readings; select 1',
    'create table t (a)',
  ])
    assert.equal((await connect({ ...source, query })).status, 400, query);
  const values = [
    'select zeroblob(500000000)',
    'with recursive c(n) as (select 1 union all select n + 1 from c limit 20) select group_concat(hex(zeroblob(100000))) from c',
  ];
  for (const query of values) assert.match((await connect({ ...source, query })).body.error, /too big/, query);
  const wide = `select ${Array.from({ length: 501 }, (_, i) => `${i} as c${i}`).join()}`;
  assert.match((await connect({ ...source, query: wide })).body.error, /more than 500 columns/);
  const forever = 'with recursive c(n) as (select 1 union all select n + 1 from c) select max(n) from c';
  assert.equal((await connect({ ...source, query: forever })).status, 504);
});

test('MongoDB by its own protocol: all fields of all documents, and no other host than the one named', async (t) => {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
  const mongo = await fakeMongo(t, [
    { _id: 1, timestamp: at(0), temp: 20.5 },
    { _id: 2, timestamp: at(1), temp: 21, place: { room: 'B,7' } },
    { _id: 3, timestamp: at(2), fan: 900 },
  ]);
  const source = {
    source_type: 'mongodb',
    connection_string: `mongodb://127.0.0.1:${mongo.port}/plant`,
    mongodb_collection: 'readings',
  };
  const { status, body } = await connect({ ...source, filter: { temp: { $gt: 1 } } });
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual(await rowsOf(body.id), [
    ['timestamp', 'temp', 'place', 'fan'],
    ['2026-01-01T00:00:00.000Z', '20.5', '', ''],
    ['2026-01-01T00:01:00.000Z', '21', '{"room":"B,7"}', ''],
    ['2026-01-01T00:02:00.000Z', '', '', '900'],
  ]);
  assert.deepEqual(mongo.commands.find(({ find }) => find)?.filter, { temp: { $gt: 1 } });
  assert.equal((await connect({ ...source, filter: { a: { $where: 'x' } } })).status, 400);
});

test('the REST forms: Aegis-DB, InfluxDB 3, the Data API, SpacetimeDB, and SQL behind an address', async (t) => {
  const [a, b] = ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'];
  const source = await fakeHttp(t, ({ path, headers }, response) => {
    if (path.startsWith('/api/v1/documents/collections/hardware_metrics/'))
      return {
        documents: [
          { id: 'r2', data: { _id: 'r2', timestamp: b, temp: 2 } },
          { id: 'r1', data: { _id: 'r1', timestamp: a, temp: 1 } },
        ],
      };
    if (path === '/api/v3/query_sql')
      return [
        { time: b, temp: 2 },
        { time: a, temp: 1 },
      ];
    if (path === '/action/find' && headers['api-key'] === canary)
      return {
        documents: [
          { _id: 'x', timestamp: { $date: a }, temp: { $numberDouble: '1' } },
          { timestamp: b, temp: 2 },
        ],
      };
    if (path === '/database/plant/sql')
      return [
        {
          schema: { elements: [{ name: { some: 'ts' } }, { name: { some: 'temp' } }] },
          rows: [
            [1767225600, 1],
            [1767225660, 2],
          ],
        },
      ];
    if (path === '/rows')
      return {
        results: [
          { timestamp: a, temp: 1 },
          { timestamp: b, temp: 2 },
        ],
      };
    response.writeHead(404).end('nothing here');
    return undefined;
  });
  const range = { time_range: { start: a, end: b } };
  const sources = [
    { controller_ip: '127.0.0.1', aegis_port: source.port, ...range },
    { source_type: 'influxdb', url: source.url, database: 'plant', measurement: 'a"b', token: canary, ...range },
    { source_type: 'mongodb', api_url: source.url, api_key: canary, database: 'plant', mongodb_collection: 'readings' },
    {
      source_type: 'spacetimedb',
      api_url: source.url,
      database: 'plant',
      query: 'select * from t',
      auth_token: canary,
    },
    { source_type: 'postgresql', api_url: `${source.url}/rows`, query: 'select 1' },
    { source_type: 'tidb', api_url: `${source.url}/rows`, query: 'select 1' },
  ];
  for (const one of sources) {
    const { status, body } = await connect(one);
    assert.equal(status, 201, JSON.stringify([one, body]));
    assert.equal(body.source, (one as { source_type?: string }).source_type ?? 'aegis_bridge');
    const [, ...rows] = await rowsOf(body.id);
    assert.deepEqual(
      rows.map(([, temp]: string[]) => temp),
      ['1', '2'],
      body.source,
    );
  }
  assert.match(
    source.asked.find(({ path }) => path === '/api/v3/query_sql')?.body ?? '',
    /FROM \\"a\\"\\"b\\" WHERE time >= /,
  );
  const old = await connect({ controller_ip: '127.0.0.1', aegis_port: source.port });
  assert.deepEqual([old.status, old.body.code], [400, 'NO_DATA'], 'without a range only 30 days count');
  const wrongKey = await connect({ ...sources[2], api_key: 'other' });
  assert.deepEqual([wrongKey.status, wrongKey.body.details], [502, { status: 404 }]);
});

test('kept connections: encrypted, masked, one’s own; used again for a new dataset', async () => {
  const url = new URL(postgres);
  url.password = canary; // trusted here, so any password opens
  const source = { ...fromPostgres, connection_string: url.href, query: 'select 1 as n' };
  const kept = await connect({ ...source, save_connection: true, connection_name: 'Plant' });
  assert.ok([201, 502].includes(kept.status));
  const saved = await ask('connections', { ...fromPostgres, query: 'select 1 as n', name: `House ${canary.length}` });
  assert.equal(saved.status, 201, JSON.stringify(saved.body));
  const { id } = saved.body;
  assert.equal(saved.body.config.connection_string, '********');
  const listed = await house.request('GET', '/api/v1/connections', { token: operator.token });
  assert.ok(listed.body.includes(id) && !listed.body.includes('postgresql://'));
  const row = await house.database.one<{ config: string }>(sql`select config from connections where id = ${id}`);
  assert.match(row?.config ?? '', /^sb1\./);
  assert.equal((await ask('connections', { ...fromPostgres, name: 'House 13' })).status, 409);

  const fields = { name: 'Again', equipment_type: 'pump' };
  const used = await ask(`connections/${id}/use`, { ...fields, query: 'select 7 as n' });
  assert.deepEqual([used.status, used.body.source, (await rowsOf(used.body.id))[1]], [201, 'postgresql', ['7']]);
  const tried = await ask('connections/test', { connection_id: id });
  assert.deepEqual([tried.status, tried.body.columns, tried.body.rows], [200, ['n'], [['1']]]);
  const elsewhere = await ask('connections/test', {
    connection_id: id,
    connection_string: 'postgresql://127.0.0.1:1/x',
  });
  assert.equal(elsewhere.status, 200, 'the address of a kept connection stays');

  for (const [token, status] of [
    [stranger.token, 404],
    [colleague.token, 403],
    [viewer.token, 403],
  ] as const) {
    assert.equal((await ask(`connections/${id}/use`, fields, token)).status, status);
    assert.equal((await ask('connections/test', { connection_id: id }, token)).status, status);
    assert.equal((await house.request('DELETE', `/api/v1/connections/${id}`, { token })).statusCode, status);
    assert.deepEqual((await house.request('GET', '/api/v1/connections', { token })).json(), []);
  }
  assert.equal((await connect(source, viewer.token)).status, 403);
  assert.equal((await house.request('DELETE', `/api/v1/connections/${id}`, { token: operator.token })).statusCode, 204);
  assert.equal((await ask(`connections/${id}/use`, fields)).status, 404);
});

test('credentials of requests are in no event, no job and no kept answer', assertNothingTold);
