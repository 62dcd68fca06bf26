import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startMlHouse, testPassword } from '../../../../test/support/ml-house.ts';
import { sql } from '../../../platform/database/index.ts';
import { createRateCounters } from '../../../platform/http/index.ts';

const house = await startMlHouse({ after });
const { request, database } = house;
const admin = await house.administrator();

const login = (username: string, password = testPassword) =>
  request('POST', '/api/v1/auth/login', { body: { username, password } });
const signup = (body: object) => request('POST', '/api/v1/auth/signup', { body });
const me = (token: string) => request('GET', '/api/v1/auth/me', { token });
const codeIn = (mail: string) => /^\d{6}$/m.exec(mail)?.[0] as string;
const tokenIn = (mail: string) => /token=([0-9a-f-]{36})/.exec(mail)?.[1] as string;

/** Checks a problem's status, code and text at once. */
function assertProblem(
  answer: Awaited<ReturnType<typeof request>>,
  status: number,
  code: string,
  error: string | RegExp,
) {
  const body = answer.json();
  assert.deepEqual({ status: answer.statusCode, code: body.code }, { status, code }, answer.body);
  if (typeof error === 'string') assert.equal(body.error, error);
  else assert.match(body.error, error);
}

test('login answers a token and who one is', async () => {
  const answer = await login('admin');
  assert.equal(answer.statusCode, 200);
  const body = answer.json();
  assert.deepEqual(Object.keys(body), ['token', 'user', 'email_verified', 'mfa_required']);
  assert.match(body.user.id, /^usr_[0-9a-f]{8}$/);
  assert.deepEqual({ ...body.user, id: '' }, { id: '', username: 'admin', email: 'admin@example.com', role: 'admin' });
  assert.equal(body.email_verified, true);
  assert.equal(body.mfa_required, false);
  assert.match(body.token, /^[^.]{43}$/, 'opaque, and no JWT');
});

test('two logins give two tokens that are both valid', async () => {
  const [first, second] = [(await login('admin')).json().token, (await login('ADMIN')).json().token];
  assert.notEqual(first, second);
  assert.equal((await me(first)).statusCode, 200);
  assert.equal((await me(second)).statusCode, 200);
});

test('login with the mail address works too', async () => {
  assert.equal((await login('Admin@example.com')).statusCode, 200);
});

test('a wrong password and an unknown user get the same answer', async () => {
  const wrong = await login('admin', 'wrong password');
  const unknown = await login('nobody', 'wrong password');
  assertProblem(wrong, 401, 'INVALID_CREDENTIALS', 'Invalid credentials');
  assert.equal(unknown.body, wrong.body);
  assert.equal(unknown.statusCode, wrong.statusCode);
});

test('login wants both fields, as texts', async () => {
  assertProblem(await request('POST', '/api/v1/auth/login', { body: {} }), 400, 'VALIDATION_ERROR', /is required/);
  const number = await request('POST', '/api/v1/auth/login', { body: { username: 1, password: 'x' } });
  assertProblem(number, 400, 'VALIDATION_ERROR', /'username'/);
});

test('the token is stored as a hash only', async () => {
  const { token } = (await login('admin')).json();
  const rows = await database.query<{ row: string }>(sql`select to_jsonb(sessions)::text as row from sessions`);
  assert.ok(rows.length > 0);
  for (const { row } of rows) assert.ok(!row.includes(token) && !row.includes(Buffer.from(token).toString('hex')));
});

test('session and me tell who the token belongs to', async () => {
  const session = (await request('GET', '/api/v1/auth/session', { token: admin.token })).json();
  assert.equal(session.valid, true);
  assert.deepEqual(Object.keys(session.user), ['id', 'username', 'role']);
  const mine = (await me(admin.token)).json();
  assert.deepEqual(Object.keys(mine), ['id', 'username', 'email', 'role', 'created_at']);
  assert.equal(mine.id, session.user.id);
  assert.ok(Date.parse(mine.created_at) > Date.now() - 3600_000);
});

test('without a valid token session, me and logout are 401', async () => {
  for (const [method, path] of [
    ['GET', 'session'],
    ['GET', 'me'],
    ['POST', 'logout'],
  ] as const) {
    for (const token of [undefined, 'wrong', 'A'.repeat(43), '']) {
      const answer = await request(method, `/api/v1/auth/${path}`, token === undefined ? {} : { token });
      assertProblem(answer, 401, 'UNAUTHORIZED', 'Not authenticated');
    }
  }
});

test('logout ends this session and no other', async () => {
  const [first, second] = [(await login('admin')).json().token, (await login('admin')).json().token];
  await me(first);
  const answer = await request('POST', '/api/v1/auth/logout', { token: first });
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), { message: 'Logged out' });
  assert.equal((await me(first)).statusCode, 401);
  assert.equal((await me(second)).statusCode, 200);
});

