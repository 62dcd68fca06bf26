import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { ensureFirstAdministrator } from './first-administrator.ts';

const wanted = { username: 'admin', email: 'admin@localhost', password: undefined };

async function fixture(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'administrator-'));
  t.after(() => rm(folder, { recursive: true }));
  let password: string | undefined;
  const create = async (given: { password: string }) => {
    if (password !== undefined) return undefined;
    password = given.password;
    return given;
  };
  return { folder, create, password: () => password };
}

test('the first start makes a password, shows it once and writes it where only its owner reads it', async (t) => {
  const { folder, create, password } = await fixture(t);
  const shown = await ensureFirstAdministrator(folder, wanted, create);
  assert.deepEqual(shown, { username: 'admin', password: password() });
  const file = join(folder, 'initial-credentials.txt');
  assert.match(await readFile(file, 'utf8'), new RegExp(`password: ${password()}\n`));
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(await ensureFirstAdministrator(folder, wanted, create), undefined);
  assert.deepEqual(await readdir(folder), ['initial-credentials.txt']);
});

test('kill -9 between making the administrator and showing the password: the next start shows it', async (t) => {
  const { folder, create, password } = await fixture(t);
  const killed = async (given: { password: string }) => {
    await create(given);
    throw new Error('killed');
  };
  await assert.rejects(ensureFirstAdministrator(folder, wanted, killed), /killed/);
  assert.deepEqual(await ensureFirstAdministrator(folder, wanted, create), { username: 'admin', password: password() });
});

test('a password of the operator’s own is neither shown nor written', async (t) => {
  const { folder, create, password } = await fixture(t);
  assert.equal(
    await ensureFirstAdministrator(folder, { ...wanted, password: 'from the environment' }, create),
    undefined,
  );
  assert.equal(password(), 'from the environment');
  assert.deepEqual(await readdir(folder), []);
});
