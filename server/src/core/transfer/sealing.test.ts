import assert from 'node:assert/strict';
import test from 'node:test';
import { createSealing, saltOf } from './sealing.ts';

const salt = saltOf(['a', 'b']);
const sealing = await createSealing('a passphrase of some length', salt);
const secret = { password_hash: 'ünïcode 🚀' };
const nonceOf = (sealed: string) => sealed.slice('sbx1.'.length, 'sbx1.'.length + 16);

test('what was sealed opens, and the same is sealed the same way', async () => {
  const sealed = sealing.seal(secret, 'users/1');
  assert.deepEqual(sealing.open(sealed, 'users/1'), secret);
  const elsewhere = await createSealing('a passphrase of some length', saltOf(['a', 'b']));
  assert.equal(elsewhere.seal(secret, 'users/1'), sealed);
  assert.ok(!Buffer.from(sealed.slice(5), 'base64url').includes('password'));
});

test('no nonce serves for two plaintexts, nor for the same one in two places', () => {
  const nonces = [
    sealing.seal(secret, 'users/1'),
    sealing.seal(secret, 'users/2'),
    sealing.seal({ ...secret, mfa: null }, 'users/1'),
    // The border between context and plaintext is part of the nonce.
    sealing.seal('b', 'a"'),
    sealing.seal('"b', 'a'),
  ].map(nonceOf);
  assert.equal(new Set(nonces).size, nonces.length);
});

test('another passphrase, another salt, another place and every changed byte are refused', async () => {
  const sealed = sealing.seal(secret, 'users/1');
  const refused = { code: 'WRONG_PASSPHRASE' };
  assert.throws(() => sealing.open(sealed, 'users/2'), refused);
  for (const other of [
    await createSealing('a passphrase of another length', salt),
    await createSealing('a passphrase of some length', saltOf(['a'])),
  ])
    assert.throws(() => other.open(sealed, 'users/1'), refused);
  const bytes = Buffer.from(sealed.slice(5), 'base64url');
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i] = (changed[i] as number) ^ 1;
    assert.throws(() => sealing.open(`sbx1.${changed.toString('base64url')}`, 'users/1'), refused, `byte ${i}`);
  }
  for (const cut of ['sbx1.', 'sbx1.AAAA', sealed.slice(0, 40)])
    assert.throws(() => sealing.open(cut, 'users/1'), refused);
});
