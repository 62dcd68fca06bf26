import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after } from 'node:test';
import { startMlHouse, testPassword } from '../../../../test/support/ml-house.ts';
import { sql } from '../../../platform/database/index.ts';

const house = await startMlHouse({ after });
const { request, database } = house;
const first = await house.administrator();
const path = (username: string) => `/api/v1/admin/users/${username}`;
const newUser = (changes: object = {}) => {
  const username = `user_${randomUUID().slice(0, 8)}`;
  return { username, email: `${username}@example.com`, password: testPassword, role: 'operator', ...changes };
};
type Body = Record<string, unknown>;
const as = (token: string) => ({
  create: (body: object) => request('POST', '/api/v1/admin/users', { token, body }),
  list: async () => (await request('GET', '/api/v1/admin/users', { token })).json() as Body[],
  get: (username: string) => request('GET', path(username), { token }),
  change: (username: string, body: object) => request('PUT', path(username), { token, body }),
  remove: (username: string) => request('DELETE', path(username), { token }),
});
const loginStatus = async (username: string) =>
  (await request('POST', '/api/v1/auth/login', { body: { username, password: testPassword } })).statusCode;

test('an administrator creates users of their own tenant, who can log in at once', async () => {
  const owner = await house.somebody('owner');
  const wanted = newUser();
  const created = await as(owner.token).create(wanted);
  assert.equal(created.statusCode, 201, created.body);
  assert.match(created.json().id, /^usr_/);
  assert.equal(await loginStatus(wanted.username), 200);
  const users = await as(owner.token).list();
  assert.deepEqual(users.map(({ username }) => username).sort(), [owner.username, wanted.username].sort());
  const mine = users.find(({ username }) => username === wanted.username) as Body;
  assert.deepEqual([mine.tier, mine.email_verified, mine.mfa_enabled, mine.disabled], ['free', true, false, false]);
});

test('what is wrong with a new user is said', async () => {
  const { create } = as(first.token);
  const problem = async (changes: object) => (await create(newUser(changes))).json().error;
  assert.match(await problem({ username: 'ab' }), /at least 3/);
  assert.match(await problem({ username: 'admin' }), /already taken/);
  assert.match(await problem({ email: 'admin@example.com' }), /already registered/);
  assert.match(await problem({ password: 'short' }), /at least 8/);
  assert.equal((await create(newUser({ role: 'emperor' }))).statusCode, 400);
});

test('only administrators manage users, and only their own tenant’s', async () => {
  const owner = await house.somebody('owner');
  for (const role of ['viewer', 'operator'] as const) {
    const person = await house.somebody(role, owner.principal.tenantId);
    const { create, get, change, remove } = as(person.token);
    const answers = [
      await create(newUser()),
      await get(owner.username),
      await change(owner.username, {}),
      await remove(owner.username),
    ];
    for (const answer of answers)
      assert.deepEqual([answer.statusCode, answer.json().error], [403, 'Admin access required']);
  }
  const stranger = as((await house.somebody('owner')).token);
  for (const answer of [
    await stranger.get(owner.username),
    await stranger.change(owner.username, { disabled: true }),
    await stranger.remove(owner.username),
  ])
    assert.equal(answer.statusCode, 404);
});

test('administrators of the first tenant see and manage all users', async () => {
  const person = await house.somebody('owner');
  const { list, change } = as(first.token);
  assert.ok((await list()).some(({ username }) => username === person.username));
  assert.equal((await change(person.username, { disabled: true })).statusCode, 200);
  assert.equal(await loginStatus(person.username), 403);
});

test('being disabled, or given a new password, ends sessions at once', async () => {
  const owner = await house.somebody('owner');
  const { change } = as(owner.token);
  for (const body of [{ disabled: true }, { password: 'battery staple 2' }]) {
    const person = await house.somebody('operator', owner.principal.tenantId);
    assert.equal((await change(person.username, body)).statusCode, 200);
    assert.equal((await request('GET', '/api/v1/auth/me', { token: person.token })).statusCode, 401);
  }
});

