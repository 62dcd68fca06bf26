import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startMlHouse, testPassword } from '../../../../test/support/ml-house.ts';
import { sql } from '../../../platform/database/index.ts';

const house = await startMlHouse({ after });
const { request, database } = house;
const login = (username: string, password = testPassword) =>
  request('POST', '/api/v1/auth/login', { body: { username, password } });
const stateOf = async (token: string) => (await request('GET', '/api/v1/auth/me', { token })).statusCode;

test('a profile tells the plan, the second factor and what was chosen', async () => {
  const person = await house.somebody('owner');
  const profile = (await request('GET', '/api/v1/profile', { token: person.token })).json();
  assert.equal(profile.username, person.username);
  assert.deepEqual([profile.subscription_tier, profile.mfa_enabled, profile.token_balance], ['free', false, 1000]);
  assert.deepEqual(profile.preferences, {
    theme: 'nexusedge-dark',
    notifications_enabled: true,
    email_notifications: true,
    training_auto_stop: false,
    default_architecture: null,
    timezone: 'UTC',
  });
});

test('hazard: two windows that change different preferences at once both keep their change', async () => {
  const { token } = await house.somebody('viewer');
  const change = (body: object) => request('PUT', '/api/v1/profile/preferences', { token, body });
  await Promise.all([
    change({ theme: 'light' }),
    change({ timezone: 'Europe/Berlin' }),
    change({ email_notifications: false }),
  ]);
  const kept = (await request('GET', '/api/v1/profile/preferences', { token })).json();
  assert.deepEqual([kept.theme, kept.timezone, kept.email_notifications], ['light', 'Europe/Berlin', false]);
  assert.equal((await change({ default_architecture: 'sentinel' })).json().default_architecture, 'sentinel');
  assert.equal((await change({ default_architecture: null })).json().default_architecture, null);
});

test('preferences that cannot be are refused and change nothing', async () => {
  const { token } = await house.somebody('viewer');
  for (const body of [
    { timezone: 'Mars/Olympus' },
    { default_architecture: 'oracle' },
    { theme: 7 },
    { theme: 'x'.repeat(65) },
  ]) {
    const answer = await request('PUT', '/api/v1/profile/preferences', { token, body });
    assert.equal(answer.statusCode, 400, answer.body);
  }
  assert.equal((await request('GET', '/api/v1/profile/preferences', { token })).json().timezone, 'UTC');
});

test('a new password ends all other sessions, and nothing opens with the old one', async () => {
  const person = await house.somebody('operator');
  const other = (await login(person.username)).json().token;
  const body = { current_password: testPassword, new_password: 'battery staple 2' };
  const answer = await request('PUT', '/api/v1/auth/change-password', { token: person.token, body });
  assert.deepEqual(answer.json(), { message: 'Password changed successfully' });
  assert.deepEqual([await stateOf(person.token), await stateOf(other)], [200, 401]);
  assert.deepEqual(
    [(await login(person.username)).statusCode, (await login(person.username, 'battery staple 2')).statusCode],
    [401, 200],
  );
});

test('a wrong current password is 401, a short new one 400, and guesses are counted', async () => {
  const { token } = await house.somebody('operator');
  const change = (current_password: string, new_password = 'battery staple 2') =>
    request('PUT', '/api/v1/auth/change-password', { token, body: { current_password, new_password } });
  const wrong = await change('wrong');
  assert.deepEqual([wrong.statusCode, wrong.json().error], [401, 'Current password is incorrect']);
  assert.equal((await change(testPassword, 'short')).statusCode, 400);
  for (let i = 0; i < 9; i++) await change('wrong');
  assert.equal((await change(testPassword)).statusCode, 429);
});

test('a person sees where they are logged in, and ends one of the sessions', async () => {
  const person = await house.somebody('viewer');
  const other = (await login(person.username)).json().token;
  const sessions = (await request('GET', '/api/v1/profile/sessions', { token: person.token })).json();
  assert.deepEqual(
    sessions.map(({ current }: { current: boolean }) => current),
    [false, true],
  );
  const path = `/api/v1/profile/sessions/${sessions[0].id}`;
  const stranger = await house.somebody('owner');
  assert.equal((await request('DELETE', path, { token: stranger.token })).statusCode, 404);
  assert.equal((await request('DELETE', path, { token: person.token })).statusCode, 204);
  assert.deepEqual([await stateOf(other), await stateOf(person.token)], [401, 200]);
});

test('a command line is let in by somebody who is logged in, once, with a session of its own', async () => {
  const person = await house.somebody('operator');
  const code = 'cli_1a2b3c4d-5e6';
  const begun = (await request('POST', '/api/v1/auth/cli/init', { body: { session_code: code } })).json();
  assert.match(begun.verify_url, /^http.*\/auth\/verify\?code=cli_1a2b3c4d-5e6$/);
  assert.equal(begun.expires_in, 120);
  const poll = () => request('GET', `/api/v1/auth/cli/poll?code=${code}`);
  assert.deepEqual((await poll()).json(), { status: 'pending' });
  const confirm = (token: string) =>
    request('POST', '/api/v1/auth/cli/verify', { body: { code, token, username: 'admin', role: 'admin' } });
  assert.equal((await confirm('A'.repeat(43))).statusCode, 401);
  assert.deepEqual((await confirm(person.token)).json(), { status: 'verified', message: 'CLI session verified' });
  assert.equal((await confirm(person.token)).statusCode, 404, 'only once');
  const answers = await Promise.all([poll(), poll(), poll()]);
  const [verified, ...others] = answers.sort((a, b) => a.statusCode - b.statusCode);
  assert.deepEqual(
    others.map(({ statusCode }) => statusCode),
    [404, 404],
  );
  assert.ok(verified);
  const { token, ...who } = verified.json() as { token: string };
  assert.deepEqual(who, { status: 'verified', username: person.username, role: 'operator' });
  assert.notEqual(token, person.token);
  assert.equal(await stateOf(token), 200);
});

test('hazard: a new password also shuts out a command line that was let in and has not come yet', async () => {
  const person = await house.somebody('operator');
  const code = 'cli_let_in_with_a_stolen_session';
  await request('POST', '/api/v1/auth/cli/init', { body: { session_code: code } });
  const confirmed = await request('POST', '/api/v1/auth/cli/verify', { body: { code, token: person.token } });
  assert.equal(confirmed.statusCode, 200);
  const body = { current_password: testPassword, new_password: 'battery staple 2' };
  assert.equal((await request('PUT', '/api/v1/auth/change-password', { token: person.token, body })).statusCode, 200);
  assert.equal((await request('GET', `/api/v1/auth/cli/poll?code=${code}`)).statusCode, 404);
});

test('codes of command lines are refused when weak, taken, unknown or over', async () => {
  const init = async (session_code: string) =>
    (await request('POST', '/api/v1/auth/cli/init', { body: { session_code } })).statusCode;
  assert.deepEqual(
    await Promise.all([init('short'), init('with spaces in it'), init('cli_taken_taken')]),
    [400, 400, 200],
  );
  assert.equal(await init('cli_taken_taken'), 409);
  await database.run(sql`update device_logins set expires_at = now() - interval '1 second'`);
  for (const code of ['cli_taken_taken', 'cli_nobody_knows'])
    assert.equal((await request('GET', `/api/v1/auth/cli/poll?code=${code}`)).statusCode, 404);
  assert.equal(await init('cli_taken_taken'), 200, 'free again');
});
