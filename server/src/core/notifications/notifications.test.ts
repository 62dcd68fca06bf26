import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import type { Somebody } from '../../../test/support/ml-house.ts';
import { aboutRun, aboutUser, toldHouse } from '../../../test/support/told-house.ts';
import { sql } from '../../platform/database/index.ts';
import type { NewEvent } from '../../platform/events/types.ts';
import { milestoneOf } from './occasions.ts';
import { placeOf } from './places.ts';

test('each documented occasion tells its owner what it should, once', async (t) => {
  const house = await toldHouse(t);
  const ann = await house.somebody('operator');
  const ben = await house.somebody('operator');
  await house.notifications.registerPhone(ann.principal, {
    token: 'ExponentPushToken[ann]',
    platform: 'ios',
    deviceName: 'x',
  });
  const deployment = (type: string, data: object): NewEvent => ({
    ...aboutRun(ann, type, { target: 'Hall', ...data }),
    subject: 'deployment:dep_1',
  });
  const epochs = Array.from({ length: 8 }, (_, i) =>
    aboutRun(ann, 'training.epoch', { current_epoch: i + 1, total_epochs: 8 }),
  );
  await house.happen(
    aboutRun(ann, 'training.queued', { status: 'queued' }),
    aboutRun(ann, 'training.started'),
    ...epochs,
    // Begun again after a crash: the same epochs, no news.
    ...epochs,
    aboutRun(ann, 'training.completed'),
    // Started at once: nobody had to wait, so nobody is told.
    aboutRun(ann, 'training.queued', { status: 'running' }, 'tr_2'),
    aboutRun(ann, 'training.started', {}, 'tr_2'),
    aboutRun(ann, 'training.failed', { error: 'The disk is full' }, 'tr_2'),
    deployment('deployment.deployed', {}),
    deployment('deployment.failed', { error: 'No route' }),
    aboutUser(ann, 'user.email_verified'),
    aboutUser(ann, 'user.password_changed', { address: '192.0.2.7' }),
    aboutUser(ann, 'user.mfa_disabled'),
    { ...aboutUser(ann, 'subscription.changed', { plan: 'pro', previousPlan: 'free' }), subject: 'subscription:1' },
  );
  const told = await house.inbox(ann, 13);
  await house.idle();
  assert.deepEqual(told.map(({ type, title }) => `${type}: ${title}`).reverse(), [
    'training_queued: Training Queued',
    'training_started: Training Started',
    'training_epoch_milestone: Training 25 % Done',
    'training_epoch_milestone: Training 50 % Done',
    'training_epoch_milestone: Training 75 % Done',
    'training_complete: Training Complete',
    'training_failed: Training Failed',
    'deployment_ready: Deployment Ready',
    'deployment_failed: Deployment Failed',
    'account_verified: Account Verified',
    'security_alert: Your password was changed',
    'security_alert: Two-step login is off',
    'subscription_changed: Subscription Changed',
  ]);
  assert.equal((await house.notifications.list(ann.principal)).notifications.length, 13);
  assert.equal((await house.notifications.list(ben.principal)).notifications.length, 0);

  const mailed = await house.mail.outbox({ recipient: ann.email });
  assert.deepEqual(
    mailed
      .map(({ subject }) => subject)
      .filter((subject) => !subject.includes('Verify'))
      .reverse(),
    [
      'Training Queued: tr_1',
      'Training Started: tr_1',
      'Training Complete: tr_1',
      'Training Failed: tr_2',
      'Deployment Ready: dep_1',
      'Deployment Failed: dep_1',
      '[HIGH] Your password was changed',
      '[HIGH] Two-step login is off',
      'Subscription Changed',
    ],
  );

  const pushed = house.service.batches.flat();
  assert.equal(pushed.length, 13);
  assert.deepEqual(
    pushed.find(({ title }) => title === 'Training Complete'),
    {
      to: 'ExponentPushToken[ann]',
      title: 'Training Complete',
      body: 'Training run tr_1 finished successfully',
      sound: 'default',
      channelId: 'training',
      data: { type: 'training_complete', training_id: 'tr_1', model_id: 'mdl_1' },
    },
  );
  const channels = new Map(pushed.map(({ data, channelId }) => [data.type, channelId]));
  assert.deepEqual(
    ['deployment_ready', 'security_alert', 'account_verified', 'subscription_changed'].map((type) =>
      channels.get(type),
    ),
    ['training', 'alerts', 'default', 'default'],
  );
});

test('a plan that the payment provider changed is told to those who run the tenant', async (t) => {
  const house = await toldHouse(t);
  const boss = await house.somebody('owner');
  const worker = await house.somebody('operator', boss.principal.tenantId);
  const change = (plan: string, previousPlan: string): NewEvent => ({
    tenantId: boss.principal.tenantId,
    type: 'subscription.changed',
    subject: 'subscription:1',
    actor: 'system',
    data: { plan, previousPlan },
  });
  await house.happen(change('pro', 'pro'), change('free', 'pro'));
  const [told] = await house.inbox(boss, 1);
  assert.equal(told?.body, 'The plan is free now; it was pro');
  await house.idle();
  assert.equal((await house.notifications.list(boss.principal)).notifications.length, 1);
  assert.equal((await house.notifications.list(worker.principal)).notifications.length, 0);
});

