import { spawn } from 'node:child_process';
import { generateKeyPairSync, timingSafeEqual } from 'node:crypto';
import { chmod, type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { join, resolve, sep } from 'node:path';
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

export type DemoDevice = { port: number; username: string; password: string; folder: string; close(): Promise<void> };

/**
 * A device in a folder: a real SSH server on loopback (password login, exec, SFTP writes, port forwarding to its own
 * loopback) whose "disk" is a folder and whose "processor" is this machine. It stands in for a board that the demo
 * does not have; real devices run sshd or dropbear.
 */
export async function startDemoDevice(folder: string, password: string): Promise<DemoDevice> {
  await mkdir(folder, { recursive: true });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const hostKey = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => connection.end());
    connection.on('authentication', (auth) => {
      const right =
        auth.method === 'password' &&
        auth.username === 'demo' &&
        Buffer.byteLength(auth.password) === Buffer.byteLength(password) &&
        timingSafeEqual(Buffer.from(auth.password), Buffer.from(password));
      if (right) auth.accept();
      else auth.reject(['password']);
    });
    connection.on('ready', () => serve(connection, folder));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    username: 'demo',
    password,
    folder,
    close: async () => {
      await endEdgeProgram(folder);
      for (const connection of connections) connection.end();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** The program that the deployment started outlives its SSH session, as it should; the demo's device is switched off. */
async function endEdgeProgram(folder: string): Promise<void> {
  const pid = Number(await readFile(join(folder, 'signalbox/edge.pid'), 'utf8').catch(() => ''));
  const cmdline = pid > 0 ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') : '';
  if (cmdline.includes('signalbox-edge')) process.kill(pid, 'SIGTERM');
}

function serve(connection: Connection, folder: string): void {
  connection.on('session', (accept) => {
    const session = accept();
    session.on('exec', (acceptExec, _reject, info) => {
      const channel = acceptExec();
      const child = spawn('/bin/sh', ['-c', info.command], {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: folder },
      });
      child.stdout.pipe(channel, { end: false });
      child.stderr.pipe(channel.stderr, { end: false });
      child.on('close', (code) => {
        channel.exit(code ?? 1);
        channel.end();
      });
    });
    session.on('sftp', (acceptSftp) => serveSftp(acceptSftp(), folder));
  });
  connection.on('tcpip', (accept, reject, info) => {
    const socket = connect(info.destPort, '127.0.0.1');
    socket.once('error', () => reject());
    socket.once('connect', () => {
      const channel = accept();
      socket.pipe(channel).pipe(socket);
      socket.on('error', () => channel.end());
      channel.on('error', () => socket.destroy());
    });
  });
}

/** What `fastPut` asks of an SFTP server: open for writing, write, set the mode, close. */
function serveSftp(sftp: SFTPWrapper, folder: string): void {
  const files = new Map<number, FileHandle>();
  let next = 0;
  const inside = (path: string): string => {
    const full = resolve(folder, path);
    if (!full.startsWith(folder + sep)) throw new Error(`${path} is outside of the device's folder`);
    return full;
  };
  const fileOf = (handle: Buffer): FileHandle => {
    const file = files.get(handle.readUInt32BE(0));
    if (!file) throw new Error('no such handle');
    return file;
  };
  const answer = (id: number, work: () => Promise<unknown>) => {
    work().then(
      () => sftp.status(id, STATUS_CODE.OK),
      () => sftp.status(id, STATUS_CODE.FAILURE),
    );
  };
  sftp.on('OPEN', async (id, filename, flags) => {
    try {
      if (!(flags & OPEN_MODE.WRITE)) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
      files.set(next, await open(inside(filename), 'w'));
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(next++, 0);
      sftp.handle(id, handle);
    } catch {
      sftp.status(id, STATUS_CODE.FAILURE);
    }
  });
  sftp.on('WRITE', (id, handle, offset, data) =>
    answer(id, async () => fileOf(handle).write(data, 0, data.length, offset)),
  );
  sftp.on('CLOSE', (id, handle) =>
    answer(id, async () => {
      await fileOf(handle).close();
      files.delete(handle.readUInt32BE(0));
    }),
  );
  sftp.on('FSETSTAT', (id, handle, attrs) =>
    answer(id, async () => attrs.mode && fileOf(handle).chmod(attrs.mode & 0o777)),
  );
  sftp.on('SETSTAT', (id, path, attrs) =>
    answer(id, async () => attrs.mode && chmod(inside(path), attrs.mode & 0o777)),
  );
}
