import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import jsqr from 'jsqr';
import { generateSync } from 'otplib';
import { PNG } from 'pngjs';
import { startMlHouse, testPassword } from '../../../../test/support/ml-house.ts';
import { stepOf } from '../../../core/identity/mfa.ts';
import { sql } from '../../../platform/database/index.ts';

const house = await startMlHouse({ after });
const { request, database } = house;
const post = (path: string, body: object, token?: string) =>
  request('POST', `/api/v1/${path}`, { body, ...(token !== undefined && { token }) });

/** Somebody with a second factor that is on, whose code of this half minute is used up; the one of the next counts. */
async function protectedPerson() {
  const person = await house.somebody('operator');
  const { secret } = (await post('mfa/setup', {}, person.token)).json();
  const enabled = await post('mfa/verify', { code: codeAt(secret, 0) }, person.token);
  assert.equal(enabled.statusCode, 200, enabled.body);
  return { ...person, secret: secret as string, recoveryCodes: enabled.json().recovery_codes as string[] };
}

const codeAt = (secret: string, seconds: number) =>
  generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });

async function pendingToken(username: string): Promise<string> {
  const answer = await post('auth/login', { username, password: testPassword });
  assert.equal(answer.json().mfa_required, true, answer.body);
  return answer.json().token;
}

const validate = (username: string, code: string, token?: string) =>
  post('auth/mfa/validate', { username, code }, token);

test('setting up gives a secret of 160 bits, a link, and the same as a PNG that scans', async () => {
  const person = await house.somebody('operator');
  const { secret, provisioning_uri: uri, qr_code: image } = (await post('mfa/setup', {}, person.token)).json();
  assert.match(secret, /^[A-Z2-7]{32}$/);
  const url = new URL(uri);
  assert.equal(url.protocol + url.host, 'otpauth:totp');
  assert.ok(decodeURIComponent(url.pathname).endsWith(`:${person.email}`));
  assert.equal(url.searchParams.get('secret'), secret);
  const { data, width, height } = PNG.sync.read(Buffer.from(image.replace('data:image/png;base64,', ''), 'base64'));
  assert.equal(jsqr.default(new Uint8ClampedArray(data), width, height)?.data, uri);
});

test('the secret and the recovery codes are not stored in clear', async () => {
  const { secret, recoveryCodes } = await protectedPerson();
  const rows = await database.query<{ row: string }>(sql`
    select to_jsonb(f)::text as row from mfa_factors f union all select to_jsonb(c)::text from mfa_recovery_codes c`);
  for (const { row } of rows) for (const hidden of [secret, ...recoveryCodes]) assert.ok(!row.includes(hidden));
});

test('codes are those of RFC 6238, one step early or late', () => {
  const rfc = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  assert.equal(stepOf(rfc, '287082', 59), 1);
  assert.equal(stepOf(rfc, '287082', 59 + 30), 1);
  assert.equal(stepOf(rfc, '287082', 59 - 30), 1);
  assert.equal(stepOf(rfc, '287082', 59 + 61), undefined);
  assert.equal(stepOf(rfc, '287083', 59), undefined);
  for (const nonsense of ['', '28708', '2870822', 'abcdef', '٢٨٧٠٨٢'])
    assert.equal(stepOf(rfc, nonsense, 59), undefined);
});

test('a login with a second factor gives a token that opens nothing but the second step', async () => {
  const { username, secret } = await protectedPerson();
  const pending = await pendingToken(username);
  for (const path of ['auth/me', 'auth/session', 'profile', 'datasets', 'training']) {
    assert.equal((await request('GET', `/api/v1/${path}`, { token: pending })).statusCode, 401, path);
  }
  assert.equal((await post('auth/logout', {}, pending)).statusCode, 401);
  const answer = await validate(username, codeAt(secret, 30), pending);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal((await request('GET', '/api/v1/auth/me', { token: answer.json().token })).statusCode, 200);
  assert.equal((await request('GET', '/api/v1/auth/me', { token: pending })).statusCode, 401);
});