test('who wants no notifications gets no mail and no push, but an inbox, and alerts about the account', async (t) => {
  const house = await toldHouse(t);
  const ann = await house.somebody('operator');
  await house.notifications.registerPhone(ann.principal, {
    token: 'ExponentPushToken[a]',
    platform: 'ios',
    deviceName: '',
  });
  const titles = async () => (await house.mail.outbox({ recipient: ann.email })).map(({ subject }) => subject);
  house.preferences.emailNotifications = false;
  await house.happen(aboutRun(ann, 'training.completed', {}, 'tr_1'));
  await house.inbox(ann, 1);
  await house.idle();
  assert.equal(house.service.batches.length, 1);
  house.preferences.notificationsEnabled = false;
  await house.happen(aboutRun(ann, 'training.completed', {}, 'tr_2'), aboutUser(ann, 'user.mfa_disabled'));
  await house.inbox(ann, 3);
  await house.idle();
  assert.equal(house.service.batches.length, 1);
  assert.deepEqual(
    (await titles()).filter((title) => /Training|\[HIGH\]/.test(title)),
    ['[HIGH] Two-step login is off'],
  );
});

test('a login from a new place is told, one from a known place is not', async (t) => {
  const house = await toldHouse(t);
  const ann = await house.somebody('operator');
  const login = (address: string, userAgent = 'Firefox/1.0') =>
    aboutUser(ann, 'user.logged_in', { address, userAgent });
  await house.idle();
  const before = (await house.notifications.list(ann.principal)).notifications.length;
  await house.happen(
    login('198.51.100.1'),
    login('198.51.100.77', 'Firefox/2.0'),
    login('198.51.100.1', ''),
    login('203.0.113.9'),
  );
  await house.idle();
  const { notifications } = await house.notifications.list(ann.principal);
  const bodies = notifications.slice(0, notifications.length - before).map(({ body }) => body);
  // The first of the three is new as well: somebody() logged in from this machine.
  assert.equal(bodies.length, 2);
  assert.match(bodies[0] ?? '', /from 203.0.113.9 with Firefox/);
});

test('a crash at any point between event and inbox tells nobody twice and loses nothing', async (t) => {
  const house = await toldHouse(t);
  const ann = await house.somebody('operator');
  await house.notifications.registerPhone(ann.principal, {
    token: 'ExponentPushToken[a]',
    platform: 'ios',
    deviceName: '',
  });
  await house.happen(aboutRun(ann, 'training.completed'));
  await house.inbox(ann, 1);
  await house.idle();
  // As after a restore: the place is behind what was told already, and the jobs are there again.
  await house.database.transaction(async (tx) => {
    await tx.run(
      sql`update event_consumers set sequence = 0, token = token + 1, lease_until = '-infinity' where name = 'notifications'`,
    );
    const rows = await tx.query<{ id: number }>(sql`select id from push_deliveries`);
    await house.queue.add(tx, ...rows.map(({ id }) => ({ kind: 'push.send', payload: { deliveryId: id } })));
  });
  await house.happen(aboutRun(ann, 'training.completed', {}, 'tr_2'));
  await house.inbox(ann, 2);
  await house.idle();
  const { notifications } = await house.notifications.list(ann.principal);
  assert.equal(notifications.filter(({ type }) => type === 'training_complete').length, 2);
  const mails = await house.mail.outbox({ recipient: ann.email });
  assert.equal(mails.filter(({ subject }) => subject === 'Training Complete: tr_1').length, 1);
  assert.equal(house.service.batches.flat().filter(({ body }) => body.includes('tr_1')).length, 1);
});

test('the inbox is read one by one or at once, and is nobody else’s', async (t) => {
  const house = await toldHouse(t);
  const [ann, ben] = [await house.somebody('viewer'), await house.somebody('owner')];
  await house.happen(...[1, 2, 3].map((i) => aboutRun(ann, 'training.completed', {}, `tr_${i}`)));
  await house.inbox(ann, 3);
  const get = async (query = '') =>
    (await house.request('GET', `/api/v1/notifications${query}`, { token: ann.token })).json() as {
      notifications: { id: string; read_at: string | null }[];
      unread_count: number;
    };
  const [first] = (await get('?limit=1')).notifications;
  assert.equal((await get()).unread_count, 3);
  const read = (who: Somebody) =>
    house.request('POST', `/api/v1/notifications/${first?.id}/read`, { token: who.token });
  assert.equal((await read(ben)).statusCode, 404);
  assert.ok((await read(ann)).json().read_at);
  assert.equal((await read(ann)).statusCode, 200);
  assert.equal((await get('?unread=true')).notifications.length, 2);
  const all = await house.request('POST', '/api/v1/notifications/read', { token: ann.token });
  assert.deepEqual(all.json(), { marked: 2 });
  assert.equal((await get()).unread_count, 0);
});

test('a milestone is told in the epoch that reaches it; a short run tells the highest', () => {
  const told = (total: number) => Array.from({ length: total }, (_, i) => milestoneOf(i + 1, total));
  assert.deepEqual(told(1), [undefined]);
  assert.deepEqual(told(2), [50, undefined]);
  assert.deepEqual(told(3), [25, 50, undefined]);
  assert.deepEqual(told(4), [25, 50, 75, undefined]);
  assert.deepEqual(
    told(100).flatMap((percent, i) => (percent ? [[i + 1, percent]] : [])),
    [
      [25, 25],
      [50, 50],
      [75, 75],
    ],
  );
});

test('a place is a network and a kind of browser', () => {
  const key = randomBytes(32);
  const place = (address: string, agent = 'A/1.0') => placeOf(key, address, agent);
  assert.equal(place('198.51.100.1'), place('::ffff:198.51.100.200', 'A/2.3'));
  assert.notEqual(place('198.51.100.1'), place('198.51.101.1'));
  assert.equal(place('2001:db8:1:2::1'), place('2001:0db8:1:3:4:5:6:7'));
  assert.notEqual(place('2001:db8:1::1'), place('2001:db8:2::1'));
  assert.notEqual(place('::1'), place('::1', 'B'));
});
