/*
 * Every way out of the house that a user can name a destination for, tried with every spelling of an address inside: nothing
 * is reached unless the operator allows it. The spellings themselves are judged in platform/http/outbound.test.ts as well.
 */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { checkHealth } from '../src/core/targets/health.ts';
import { createOutbound } from '../src/platform/http/index.ts';
import { fakeHttp, fakeTcp } from './support/fake-sources.ts';
import { startMlHouse } from './support/ml-house.ts';

const trap = await fakeTcp({ after }, (socket) => {
  reached++;
  socket.end();
});
let reached = 0;
const house = await startMlHouse({ after });
const { token } = await house.administrator();

/** As hosts of URLs and connection strings. All are this machine, its link, its cloud's metadata, or a plant's network. */
const inside = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '017700000001',
  '0.0.0.0',
  '0',
  'localhost',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '100.100.100.200',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[2002:7f00:1::]',
];
const ofPlants = ['10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '[fd00::1]', '[::ffff:10.0.0.1]'];

const query = 'select 1 as n';
const sources: Record<string, (host: string) => object> = {
  PostgreSQL: (h) => ({ source_type: 'postgresql', query, connection_string: `postgresql://u:p@${h}:${trap.port}/d` }),
  'PostgreSQL with a host option': (h) => ({
    source_type: 'postgresql',
    query,
    connection_string: `postgresql://u:p@127.0.0.1:${trap.port}/d?host=${h}&hostaddr=${h}&sslrootcert=/etc/passwd`,
  }),
  'PostgreSQL by REST': (h) => ({ source_type: 'postgresql', query, api_url: `http://${h}:${trap.port}/` }),
  TiDB: (h) => ({ source_type: 'tidb', query, connection_string: `mysql://u:p@${h}:${trap.port}/d` }),
  'TiDB by REST': (h) => ({ source_type: 'tidb', query, api_url: `http://${h}:${trap.port}/` }),
  'SQLite by REST': (h) => ({ source_type: 'sqlite', query, api_url: `http://${h}:${trap.port}/` }),
  MongoDB: (h) => ({
    source_type: 'mongodb',
    connection_string: `mongodb://u:p@${h}:${trap.port}/d?proxyHost=${h}`,
    mongodb_collection: 'c',
  }),
  'the Data API': (h) => ({
    source_type: 'mongodb',
    api_url: `http://${h}:${trap.port}/`,
    api_key: 'k',
    database: 'd',
    mongodb_collection: 'c',
  }),
  InfluxDB: (h) => ({ source_type: 'influxdb', url: `http://${h}:${trap.port}`, database: 'd', measurement: 'm' }),
  SpacetimeDB: (h) => ({ source_type: 'spacetimedb', api_url: `http://${h}:${trap.port}`, database: 'd', query }),
};
const aegis = (h: string) => ({ controller_ip: h.replace(/[[\]]/g, ''), aegis_port: trap.port });

async function refused(path: string, body: object, what: string) {
  const answer = await house.request('POST', `/api/v1/${path}`, { token, body });
  assert.ok([400, 502].includes(answer.statusCode), `${what}: ${answer.statusCode} ${answer.body}`);
  assert.match(
    answer.json().code,
    /^(DESTINATION_NOT_ALLOWED|HOST_NOT_FOUND|VALIDATION_ERROR)$/,
    `${what}: ${answer.body}`,
  );
}

for (const [name, source] of Object.entries(sources)) {
  test(`SSRF: ${name} reaches no address inside`, async () => {
    for (const host of [...inside, ...ofPlants]) {
      const body = source(host);
      await refused('datasets/connect', { ...body, name: 'x', equipment_type: 'pump' }, host);
    }
    await refused('connections/test', source('127.0.0.1'), 'by the test button');
    assert.equal(reached, 0);
  });
}

test('SSRF: an edge controller and a device may live in a plant’s network, but not on this machine or its link', async () => {
  for (const host of inside) await refused('connections/test', aegis(host), host);
  const outbound = createOutbound({ allow: [] });
  const target = { host: '127.0.0.1', edgePort: trap.port } as Parameters<typeof checkHealth>[0][number];
  for (const host of inside) {
    const seen: unknown[] = [];
    await checkHealth([{ ...target, host: host.replace(/[[\]]/g, '') }], outbound, async (_, health) => {
      seen.push(health);
    });
    assert.deepEqual(seen, [{ online: false }], host);
  }
  for (const host of inside.filter((one) => /^[\d.]+\.\d+\.\d+\.\d+$|:/.test(one) && !one.startsWith('0177'))) {
    const body = { name: 'x', ip: host.replace(/[[\]]/g, ''), password: 'p', port: trap.port };
    const answer = await house.request('POST', '/api/v1/deployments/targets', { token, body });
    assert.equal(answer.statusCode, 400, `${host}: ${answer.body}`);
  }
  await outbound.close();
  assert.equal(reached, 0);
});

test('SSRF: a socket goes to the address that was checked, however often the name changes', async (t) => {
  const answers = [['93.184.216.34'], ['127.0.0.1']];
  const outbound = createOutbound({ allow: [], resolve: async () => answers.shift() ?? ['127.0.0.1'] });
  assert.equal(await outbound.address('rebinding.example'), '93.184.216.34');
  await assert.rejects(outbound.connect('rebinding.example', trap.port), { code: 'DESTINATION_NOT_ALLOWED' });
  assert.equal(reached, 0);
  const allowed = createOutbound({ allow: [`127.0.0.1:${trap.port}`] });
  (await allowed.connect('127.0.0.1', trap.port)).destroy();
  const other = await fakeHttp(t, () => []);
  await assert.rejects(allowed.connect('127.0.0.1', other.port), { code: 'DESTINATION_NOT_ALLOWED' });
});
