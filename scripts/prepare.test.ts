import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { staleReason } from './prepare.mjs';

test('dependencies are installed when they are missing or others than the lock wants, and not otherwise', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'prepare-'));
  t.after(() => rm(folder, { recursive: true }));
  const write = (file: string, packages: object) => writeFile(join(folder, file), JSON.stringify({ packages }));
  const node = { version: '26.0.0' };
  const mac = { version: '1.0.0', optional: true };
  await write('package-lock.json', {
    '': {},
    server: {},
    'node_modules/server': { link: true },
    'node_modules/node': node,
    'node_modules/for-mac': mac,
  });
  assert.match(staleReason(folder) ?? '', /not installed yet/);

  await mkdir(join(folder, 'node_modules/node/bin'), { recursive: true });
  await write('node_modules/.package-lock.json', { 'node_modules/node': node });
  assert.match(staleReason(folder) ?? '', /Node 26 is not in node_modules/);
  await writeFile(join(folder, 'node_modules/node/bin/node'), '');
  assert.equal(staleReason(folder), undefined);

  await write('node_modules/.package-lock.json', { 'node_modules/node': { version: '25.0.0' } });
  assert.match(staleReason(folder) ?? '', /node 26\.0\.0 is wanted, 25\.0\.0 is installed/);
});