test('hazard: two administrators change one user; the second learns that it has changed', async () => {
  const owner = await house.somebody('owner');
  const person = await house.somebody('operator', owner.principal.tenantId);
  const etag = (await as(owner.token).get(person.username)).headers.etag as string;
  const change = (body: object) =>
    house.app.inject({
      method: 'PUT',
      url: path(person.username),
      headers: { authorization: `Bearer ${owner.token}`, 'if-match': etag },
      payload: body,
    });
  const answers = await Promise.all([change({ role: 'viewer' }), change({ role: 'admin' })]);
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [200, 412]);
});

test('an owner is managed by owners only, and a tenant keeps its last one', async () => {
  const owner = await house.somebody('owner');
  const admin = await house.somebody('admin', owner.principal.tenantId);
  assert.equal((await as(admin.token).change(owner.username, { role: 'viewer' })).statusCode, 403);
  assert.equal((await as(admin.token).remove(owner.username)).statusCode, 403);
  assert.equal((await as(owner.token).change(owner.username, { role: 'viewer' })).statusCode, 400);
  const own = await as(owner.token).remove(owner.username);
  assert.deepEqual([own.statusCode, own.json().error], [400, 'Cannot delete your own account']);
  assert.deepEqual([(await as(first.token).remove(owner.username)).json().code], ['LAST_OWNER']);
});

test('hazard: two owners who delete each other at once leave one', async () => {
  const one = await house.somebody('owner');
  const two = await house.somebody('owner', one.principal.tenantId);
  await Promise.all([as(one.token).remove(two.username), as(two.token).remove(one.username)]);
  const row = await database.one<{ owners: number }>(
    sql`select count(*)::int as owners from users where tenant_id = ${one.principal.tenantId}`,
  );
  assert.equal(row?.owners, 1);
});

test('deleting a user takes everything that was theirs alone', async () => {
  const owner = await house.somebody('owner');
  const person = await house.somebody('operator', owner.principal.tenantId);
  await request('POST', '/api/v1/mfa/setup', { token: person.token, body: {} });
  assert.equal((await as(owner.token).remove(person.username)).statusCode, 204);
  assert.equal((await request('GET', '/api/v1/auth/me', { token: person.token })).statusCode, 401);
  assert.equal((await as(owner.token).get(person.username)).statusCode, 404);
  const { id } = person.principal;
  const left = await database.one<{ rows: number }>(sql`
    select ((select count(*) from sessions where user_id = ${id}) + (select count(*) from mfa_factors where user_id = ${id})
      + (select count(*) from email_codes where user_id = ${id}))::int as rows`);
  assert.equal(left?.rows, 0);
});

test('an administrator takes a lost second factor away', async () => {
  const owner = await house.somebody('owner');
  const person = await house.somebody('operator', owner.principal.tenantId);
  await request('POST', '/api/v1/mfa/setup', { token: person.token, body: {} });
  await database.run(sql`update mfa_factors set enabled_at = now() where user_id = ${person.principal.id}`);
  const answer = await as(owner.token).change(person.username, { mfa_enabled: false });
  assert.equal(answer.json().mfa_enabled, false, answer.body);
});

test('hazard: a stolen session of an administrator neither drops its second factor nor sets its password', async () => {
  const owner = await house.somebody('owner');
  await request('POST', '/api/v1/mfa/setup', { token: owner.token, body: {} });
  await database.run(sql`update mfa_factors set enabled_at = now() where user_id = ${owner.principal.id}`);
  for (const body of [{ mfa_enabled: false }, { password: 'battery staple 2' }]) {
    const { statusCode, json } = await as(owner.token).change(owner.username, body);
    assert.deepEqual([statusCode, /your own password and second factor/.test(json().error)], [400, true]);
  }
  const profile = await request('GET', '/api/v1/profile', { token: owner.token });
  assert.equal(profile.json().mfa_enabled, true);
  assert.equal(await loginStatus(owner.username), 200, 'the password is the old one');
});
