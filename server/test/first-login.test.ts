import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { spawnServer } from './support/spawn-server.ts';

test('the first start tells the administrator’s password once, to the operator only, and it works', async (t) => {
  const server = await spawnServer(t);
  const shown = /username {2}(\S+)\n {2}password {2}(\S+)/.exec(server.stderr());
  assert.ok(shown, server.stderr());
  const [, username, password] = shown;
  const file = join(server.dataFolder, 'initial-credentials.txt');
  assert.equal(await readFile(file, 'utf8'), `username: ${username}\npassword: ${password}\n`);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.ok(
    !server
      .stdout()
      .join('\n')
      .includes(password as string),
  );
  const login = async (url: string) =>
    fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
  assert.equal((await login(`${server.urls.main}/ml`)).status, 200);
  await server.stop();
  const again = await server.restart();
  assert.doesNotMatch(again.stderr(), /password/);
  assert.equal((await login(again.urls.ml ?? `${again.urls.main}/ml`)).status, 200);
});

test('a password from the settings is used and not shown', async (t) => {
  const server = await spawnServer(t, { env: { SIGNALBOX_ADMIN_PASSWORD: 'chosen by the operator' } });
  assert.doesNotMatch(server.stderr(), /chosen by the operator/);
  await assert.rejects(stat(join(server.dataFolder, 'initial-credentials.txt')));
});