test('a session is over after 24 hours', async () => {
  const { token } = (await login('admin')).json();
  const { hours } = (await database.one<{ hours: number }>(sql`
    select round(extract(epoch from max(expires_at) - now()) / 3600)::int as hours from sessions`)) as {
    hours: number;
  };
  assert.equal(hours, 24);
  await database.run(
    sql`update sessions set expires_at = now() - interval '1 second' where expires_at = (select max(expires_at) from sessions)`,
  );
  assert.equal((await me(token)).statusCode, 401);
});

test('signing up, verifying and logging in', async () => {
  const answer = await signup({ username: 'newuser', email: 'new@example.com', password: 'secure_password' });
  assert.equal(answer.statusCode, 201);
  assert.deepEqual(answer.json(), {
    message: 'Account created. Check your email for verification code.',
    user_id: 'newuser',
  });
  const early = await login('newuser', 'secure_password');
  assertProblem(
    early,
    403,
    'EMAIL_NOT_VERIFIED',
    'Email not verified. Please check your email for a verification code.',
  );
  const code = codeIn(await house.mailTo('new@example.com'));
  const verified = await request('POST', '/api/v1/auth/verify-email', { body: { email: 'new@example.com', code } });
  assert.equal(verified.statusCode, 200);
  assert.deepEqual(verified.json(), { message: 'Email verified successfully' });
  assert.equal((await login('newuser', 'secure_password')).statusCode, 200);
  const again = await request('POST', '/api/v1/auth/verify-email', { body: { email: 'new@example.com', code } });
  assertProblem(again, 400, 'INVALID_CODE', 'Invalid or expired verification code');
});

test('a self-service signup owns a tenant of its own, on the free plan', async () => {
  const { principal } = await house.somebody('owner');
  assert.notEqual(principal.tenantId, admin.principal.tenantId);
  assert.equal((await house.billing.subscriptionOf(principal)).plan, 'free');
  assert.equal((await house.billing.limitsFor(admin.principal)).datasets, Infinity, 'the first tenant has no limits');
});

test('signup refuses what is against the rules or taken, with the documented texts', async () => {
  const good = { username: 'somebody', email: 'somebody@example.com', password: 'long enough' };
  for (const [change, error] of [
    [{ username: 'ab' }, 'Username must be at least 3 characters'],
    [{ username: 'a b c' }, 'Username must be alphanumeric (underscores allowed)'],
    [{ username: 'Müller' }, 'Username must be alphanumeric (underscores allowed)'],
    [{ email: 'nowhere' }, 'Invalid email format'],
    [{ email: 'a@b' }, 'Invalid email format'],
    [{ email: 'a@b.c\r\nBcc: x@y.z' }, 'Invalid email format'],
    [{ password: 'short' }, 'Password must be at least 8 characters'],
  ] as const) {
    assertProblem(await signup({ ...good, ...change }), 400, 'VALIDATION_ERROR', error);
  }
  assert.equal((await signup(good)).statusCode, 201);
  assertProblem(await signup({ ...good, email: 'x@example.com' }), 400, 'USERNAME_TAKEN', 'Username already taken');
  const sameAddress = { ...good, username: 'other', email: 'SOMEBODY@example.com' };
  assertProblem(await signup(sameAddress), 400, 'EMAIL_TAKEN', 'Email already registered');
});

test('a signup that is sent twice with one Idempotency-Key makes one account', async () => {
  const send = () =>
    house.app.inject({
      method: 'POST',
      url: '/api/v1/auth/signup',
      headers: { 'idempotency-key': 'signup-1' },
      payload: { username: 'twice', email: 'twice@example.com', password: 'long enough' },
    });
  const [first, second] = [await send(), await send()];
  assert.deepEqual([first.statusCode, second.statusCode], [201, 201]);
  assert.equal(second.headers['idempotency-replayed'], 'true');
});

test('a code is worth nothing after five wrong guesses, and none is told from an unknown address', async () => {
  await signup({ username: 'guessed', email: 'guessed@example.com', password: 'long enough' });
  const code = codeIn(await house.mailTo('guessed@example.com'));
  const wrong = code === '000000' ? '000001' : '000000';
  const verify = (email: string, guess: string) =>
    request('POST', '/api/v1/auth/verify-email', { body: { email, code: guess } });
  const unknown = await verify('unknown@example.com', wrong);
  for (let i = 0; i < 5; i++) assert.equal((await verify('guessed@example.com', wrong)).body, unknown.body);
  assertProblem(await verify('guessed@example.com', code), 400, 'INVALID_CODE', 'Invalid or expired verification code');
});

test('a code is over after 15 minutes', async () => {
  await signup({ username: 'late', email: 'late@example.com', password: 'long enough' });
  const code = codeIn(await house.mailTo('late@example.com'));
  await database.run(sql`
    update email_codes set expires_at = expires_at - interval '15 minutes'
    where user_id = (select id from users where username = 'late')`);
  const answer = await request('POST', '/api/v1/auth/verify-email', { body: { email: 'late@example.com', code } });
  assertProblem(answer, 400, 'CODE_EXPIRED', 'Verification code has expired');
});

