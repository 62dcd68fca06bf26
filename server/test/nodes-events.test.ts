/* What nodes reported: pages, filters, counting, acknowledging, and who may. */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { sql } from '../src/platform/database/index.ts';
import { startTestApp } from './support/app.ts';
import { connectedNode } from './support/nodes-objects.ts';
import { eventually } from './support/processes.ts';

const app = (await startTestApp({ after })).door('nodes');
const owner = app.administrator;
const operator = await app.person('operator', owner.tenantId);

type EventView = {
  id: number;
  message: string;
  severity: string;
  flow_id: string | null;
  created_at: string;
  acknowledged: boolean;
  acknowledged_by: string | null;
  acknowledged_at: string | null;
};
const call = (method: string, path: string, body?: unknown, { token } = owner) =>
  app.request(method, `/api/v1${path}`, { token, ...(body !== undefined && { body }) });
const [first, second] = [await connectedNode(app, owner), await connectedNode(app, owner)];
/** The events of a query that these tests made, by message. */
const found = async (query: string) => {
  const answer = await call('GET', `/events?category=lamp&${query}`);
  assert.equal(answer.status, 200, answer.text);
  return (answer.json() as EventView[]).map(({ message }) => message);
};

const severities = ['info', 'warning', 'critical', 'Warning'];
for (let i = 0; i < 12; i++)
  (i < 8 ? first : second).say('event', {
    severity: severities[i % 4],
    category: 'lamp',
    message: `Lamp ${i} 100%_off`,
    ...(i % 3 === 0 && { flow_id: `flow-${i}` }),
  });
await eventually(async () => (await found('')).length === 12, 'they are written down');
// A minute apart; those of one node stay in the order they came in, and the other node's come after them.
const written = await app.database.query<{ id: number; message: string }>(
  sql`select id, message from node_events where category = 'lamp' order by id`,
);
for (const [i, { id }] of written.entries())
  await app.database.run(
    sql`update node_events set created_at = timestamptz '2026-01-01 00:00Z' + make_interval(mins => ${i}) where id = ${id}`,
  );
const newestFirst = written.map(({ message }) => message).reverse();

test('events come in pages, newest first, fifty unless asked otherwise and never more than 200', async () => {
  assert.deepEqual(await found(''), newestFirst);
  assert.deepEqual(await found('per_page=5'), newestFirst.slice(0, 5));
  assert.deepEqual(await found('per_page=5&page=2'), newestFirst.slice(5, 10));
  assert.deepEqual(await found('per_page=5&page=3'), newestFirst.slice(10));
  assert.deepEqual(await found('per_page=5&page=4'), []);
  for (const query of ['per_page=0', 'per_page=201', 'page=0', 'page=-1', 'page=x', 'per_page=1.5'])
    assert.equal((await call('GET', `/events?${query}`)).status, 400, query);
  for (let i = 0; i < 60; i++) first.say('event', { severity: 'info', category: 'many', message: `Many ${i}` });
  await eventually(async () => {
    const answer = await call('GET', '/events?category=many&per_page=200');
    return (answer.json() as unknown[]).length === 60;
  }, 'they are written down');
  assert.equal(((await call('GET', '/events?category=many')).json() as unknown[]).length, 50);
});

test('events are found by node, severity, category, flow, time and text', async () => {
  assert.equal((await found(`node_id=${first.id}`)).length, 8);
  assert.equal((await found(`node_id=${second.id.toUpperCase()}`)).length, 4);
  assert.equal((await found('severity=warning')).length, 6, 'however the node wrote it');
  assert.deepEqual(await found('flow_id=flow-3'), ['Lamp 3 100%_off']);
  assert.deepEqual(await found('from=2026-01-01T00:09:00Z'), newestFirst.slice(0, 3));
  assert.deepEqual(await found('to=2026-01-01T00:01:00Z'), newestFirst.slice(10));
  assert.deepEqual(await found('from=2026-01-01T01:05:00%2B01:00&to=2026-01-01T00:06:00Z'), newestFirst.slice(5, 7));
  assert.equal((await found('search=lamp%201')).length, 3, 'whatever the case');
  assert.equal((await found('search=%25_')).length, 12, 'its signs are no patterns');
  assert.equal((await found('search=0_0')).length, 0);
  assert.equal((await found(`search=${second.id}`)).length, 4);
  assert.equal((await found('search=critical')).length, 3);
  assert.equal((await call('GET', `/events?search=${'x'.repeat(256)}`)).status, 200);
  assert.equal((await call('GET', `/events?search=${'x'.repeat(257)}`)).status, 400);
  for (const query of ['from=yesterday', 'to=2026-13-01T00:00:00Z'])
    assert.equal((await call('GET', `/events?${query}`)).status, 400, query);
});

test('acknowledging is for operators; who and when stays the first, and the count goes down', async () => {
  const counted = async () => ((await call('GET', '/events/count')).json() as { count: number }).count;
  const [event] = (await call('GET', '/events?category=lamp&severity=critical')).json() as [EventView];
  const before = await counted();
  const viewer = await app.person('viewer', owner.tenantId);
  assert.equal((await call('POST', `/events/${event.id}/ack`, undefined, viewer)).status, 403);
  assert.equal(await counted(), before);
  assert.equal((await call('POST', `/events/${event.id}/ack`, undefined, operator)).status, 200);
  assert.equal(await counted(), before - 1);
  const read = async () =>
    ((await call('GET', '/events?category=lamp&acknowledged=true')).json() as EventView[]).find(
      ({ id }) => id === event.id,
    ) as EventView;
  const acknowledged = await read();
  assert.deepEqual([acknowledged.acknowledged, acknowledged.acknowledged_by], [true, operator.userId]);
  // Again, by somebody else, is no change.
  assert.equal((await call('POST', `/events/${event.id}/ack`)).status, 200);
  assert.deepEqual(await read(), acknowledged);
  assert.equal(await counted(), before - 1);
  assert.equal((await call('POST', '/events/999999999/ack')).status, 404);
  for (const id of ['0', 'x', '-1', '1.5', '9'.repeat(30)])
    assert.equal((await call('POST', `/events/${id}/ack`)).status, 400, id);
});

test('many are acknowledged at once, and information needs nobody to look', async () => {
  const all = (await call('GET', '/events?category=lamp')).json() as EventView[];
  const ids = all.map(({ id }) => id);
  const answer = await call('POST', '/events/ack', { ids: [...ids, 999_999_999] }, operator);
  assert.deepEqual(answer.json(), { acknowledged: 12 });
  assert.deepEqual(await found('acknowledged=false'), []);
  const { by_node } = (await call('GET', '/events/count')).json() as { by_node: Record<string, number> };
  assert.deepEqual(by_node, {});
  for (const body of [{ ids: [] }, { ids: ['x'] }, { ids: Array(1001).fill(1) }, {}])
    assert.equal((await call('POST', '/events/ack', body)).status, 400);
  const record = await app.database.one<{ actor: string }>(
    sql`select actor from events where type = 'node.events_acknowledged' and (data ->> 'count')::int = 12`,
  );
  assert.equal(record?.actor, `user:${operator.userId}`, 'and on record');
  for (const node of [first, second]) await node.close();
});
