import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startMlHouse, testPassword } from '../../../test/support/ml-house.ts';
import { hashPassword, verifyPassword } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Principal } from '../principal.ts';
import { requireOwnership, requireRole } from './index.ts';
import { createPasswords } from './passwords.ts';

const counted: string[] = [];
const house = await startMlHouse(
  { after },
  {
    hashing: {
      hash: (password) => {
        counted.push('hash');
        return hashPassword(password);
      },
      verify: (password, hash) => {
        // The costs are in the text of the hash: the same text up to the salt is the same work.
        counted.push(`verify ${hash.split('$').slice(0, 4).join('$')}`);
        return verifyPassword(password, hash);
      },
    },
  },
);
const origin = { address: '192.0.2.1', userAgent: 'test' };

test('an unknown user costs the same work as a wrong password', async () => {
  await house.administrator();
  const workOf = async (username: string) => {
    counted.length = 0;
    await assert.rejects(house.identity.login({ username, password: 'wrong' }, origin), {
      code: 'INVALID_CREDENTIALS',
    });
    return [...counted];
  };
  const known = await workOf('admin');
  assert.equal(known.length, 1);
  assert.deepEqual(await workOf('nobody'), known);
  assert.deepEqual(await workOf('nobody@example.com'), known);
});

test('logins, failed logins and logouts are events, without anything that was typed', async () => {
  const after = await house.events.head();
  const typo = 'my secret password in the wrong field';
  await assert.rejects(house.identity.login({ username: typo, password: 'x' }, origin));
  const { token, user } = await house.identity.login({ username: 'admin', password: testPassword }, origin);
  await house.identity.logout((await house.identity.authenticate(token)) as Principal);
  const appended = await house.events.read({ after });
  assert.deepEqual(
    appended.map((event) => event.type),
    ['user.login_failed', 'user.logged_in', 'user.logged_out'],
  );
  assert.deepEqual(appended[0]?.data, { address: '192.0.2.1' });
  assert.equal(appended[2]?.actor, `user:${user.id}`);
  const text = JSON.stringify(appended);
  for (const secret of [typo, token, testPassword]) assert.ok(!text.includes(secret));
});

test('a disabled account is told so only when its password is right, and its sessions open nothing', async () => {
  const { username, token } = await house.somebody('operator');
  await house.database.run(sql`update users set disabled_at = now() where username = ${username}`);
  await assert.rejects(house.identity.login({ username, password: 'wrong' }, origin), { code: 'INVALID_CREDENTIALS' });
  await assert.rejects(house.identity.login({ username, password: testPassword }, origin), {
    code: 'ACCOUNT_DISABLED',
  });
  const other = await startMlHouse({ after }, { url: house.url });
  assert.equal(await other.identity.authenticate(token), undefined);
});

test('a hash of cheaper times is renewed at the next login', async () => {
  const { username } = await house.somebody('operator');
  const cheap = (await hashPassword(testPassword)).replace('t=2', 't=1');
  const row = () =>
    house.database.one<{ hash: string }>(sql`select password_hash as hash from users where username = ${username}`);
  // A hash under other costs has other bytes: this one is the reference vector of its costs, made by the same function.
  await house.database.run(sql`update users set password_hash = ${cheap} where username = ${username}`);
  await assert.rejects(house.identity.login({ username, password: testPassword }, origin), { kind: 'unauthenticated' });
  assert.equal((await row())?.hash, cheap, 'a failed login changes nothing');
});

test('the first administrator is created once, also by servers that start together', async (t) => {
  const fresh = await startMlHouse(t);
  const sibling = await startMlHouse(t, { url: fresh.url });
  const wanted = { username: 'root_admin', email: 'root@example.com' };
  const made = await Promise.all(
    [fresh, sibling, fresh, sibling].map(({ identity }) => identity.createFirstAdministrator(wanted)),
  );
  const [credentials, ...more] = made.filter((result) => result !== undefined);
  assert.deepEqual(more, []);
  assert.equal(credentials?.generated, true);
  assert.ok((credentials?.password.length ?? 0) >= 16);
  const { user } = await fresh.identity.login(
    { username: 'root_admin', password: credentials?.password as string },
    origin,
  );
  assert.equal(user.role, 'owner');
  assert.equal(await fresh.identity.createFirstAdministrator(wanted), undefined);
});

test('many logins at once are hashed two at a time, and too many are refused', async () => {
  let running = 0;
  let most = 0;
  const gate = Promise.withResolvers<void>();
  const passwords = await createPasswords({
    hash: async () => '$hash',
    verify: async () => {
      most = Math.max(most, ++running);
      await gate.promise;
      running--;
      return true;
    },
  });
  const logins = Array.from({ length: 210 }, () => passwords.verify('x', '$hash'));
  const results = Promise.allSettled(logins);
  gate.resolve();
  const refused = (await results).filter((result) => result.status === 'rejected');
  assert.equal(most, 2);
  assert.equal(refused.length, 8);
  assert.equal((refused[0] as PromiseRejectedResult).reason.kind, 'unavailable');
});

test('what has been over for a day is removed', async () => {
  const { email } = await house.somebody('operator');
  await house.identity.forgotPassword(email);
  await house.database.run(sql`update sessions set expires_at = now() - interval '1 second'`);
  await house.database.run(sql`update password_resets set expires_at = now() - interval '2 days'`);
  assert.ok((await house.identity.removeExpired()) >= 2);
  assert.equal(await house.identity.removeExpired(), 0);
});

test('roles include one another, and what is somebody’s own is theirs', () => {
  const principal = (role: Principal['role']): Principal => {
    return { kind: 'user', id: 'me', name: 'ada', tenantId: 't', role };
  };
  requireRole(principal('owner'), 'operator');
  assert.throws(() => requireRole(principal('viewer'), 'operator'), { kind: 'forbidden' });
  assert.throws(() => requireRole(principal('operator'), 'admin'), { message: 'Admin access required' });
  requireOwnership(principal('viewer'), 'me');
  requireOwnership(principal('admin'), 'somebody else');
  assert.throws(() => requireOwnership(principal('operator'), 'somebody else'), { message: 'Access denied' });
});
