import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import ssh2 from 'ssh2';
import { putFile } from './put-file.ts';

test('hazard: a host that accepts a file and then takes nothing of it is given up', async (t) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const hostKeys = [privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()];
  const server = new ssh2.Server({ hostKeys }, (connection) => {
    connection.on('error', () => {});
    connection.on('authentication', (auth) => auth.accept());
    connection.on('session', (accept) => void accept().on('sftp', (acceptSftp) => void acceptSftp()));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => void server.close());
  const client = new ssh2.Client();
  const closed = new Promise<void>((done) => client.once('close', () => done()));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) =>
    client.once('ready', () => done()).connect({ host: '127.0.0.1', port, username: 'x' }),
  );
  const file = { localPath: import.meta.filename, remotePath: 'program', mode: 0o755 };
  await assert.rejects(putFile(client, 'x@device', file, undefined, 200), {
    kind: 'upstream_timeout',
    message: /x@device took nothing of program/,
  });
  await closed;
});
