import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startMlHouse } from '../../../test/support/ml-house.ts';
import { eventually } from '../../../test/support/processes.ts';
import { batched } from '../../platform/batched.ts';
import { sql } from '../../platform/database/index.ts';

/** Two servers on one database, as behind a balancer. */
const first = await startMlHouse({ after });
const second = await startMlHouse({ after }, { url: first.url });

const status = async (house: typeof first, token: string) =>
  (await house.request('GET', '/api/v1/auth/me', { token })).statusCode;

test('a logout in one process ends the session in the other at once', async () => {
  const { token: other } = await first.somebody('operator');
  for (let i = 0; i < 20; i++) {
    const { token } = await first.somebody('operator');
    assert.deepEqual([await status(first, token), await status(second, token)], [200, 200]);
    await first.request('POST', '/api/v1/auth/logout', { token });
    assert.deepEqual([await status(second, token), await status(first, token)], [401, 401]);
  }
  assert.equal(await status(second, other), 200);
});

test('a password reset in one process ends all sessions in the other at once', async () => {
  const { email, token } = await first.somebody('operator');
  assert.equal(await status(second, token), 200);
  await first.identity.forgotPassword(email);
  const resetToken = /token=([0-9a-f-]+)/.exec(await first.mailTo(email))?.[1] as string;
  await first.identity.resetPassword({ token: resetToken, newPassword: 'another password' });
  assert.equal(await status(second, token), 401);
});

test('a role that is taken away is gone with the next request', async () => {
  const { token, username } = await first.somebody('admin');
  const roleIn = async () => (await second.identity.authenticate(token))?.role;
  assert.equal(await roleIn(), 'admin');
  await first.database.run(sql`update users set role = 'viewer' where username = ${username}`);
  assert.equal(await roleIn(), 'viewer');
});

test('a session that waits for the second factor opens nothing', async () => {
  const { token } = await first.somebody('operator');
  await first.database.run(sql`update sessions set state = 'pending_mfa'`);
  assert.equal(await status(second, token), 401);
});

test('whoever watches a user hears of a logout in another process, and nothing of others', async () => {
  const [ada, bob] = [await first.somebody('operator'), await first.somebody('operator')];
  const counts = { ada: 0, bob: 0 };
  const stops = [
    second.identity.watch(ada.principal, () => counts.ada++),
    second.identity.watch(bob.principal, () => counts.bob++),
  ];
  await eventually(async () => counts.ada === 1 && counts.bob === 1, 'the watches stand');
  await first.request('POST', '/api/v1/auth/logout', { token: ada.token });
  await eventually(async () => counts.ada === 2, 'the logout is heard');
  assert.equal(counts.bob, 1);
  for (const stop of stops) stop();
});

test('requests of one moment share one look-up, and each gets its own answer', async () => {
  const asked: string[][] = [];
  const find = batched(
    async (keys) => {
      asked.push([...keys]);
      await new Promise(setImmediate);
      return new Map(keys.filter((key) => key !== 'unknown').map((key) => [key, key.toUpperCase()]));
    },
    { mostKeys: 3, atOnce: 1 },
  );
  const answers = await Promise.all(['a', 'b', 'unknown', 'a', 'c', 'd'].map((key) => find(key)));
  assert.deepEqual(answers, ['A', 'B', undefined, 'A', 'C', 'D']);
  assert.deepEqual(asked, [
    ['a', 'b', 'unknown'],
    ['c', 'd'],
  ]);
});

test('who asks while a look-up is under way gets an answer from after the question', async () => {
  let world = 'old';
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let lookUps = 0;
  const find = batched(async (keys) => {
    const seen = world;
    await gates[lookUps++]?.promise;
    return new Map(keys.map((key) => [key, seen]));
  });
  const early = find('k');
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  world = 'new';
  const late = find('k');
  await new Promise(setImmediate);
  gates[0]?.resolve();
  gates[1]?.resolve();
  assert.deepEqual([await early, await late], ['old', 'new']);
});

test('a failed look-up fails those who were in it, and the next one works', async () => {
  let fails = true;
  const find = batched(async (keys) => {
    if (fails) throw new Error('the database is away');
    return new Map(keys.map((key) => [key, 1]));
  });
  await assert.rejects(find('k'), /away/);
  fails = false;
  assert.equal(await find('k'), 1);
});