test('the login is told with its browser: by it, a login from a new place is known', async () => {
  const { username, secret, principal } = await protectedPerson();
  assert.equal((await validate(username, codeAt(secret, 30), await pendingToken(username))).statusCode, 200);
  const told = await house.events.read({ tenantId: principal.tenantId, subject: `user:${principal.id}` });
  const logins = told.filter(({ type }) => type === 'user.logged_in').map(({ data }) => data);
  assert.deepEqual(
    logins.map(({ userAgent, mfa }) => [userAgent, mfa]),
    [
      ['test', undefined],
      ['lightMyRequest', true],
    ],
  );
});

test('as the contract has it, the second step works without the pending token', async () => {
  const { username, secret } = await protectedPerson();
  await pendingToken(username);
  const answer = await validate(username, codeAt(secret, 30));
  assert.equal(answer.statusCode, 200, answer.body);
  assert.equal(answer.json().message, 'MFA validated');
});

test('a code without the password opens nothing', async () => {
  const { username, secret } = await protectedPerson();
  const answer = await validate(username, codeAt(secret, 30));
  assert.deepEqual([answer.statusCode, answer.json().code], [401, 'NO_PENDING_LOGIN']);
  const stranger = await protectedPerson();
  const others = await validate(username, codeAt(secret, 30), await pendingToken(stranger.username));
  assert.equal(others.statusCode, 401);
  assert.equal((await validate('nobody', '123456')).body, answer.body, 'the same for a name nobody has');
});

test('hazard: one code sent many times at once opens one session', async () => {
  const { username, secret } = await protectedPerson();
  const tokens = await Promise.all(Array.from({ length: 5 }, () => pendingToken(username)));
  const code = codeAt(secret, 30);
  const answers = await Promise.all(
    tokens.flatMap((token) => Array.from({ length: 2 }, () => validate(username, code, token))),
  );
  assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1);
  assert.ok(answers.every(({ statusCode }) => statusCode < 500));
});

test('a recovery code works once in place of a code', async () => {
  const { username, recoveryCodes } = await protectedPerson();
  assert.equal(recoveryCodes.length, 10);
  const code = recoveryCodes[3] as string;
  const first = await validate(username, code.toUpperCase(), await pendingToken(username));
  assert.equal(first.statusCode, 200, first.body);
  assert.equal((await validate(username, code, await pendingToken(username))).statusCode, 401);
  const profile = await request('GET', '/api/v1/profile', { token: first.json().token });
  assert.equal(profile.json().recovery_codes_left, 9);
});

test('ten wrong codes end the guessing, with the right one too', async () => {
  const { username, secret } = await protectedPerson();
  const pending = await pendingToken(username);
  for (let i = 0; i < 10; i++)
    assert.equal((await validate(username, '000000', pending)).json().code, 'INVALID_MFA_CODE');
  const answer = await validate(username, codeAt(secret, 30), await pendingToken(username));
  assert.deepEqual([answer.statusCode, answer.json().code], [429, 'MFA_LOCKED']);
  assert.ok(Number(answer.headers['retry-after']) > 0);
});

test('turning it on and off says what is wrong', async () => {
  const person = await house.somebody('operator');
  const problem = async (path: string, code: string) => {
    const answer = await post(path, { code }, person.token);
    return [answer.statusCode, answer.json().error];
  };
  assert.deepEqual(await problem('mfa/verify', '123456'), [400, 'MFA not configured for this user']);
  assert.deepEqual(await problem('mfa/disable', '123456'), [400, 'MFA is not enabled']);
  const { secret } = (await post('mfa/setup', {}, person.token)).json();
  assert.deepEqual(await problem('mfa/verify', '000000'), [400, 'Invalid MFA code']);
  assert.equal((await post('mfa/verify', { code: codeAt(secret, 0) }, person.token)).statusCode, 200);
  assert.equal((await post('mfa/setup', {}, person.token)).statusCode, 409);
  assert.deepEqual(await problem('mfa/disable', '000000'), [400, 'Invalid MFA code']);
  const off = await post('mfa/disable', { code: codeAt(secret, 30) }, person.token);
  assert.deepEqual(off.json(), { message: 'MFA disabled' });
  assert.equal(
    (await post('auth/login', { username: person.username, password: testPassword })).json().mfa_required,
    false,
  );
});
