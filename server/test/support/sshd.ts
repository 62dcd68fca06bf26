import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/platform/free-port.ts';
import { type CleansUp, defer } from './defer.ts';
import { eventually } from './processes.ts';
import { temporaryFolder } from './spawn-server.ts';

const PROGRAM = '/usr/sbin/sshd';
export const sshdInstalled = existsSync(PROGRAM) && spawnSync('ssh-keygen', ['-?']).error === undefined;

export type Sshd = {
  port: number;
  username: string;
  /** Private key that may log in. */
  privateKey: string;
  /** SHA256:… of its host key. */
  hostKey: string;
  /** An empty folder of the "device". */
  folder: string;
  /** Replaces the host key, as a replaced device or somebody in between would. */
  changeHostKey(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
};

/** OpenSSH's own server on loopback, logging the present user in by key. */
export async function startSshd(t: CleansUp): Promise<Sshd> {
  const home = await temporaryFolder(t);
  const port = await freePort();
  const { username } = userInfo();
  const key = (name: string) => join(home, name);
  const makeKey = (name: string) => {
    const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key(name)], {
      encoding: 'utf8',
      input: 'y\n',
    });
    if (made.status !== 0) throw new Error(`ssh-keygen: ${made.stderr}`);
  };
  makeKey('host');
  makeKey('client');
  const folder = join(home, 'device');
  await mkdir(folder);
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${key('host')}`,
    `AuthorizedKeysFile ${key('client.pub')}`,
    `PidFile ${key('pid')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'AllowTcpForwarding yes',
    'Subsystem sftp internal-sftp',
  ];
  await writeFile(key('config'), `${lines.join('\n')}\n`);
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });

  let child: ChildProcess | undefined;
  let errors = '';
  async function start(): Promise<void> {
    child = spawn(PROGRAM, ['-D', '-e', '-f', key('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const running = child;
    await eventually(async () => {
      if (running.exitCode !== null) throw new Error(`sshd ended: ${errors}`);
      return answers(port);
    }, 'sshd listens');
  }
  async function stop(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child?.once('close', done));
    child.kill('SIGTERM');
    await ended;
  }
  await start();
  defer(t, stop);
  return {
    port,
    username,
    privateKey: await readFile(key('client'), 'utf8'),
    hostKey: fingerprint(key('host.pub')),
    folder,
    start,
    stop,
    async changeHostKey() {
      await stop();
      makeKey('host');
      await start();
    },
  };
}

function fingerprint(file: string): string {
  const { stdout } = spawnSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' });
  return stdout.split(' ')[1] ?? '';
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