test('a new code replaces the one before; whoever asks learns nothing', async () => {
  await signup({ username: 'again', email: 'again@example.com', password: 'long enough' });
  const first = codeIn(await house.mailTo('again@example.com'));
  const resend = (email: string) => request('POST', '/api/v1/auth/resend-verification', { body: { email } });
  const known = await resend('again@example.com');
  const unknown = await resend('unknown@example.com');
  const verified = await resend('admin@example.com');
  assert.equal(known.statusCode, 200);
  assert.deepEqual(known.json(), { message: 'Verification code sent' });
  assert.deepEqual([unknown.body, verified.body], [known.body, known.body]);
  await assert.rejects(house.mailTo('unknown@example.com'));
  await assert.rejects(house.mailTo('admin@example.com'));
  const second = codeIn(await house.mailTo('again@example.com'));
  const verify = (code: string) =>
    request('POST', '/api/v1/auth/verify-email', { body: { email: 'again@example.com', code } });
  if (first !== second) assert.equal((await verify(first)).statusCode, 400);
  assert.equal((await verify(second)).statusCode, 200);
});

test('a forgotten password is reset once, and all sessions end', async () => {
  const { username, email, token } = await house.somebody('operator');
  const other = (await login(username)).json().token;
  const forgot = (address: string) => request('POST', '/api/v1/auth/forgot-password', { body: { email: address } });
  const known = await forgot(email);
  assert.equal(known.statusCode, 200);
  assert.deepEqual(known.json(), { message: 'If an account exists with that email, a reset link has been sent.' });
  assert.equal((await forgot('unknown@example.com')).body, known.body);
  const resetToken = tokenIn(await house.mailTo(email));
  const reset = (newPassword: string) =>
    request('POST', '/api/v1/auth/reset-password', { body: { token: resetToken, new_password: newPassword } });
  assertProblem(await reset('short'), 400, 'VALIDATION_ERROR', 'Password must be at least 8 characters');
  const done = await reset('another password');
  assert.equal(done.statusCode, 200);
  assert.deepEqual(done.json(), { message: 'Password reset successfully' });
  assert.deepEqual([(await me(token)).statusCode, (await me(other)).statusCode], [401, 401]);
  assert.equal((await login(username)).statusCode, 401);
  assert.equal((await login(username, 'another password')).statusCode, 200);
  assertProblem(await reset('third password'), 400, 'INVALID_TOKEN', 'Invalid or expired reset token');
});

test('a reset token is used by one of two who hold it, and is over after 30 minutes', async () => {
  const { email } = await house.somebody('operator');
  const forgot = () => request('POST', '/api/v1/auth/forgot-password', { body: { email } });
  const reset = (token: string) =>
    request('POST', '/api/v1/auth/reset-password', { body: { token, new_password: 'another password' } });
  await forgot();
  const token = tokenIn(await house.mailTo(email));
  const statuses = (await Promise.all([reset(token), reset(token)])).map((answer) => answer.statusCode);
  assert.deepEqual(statuses.sort(), [200, 400]);
  await forgot();
  await database.run(sql`update password_resets set expires_at = expires_at - interval '30 minutes'`);
  const late = await reset(tokenIn(await house.mailTo(email)));
  assertProblem(late, 400, 'TOKEN_EXPIRED', 'Reset token has expired');
  assertProblem(await reset('not a token'), 400, 'INVALID_TOKEN', 'Invalid or expired reset token');
});

test('the 31st login within a minute from one address is a 429 that says when to come back', async (t) => {
  const limited = await startMlHouse(t, { url: house.url, rateCounters: createRateCounters() });
  const attempt = () =>
    limited.request('POST', '/api/v1/auth/login', { body: { username: 'x'.repeat(255), password: 'x' } });
  for (let i = 0; i < 30; i++) assert.equal((await attempt()).statusCode, 400);
  const refused = await attempt();
  assertProblem(refused, 429, 'RATE_LIMITED', /Rate limit exceeded. Try again in \d+ s/);
  assert.match(String(refused.headers['retry-after']), /^\d+$/);
  const code = await limited.request('POST', '/api/v1/auth/verify-email', { body: { email: 'x', code: '1' } });
  assert.equal(code.statusCode, 400, 'proving an address has a ration of its own');
});

test('signup can be closed, or join the first tenant as a viewer', async (t) => {
  const closed = await startMlHouse(t, { url: house.url, signup: 'closed' });
  const body = { username: 'joiner', email: 'joiner@example.com', password: 'long enough' };
  assertProblem(
    await closed.request('POST', '/api/v1/auth/signup', { body }),
    403,
    'SIGNUP_CLOSED',
    /Sign-up is closed/,
  );
  const joining = await startMlHouse(t, { url: house.url, signup: 'join' });
  assert.equal((await joining.request('POST', '/api/v1/auth/signup', { body })).statusCode, 201);
  await database.run(sql`update users set email_verified_at = now() where username = 'joiner'`);
  const { user } = (await login('joiner', 'long enough')).json();
  assert.equal(user.role, 'viewer');
  const row = await database.one(sql`select tenant_id from users where username = 'joiner'`);
  assert.equal(row?.tenant_id, admin.principal.tenantId);
});
