import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log/types.ts';
import { plainEnvironment, type RunAs } from './account.ts';

export type Postmaster = { pid: number; exited: Promise<void>; stop(): Promise<void> };

export type PostmasterOptions = {
  postgres: string;
  cluster: string;
  socketFolder: string;
  settings: Record<string, string | number>;
  runAs: RunAs;
  log: Log;
};

const startSeconds = 120; // a crashed cluster replays its log first

/** Starts PostgreSQL and resolves when it accepts connections. */
export async function startPostmaster({
  postgres,
  cluster,
  socketFolder,
  settings,
  runAs,
  log,
}: PostmasterOptions): Promise<Postmaster> {
  const values = {
    ...settings,
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
  };
  const args = ['-D', cluster, ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // Detached: Ctrl-C in a terminal goes to the whole process group, but the server decides when its database stops.
  const child = spawn(postgres, args, {
    ...runAs?.ids,
    cwd: cluster,
    env: plainEnvironment(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stopping = false;
  const lastLines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (lastLines.push(line) > 10) lastLines.shift();
    const level = stopping
      ? 'debug'
      : /\b(PANIC|FATAL|ERROR):/.test(line)
        ? 'error'
        : line.includes('WARNING:')
          ? 'warn'
          : 'debug';
    log[level]({ component: 'postgresql' }, line);
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const watcher = watch(child, runAs);
  void exited.then(() => watcher.kill('SIGKILL'));
  const failure = exited.then(() => 'ended' as const);
  const deadline = Date.now() + startSeconds * 1000;
  for (;;) {
    const state = await Promise.race([failure, sleep(15, 'waiting' as const)]);
    const status = state === 'ended' ? undefined : await readPidFile(cluster);
    if (status?.pid === child.pid && status?.ready) break;
    if (state === 'ended' || Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw new Error(`PostgreSQL did not start: ${lastLines.join(' | ') || 'it said nothing'}`);
    }
  }
  return {
    pid: child.pid as number,
    exited,
    stop() {
      stopping = true;
      return stopProcess(child.pid as number, () => child.exitCode === null && child.signalCode === null);
    },
  };
}

/**
 * A shell that reads from a pipe we never write to. When this process dies, even by kill -9, the pipe closes and the shell
 * tells PostgreSQL to stop, so that it does not stay behind as an orphan.
 */
function watch(child: ChildProcess, runAs: RunAs): ChildProcess {
  const script = 'read -r _; kill -INT "$1" 2>/dev/null';
  const watcher = spawn('/bin/sh', ['-c', script, 'signalbox-watch', String(child.pid)], {
    ...runAs?.ids,
    cwd: '/',
    env: plainEnvironment(),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => {});
  watcher.stdin?.on('error', () => {});
  watcher.unref();
  return watcher;
}

/** Stops what an earlier server left running on this cluster. Returns true if something ran. */
export async function clearLeftovers(cluster: string): Promise<boolean> {
  const pid = (await readPidFile(cluster))?.pid;
  if (pid === undefined || !isAlive(pid)) return false;
  if (await isPostmasterOf(pid, cluster)) {
    await stopProcess(pid, () => isAlive(pid));
    return true;
  }
  // The id went to another program. The file must not be removed: with it PostgreSQL makes sure that no process of the old
  // server still uses the shared memory. It takes its parent's id, which is ours, for a stale one and then looks.
  // Opened once and never through a link: the file is PostgreSQL's, and root must not be led to write into another.
  const file = await open(join(cluster, 'postmaster.pid'), constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const [, ...rest] = (await file.readFile('utf8')).split('\n');
    await file.truncate(0);
    await file.write([process.pid, ...rest].join('\n'), 0);
  } finally {
    await file.close();
  }
  return false;
}

/** Asks for a fast shutdown, then an immediate one (recovers at the next start), then kills. */
async function stopProcess(pid: number, running: () => boolean): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 10],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    if (!running()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < seconds * 1000 && running(); waited += 10) await sleep(10);
  }
}

async function readPidFile(cluster: string): Promise<{ pid: number; ready: boolean } | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 1 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
}

/** A process id may have been given to another program since: PostgreSQL's own works in its data folder. */
async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const [folder, command] = await Promise.all([
    realpath(`/proc/${pid}/cwd`).catch(() => ''),
    readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
  ]);
  return folder === (await realpath(cluster)) && command.trim() === 'postgres';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
