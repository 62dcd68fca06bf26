import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import {
  createVault,
  equalSecrets,
  hashPassword,
  loadMasterKey,
  needsRehash,
  randomDigits,
  randomId,
  VaultError,
  verifyPassword,
} from './index.ts';

test('a password verifies against its own hash only', async () => {
  const hash = await hashPassword('correct horse ü');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifyPassword('correct horse ü', hash), true);
  assert.equal(await verifyPassword('correct horse u\u0308', hash), true, 'the same letters typed on another system');
  assert.equal(await verifyPassword('wrong', hash), false);
  assert.equal(await verifyPassword('wrong', 'no hash'), false);
  assert.equal(needsRehash(hash), false);
  assert.equal(needsRehash(hash.replace('t=2', 't=1')), true);
});

test('a hash of the reference implementation verifies', async () => {
  const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.equal(await verifyPassword('password', stored), true);
  assert.equal(needsRehash(stored), true);
});

test('hashing passwords does not block the event loop', async () => {
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  await Promise.all(Array.from({ length: 8 }, () => hashPassword('x')));
  clearInterval(counting);
  assert.ok(turns > 0);
});

test('a sealed secret opens in its context only', () => {
  const vault = createVault(randomBytes(32));
  const sealed = vault.seal('sesame', 'credential:1');
  assert.match(sealed, /^sb1\.[0-9a-f]{8}\./);
  assert.equal(vault.open(sealed, 'credential:1'), 'sesame');
  assert.throws(() => vault.open(sealed, 'credential:2'), VaultError);
  assert.notEqual(vault.seal('sesame', 'credential:1'), sealed);
});

test('a changed sealed secret does not open', () => {
  const vault = createVault(randomBytes(32));
  const parts = vault.seal('sesame', 'c').split('.');
  for (const at of [2, 3]) {
    const changed = [...parts];
    const text = changed[at] as string;
    changed[at] = (text[0] === 'A' ? 'B' : 'A') + text.slice(1);
    assert.throws(() => vault.open(changed.join('.'), 'c'), VaultError);
    changed[at] = text.slice(0, 4);
    assert.throws(() => vault.open(changed.join('.'), 'c'), VaultError);
  }
  assert.throws(() => vault.open('', 'c'), VaultError);
});

test('after a rotation old secrets open and move to the new key', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const sealed = createVault(old).seal('sesame', 'c');
  assert.throws(() => createVault(fresh).open(sealed, 'c'), /Put the old key back/);
  const moved = createVault(fresh, [old]).reseal(sealed, 'c');
  assert.equal(createVault(fresh).open(moved, 'c'), 'sesame');
});

test('the master key is made once, only its owner can read it, and a damaged one is refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'key-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'sub', 'master.key');
  const keys = await Promise.all([loadMasterKey(file), loadMasterKey(file)]);
  assert.deepEqual(keys[0], keys[1]);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.deepEqual(await loadMasterKey(file), keys[0]);
  assert.deepEqual(await loadMasterKey(file, Buffer.alloc(32)), Buffer.alloc(32));
  await writeFile(file, (await readFile(file, 'utf8')).slice(0, 20));
  await assert.rejects(loadMasterKey(file), /damaged/);
});

test('ids and codes have their shape', () => {
  assert.match(randomId('ds'), /^ds_[0-9a-f]{8}$/);
  assert.match(randomDigits(6), /^\d{6}$/);
  assert.equal(equalSecrets('a', 'a'), true);
  assert.equal(equalSecrets('a', 'ab'), false);
});
