import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type MlHouse, type Somebody, startMlHouse } from '../../../test/support/ml-house.ts';
import { eventually } from '../../../test/support/processes.ts';
import { sql } from '../../platform/database/index.ts';
import type { NewEvent } from '../../platform/events/types.ts';
import { silentLog } from '../../platform/log/index.ts';
import { createExpoPush } from '../../platform/push/index.ts';
import { openQueue } from '../../platform/queue/index.ts';
import { createNotifications, type Preferences } from './index.ts';
import { milestoneOf } from './occasions.ts';
import { placeOf } from './places.ts';
import { RECEIPTS_JOB } from './push.ts';

type Message = {
  to: string;
  title: string;
  body: string;
  channelId: string;
  sound: string;
  data: Record<string, unknown>;
};

/** Expo's push service as its documentation has it. */
async function expo(t: TestContext) {
  const batches: Message[][] = [];
  const state = {
    fail: [] as number[],
    gone: new Set<string>(),
    goneLater: new Set<string>(),
    tickets: new Map<string, string>(),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const body = JSON.parse((request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString());
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const notRegistered = {
      status: 'error',
      message: 'not a registered recipient',
      details: { error: 'DeviceNotRegistered' },
    };
    if (request.url?.endsWith('/getReceipts')) {
      const receipts = (body.ids as string[]).map((id) => {
        const gone = state.goneLater.has(state.tickets.get(id) ?? '');
        return [id, gone ? notRegistered : { status: 'ok' }];
      });
      return answer(200, { data: Object.fromEntries(receipts) });
    }
    const status = state.fail.shift();
    if (status !== undefined) return answer(status, { errors: [{ code: 'TOO_MANY_REQUESTS', message: 'slow down' }] });
    batches.push(body);
    const data = (body as Message[]).map(({ to }) => {
      if (state.gone.has(to)) return notRegistered;
      const id = `ticket-${state.tickets.size}`;
      state.tickets.set(id, to);
      return { status: 'ok', id };
    });
    answer(200, { data });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, batches, state };
}

type Told = MlHouse & {
  service: Awaited<ReturnType<typeof expo>>;
  preferences: Preferences;
  notifications: ReturnType<typeof createNotifications>;
  happen(...events: NewEvent[]): Promise<void>;
  inbox(who: Somebody, count: number): Promise<{ type: string; title: string; body: string }[]>;
  idle(): Promise<void>;
};

/** A house whose notifications are at work. */
async function toldHouse(t: TestContext): Promise<Told> {
  const house = await startMlHouse(t);
  const service = await expo(t);
  const preferences = { notificationsEnabled: true, emailNotifications: true };
  // A queue of its own: the house's has handlers already.
  const queue = openQueue({ database: house.database, log: silentLog });
  t.after(() => queue.stop());
  const notifications = createNotifications({
    database: house.database,
    events: house.events,
    queue,
    mail: house.mail,
    log: silentLog,
    push: createExpoPush({ url: service.url }),
    findContact: house.identity.contactOf,
    administratorsOf: house.identity.administratorsOf,
    preferencesOf: async () => preferences,
    placeKey: randomBytes(32),
    pushBackoffSeconds: () => 0.1,
  });
  t.after(await notifications.start());
  await queue.start();
  return {
    ...house,
    queue,
    service,
    preferences,
    notifications,
    happen: (...events) => house.database.transaction((tx) => house.events.append(tx, ...events)),
    inbox: (who, count) =>
      eventually(async () => {
        const found = await notifications.list(who.principal, { limit: 200 });
        return found.notifications.length >= count && found.notifications;
      }, `${count} notifications`),
    idle: async () => {
      const head = await house.events.head();
      await eventually(
        () =>
          house.database.one(
            sql`select 1 as x from event_consumers where name = 'notifications' and sequence >= ${head}`,
          ),
        'everything was read',
      );
      await eventually(
        async () => (await queue.counts()).every((c) => c.waiting + c.running === 0),
        'the queue is empty',
      );
    },
  };
}

const aboutRun = (owner: Somebody, type: string, data: object = {}, run = 'tr_1'): NewEvent => ({
  tenantId: owner.principal.tenantId,
  type,
  subject: `training:${run}`,
  actor: 'system',
  data: { run_id: run, owner_id: owner.principal.id, model_id: 'mdl_1', ...data },
});
const aboutUser = (who: Somebody, type: string, data: object = {}): NewEvent => ({
  tenantId: who.principal.tenantId,
  type,
  subject: `user:${who.principal.id}`,
  actor: `user:${who.principal.id}`,
  data: { ...data },
});

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
