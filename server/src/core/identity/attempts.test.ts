import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { startMlHouse, testPassword } from '../../../test/support/ml-house.ts';
import { hashPassword, verifyPassword } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';

let verified = 0;
const house = await startMlHouse(
  { after },
  {
    hashing: {
      hash: hashPassword,
      verify: (password, hash) => {
        verified++;
        return verifyPassword(password, hash);
      },
    },
  },
);
const { database } = house;
const at = (address: string) => ({ address, userAgent: 'test' });
const codeOf = async (username: string, password: string, address: string): Promise<string> => {
  try {
    await house.identity.login({ username, password }, at(address));
    return 'in';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const guess = (username: string, address: string) => codeOf(username, 'wrong', address);
const later = (seconds: number) =>
  database.run(sql`
    update login_attempts set locked_until = locked_until - make_interval(secs => ${seconds}),
      last_at = last_at - make_interval(secs => ${seconds})`);

test('ten failures lock an account for one address, and its owner is not disturbed elsewhere', async () => {
  const { username } = await house.somebody('operator');
  for (let i = 0; i < 10; i++) assert.equal(await guess(username, '192.0.2.1'), 'INVALID_CREDENTIALS');
  assert.equal(await codeOf(username, testPassword, '192.0.2.1'), 'ACCOUNT_LOCKED');
  assert.equal(await codeOf(username, testPassword, '192.0.2.2'), 'in');
  const locked = await house.events.read({ after: 0, types: ['user.locked_out'] });
  assert.equal(locked.length, 1, 'told once');
});

test('a lock ends after a minute; the next one is longer; a success forgets them', async () => {
  const { username } = await house.somebody('operator');
  for (let i = 0; i < 10; i++) await guess(username, '192.0.2.1');
  await later(61);
  for (let i = 0; i < 10; i++) assert.equal(await guess(username, '192.0.2.1'), 'INVALID_CREDENTIALS');
  await later(61);
  assert.equal(await guess(username, '192.0.2.1'), 'ACCOUNT_LOCKED');
  await later(60);
  assert.equal(await codeOf(username, testPassword, '192.0.2.1'), 'in');
  for (let i = 0; i < 10; i++) assert.equal(await guess(username, '192.0.2.1'), 'INVALID_CREDENTIALS');
});

test('hazard: fifty guesses at once are ten guesses', async () => {
  const { username } = await house.somebody('operator');
  verified = 0;
  const codes = await Promise.all(Array.from({ length: 50 }, () => guess(username, '192.0.2.1')));
  assert.equal(codes.filter((code) => code === 'INVALID_CREDENTIALS').length, 10);
  assert.equal(verified, 10);
});

test('a name nobody has is locked like any other, with the same work', async () => {
  const { username } = await house.somebody('operator');
  const workOf = async (name: string) => {
    const before = verified;
    const codes = [];
    for (let i = 0; i < 12; i++) codes.push(await guess(name, '192.0.2.9'));
    return { codes, hashes: verified - before };
  };
  assert.deepEqual(await workOf('nobody_at_all'), await workOf(username));
});

test('a crowd of addresses is stopped, but not where the owner has been before', async () => {
  const { username, principal } = await house.somebody('operator');
  assert.equal(await codeOf(username, testPassword, '198.51.100.1'), 'in');
  for (let i = 0; i < 11; i++) for (let n = 0; n < 9; n++) await guess(username, `203.0.113.${i}`);
  await guess(username, '203.0.113.50');
  await guess(username, '203.0.113.51');
  assert.equal(await guess(username, '203.0.113.99'), 'ACCOUNT_LOCKED');
  assert.equal(await codeOf(username, testPassword, '198.51.100.1'), 'in');
  await database.run(sql`update login_attempts set failures = 0 where account = ${principal.id}`);
  assert.equal(await codeOf(username, testPassword, '203.0.113.99'), 'in', 'a reset of the password forgives');
});

test('what nobody has tried for a day is forgotten', async () => {
  await guess('someone_else', '192.0.2.77');
  await later(2 * 86400);
  await house.identity.removeExpired();
  const rows = await database.query(sql`select from login_attempts where succeeded_at is null`);
  assert.equal(rows.length, 0);
});
