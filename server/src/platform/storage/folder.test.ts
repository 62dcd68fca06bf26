import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import test, { type TestContext } from 'node:test';
import { temporaryDisk } from '../../../test/support/disk.ts';
import { createFolderStorage } from './index.ts';

async function fixture(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'storage-'));
  t.after(() => rm(folder, { recursive: true }));
  return { folder, storage: await createFolderStorage({ folder, alone: true }) };
}

test('a file comes back as it was put, with its size and hash', async (t) => {
  const { storage } = await fixture(t);
  const content = 'a,b\n'.repeat(100_000);
  const put = await storage.put('datasets/t1/ds_1.csv', Readable.from([content, Buffer.from('end')]));
  assert.deepEqual(put, { bytes: 400_003, sha256: createHash('sha256').update(`${content}end`).digest('hex') });
  assert.equal(await text(await storage.get('datasets/t1/ds_1.csv')), `${content}end`);
  assert.equal(await storage.size('datasets/t1/ds_1.csv'), 400_003);
  await storage.remove('datasets/t1/ds_1.csv');
  await storage.remove('datasets/t1/ds_1.csv');
  assert.equal(await storage.size('datasets/t1/ds_1.csv'), undefined);
  await assert.rejects(storage.get('datasets/t1/ds_1.csv'), { kind: 'not_found' });
  await assert.rejects(storage.localPath('datasets/t1/ds_1.csv'), { kind: 'not_found' });
});

test('an interrupted or too large put leaves nothing behind, and an old file as it was', async (t) => {
  const { storage, folder } = await fixture(t);
  await storage.put('a/b', Readable.from(['old']));
  async function* breaking() {
    yield 'new';
    throw new Error('connection reset');
  }
  await assert.rejects(storage.put('a/b', Readable.from(breaking())), /connection reset/);
  const cut = new Readable({ read() {} });
  cut.push('new');
  setImmediate(() => cut.destroy());
  await assert.rejects(storage.put('a/b', cut));
  await assert.rejects(storage.put('a/c', Readable.from(['12345', '67890']), { maxBytes: 9 }), { kind: 'too_large' });
  assert.equal(await text(await storage.get('a/b')), 'old');
  assert.deepEqual(await readdir(join(folder, 'tmp')), []);
  assert.equal(await storage.size('a/c'), undefined);
});

test('a key never leaves the folder', async (t) => {
  const { storage } = await fixture(t);
  for (const key of [
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a//b',
    '',
    '.',
    'a/.hidden',
    'a\\b',
    'a\0b',
    `${'x'.repeat(600)}`,
    'ü',
  ])
    await assert.rejects(storage.put(key, Readable.from(['x'])), { kind: 'invalid' }, key);
});

test('a finished temporary file is adopted, and the rest is swept at the next start', async (t) => {
  const { storage, folder } = await fixture(t);
  const temporary = await storage.temporaryFolder('compile models');
  await writeFile(join(temporary, 'out'), 'binary');
  await writeFile(join(temporary, 'rubbish'), 'x');
  assert.deepEqual(await storage.adopt('models/m1', join(temporary, 'out')), { bytes: 6 });
  assert.equal(await text(await storage.get('models/m1')), 'binary');
  await createFolderStorage({ folder, alone: false });
  assert.equal((await readdir(join(folder, 'tmp'))).length, 1, 'another process may still be using it');
  await createFolderStorage({ folder, alone: true });
  assert.deepEqual(await readdir(join(folder, 'tmp')), []);
});

test('a full disk is a clear error and leaves nothing behind', async (t) => {
  const folder = await temporaryDisk(t, '1M');
  if (folder === undefined) return;
  const storage = await createFolderStorage({ folder, alone: true });
  await storage.put('small', Readable.from(['x']));
  const big = Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(64 * 1024)));
  await assert.rejects(storage.put('big', big), { kind: 'unavailable', code: 'DISK_FULL' });
  assert.deepEqual(await readdir(join(folder, 'tmp')), []);
  assert.equal(await storage.size('big'), undefined);
  await storage.put('small-again', Readable.from(['there is room']));
});
