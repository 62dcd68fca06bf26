import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { generate } from 'selfsigned';
import { temporaryFolder } from '../../../test/support/spawn-server.ts';
import { openCertificates } from './index.ts';

test('hazard: two certificates uploaded at the same moment do not end up as a mixture of both', async (t) => {
  const folder = await temporaryFolder(t);
  const certificates = await openCertificates(folder);
  const pair = async (name: string, more: object) => {
    const made = await generate([{ name: 'commonName', value: name }], { algorithm: 'sha256', ...more });
    return { cert: made.cert, key: made.private };
  };
  const [long, short] = [
    await pair('long.example', { keySize: 2048 }),
    await pair('short.example', { keyType: 'ec', curve: 'P-256' }),
  ];
  for (let i = 0; i < 5; i++) await Promise.all([certificates.install(long), certificates.install(short)]);
  assert.equal(certificates.info().subject, 'CN=short.example');
  assert.equal(await readFile(join(folder, 'tls.pem'), 'utf8'), `${short.key.trim()}\n${short.cert.trim()}\n`);
  assert.equal((await openCertificates(folder)).info().fingerprint, certificates.info().fingerprint);
});
