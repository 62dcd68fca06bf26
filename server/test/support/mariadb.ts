import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../src/platform/free-port.ts';
import { type CleansUp, defer } from './defer.ts';
import { temporaryFolder } from './spawn-server.ts';

/** A real MariaDB in a temporary folder; undefined where it is not installed. */
export async function startMariadb(t: CleansUp): Promise<{ url: string } | undefined> {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'mariadb');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const install = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  try {
    await promisify(execFile)('mariadb-install-db', [...install, ...asRoot]);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw error;
  }
  const port = await freePort();
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--port=${port}`,
      `--socket=${join(folder, 's')}`,
      '--bind-address=127.0.0.1',
      '--innodb-buffer-pool-size=8M',
      ...asRoot,
    ],
    { stdio: 'ignore' },
  );
  const gone = once(server, 'exit');
  defer(t, async () => {
    server.kill('SIGKILL');
    await gone;
  });
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 300 || server.exitCode !== null) throw new Error('MariaDB did not start');
    await sleep(100);
  }
  return { url: `mysql://root:@127.0.0.1:${port}/mysql` };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });
}
