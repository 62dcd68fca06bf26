import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually } from '../../../test/support/processes.ts';
import { aboutRun, toldHouse } from '../../../test/support/told-house.ts';
import { sql } from '../../platform/database/index.ts';
import { RECEIPTS_JOB } from './push.ts';

test('the push service: 100 a request, gzip, slow down, phones that are gone', async (t) => {
  const house = await toldHouse(t);
  const ann = await house.somebody('operator');
  const phone = (name: string) => ({ token: `ExponentPushToken[${name}]`, platform: 'android', deviceName: name });
  for (const name of ['stays', 'gone', 'later']) await house.notifications.registerPhone(ann.principal, phone(name));
  house.service.state.gone.add('ExponentPushToken[gone]');
  house.service.state.goneLater.add('ExponentPushToken[later]');
  // The library asks three times, then the queue comes again.
  house.service.state.fail.push(429, 429, 429, 503);
  const runs = Array.from({ length: 70 }, (_, i) => aboutRun(ann, 'training.completed', {}, `tr_${i}`));
  await house.happen(...runs);
  await house.inbox(ann, 70);
  await house.idle();
  const { batches } = house.service;
  assert.ok(batches.every(({ length }) => length <= 100));
  const sent = batches.flat();
  assert.equal(sent.filter(({ to }) => to.includes('stays')).length, 70);
  assert.equal(new Set(sent.map(({ to, body }) => to + body)).size, sent.length, 'nothing was sent twice');
  const phones = () => house.database.query<{ token: string }>(sql`select token from push_tokens order by token`);
  assert.deepEqual(
    (await phones()).map(({ token }) => token),
    ['ExponentPushToken[later]', 'ExponentPushToken[stays]'],
  );

  await house.database.transaction((tx) => house.queue.add(tx, { kind: RECEIPTS_JOB, key: 'all' }));
  await eventually(async () => (await phones()).length === 1, 'the receipt of a phone that is gone takes it away');
});

test('a phone belongs to whoever registered it last', async (t) => {
  const house = await toldHouse(t);
  const [ann, ben] = [await house.somebody('operator'), await house.somebody('viewer')];
  const body = { token: 'ExponentPushToken[shared]', platform: 'ios', device_name: 'Pad' };
  for (const who of [ann, ben]) {
    const answer = await house.request('POST', '/api/v1/push/register', { token: who.token, body });
    assert.deepEqual([answer.statusCode, answer.json()], [200, { message: 'Push token registered' }]);
  }
  await house.happen(aboutRun(ann, 'training.completed', {}, 'tr_1'), aboutRun(ben, 'training.completed', {}, 'tr_2'));
  await house.inbox(ben, 1);
  await house.idle();
  assert.deepEqual(
    house.service.batches.flat().map(({ data }) => data.training_id),
    ['tr_2'],
  );
  const bad = await house.request('POST', '/api/v1/push/register', { token: ann.token, body: { token: 'no token' } });
  assert.equal(bad.statusCode, 400);
});
