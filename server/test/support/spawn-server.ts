import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import packageFile from '../../../package.json' with { type: 'json' };
import { type CleansUp, defer } from './defer.ts';

const root = join(import.meta.dirname, '../../..');
const main = join(root, 'server/src/main.ts');
/** What `npm start` runs, without a shell. */
const start = packageFile.scripts.start.split(' ').slice(2);
const serve = start.map((argument) => (main.endsWith(argument) ? main : argument));

export type SpawnedServer = {
  urls: { main: string } & Record<string, string>;
  pid: number;
  /** Everything it wrote to standard error so far: its log and its words for people. */
  stderr(): string;
  /** Lines of standard output so far. */
  stdout(): readonly string[];
  dataFolder: string;
  /** Sends a signal (default SIGINT, Ctrl-C) and resolves with the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Ends it without a chance to clean up. */
  kill9(): Promise<void>;
  /** Starts it again on the same data folder. */
  restart(): Promise<SpawnedServer>;
};

export type SpawnOptions = {
  env?: Record<string, string>;
  /** Default: a new temporary folder, removed afterwards. */
  dataFolder?: string;
  /** Run as this user. */
  ids?: { uid: number; gid: number };
  /** Start it as people do, with `npm start`; then `pid` is npm's. */
  withNpm?: boolean;
};

/** The real program as a child process on free ports, with its own durable PostgreSQL. Stopped at the end of the test. */
export async function spawnServer(t: CleansUp, options: SpawnOptions = {}): Promise<SpawnedServer> {
  const dataFolder = options.dataFolder ?? join(await temporaryFolder(t), 'data');
  const attempt = launch(options, dataFolder);
  defer(t, async () => {
    if (attempt.child.exitCode === null && attempt.child.signalCode === null) attempt.child.kill('SIGTERM');
    await attempt.exited;
  });
  const urls = await attempt.ready;
  const stop = (signal: NodeJS.Signals = 'SIGINT') => {
    attempt.child.kill(signal);
    return attempt.exited;
  };
  return {
    urls,
    pid: attempt.child.pid as number,
    stderr: attempt.stderr,
    stdout: attempt.stdout,
    dataFolder,
    stop,
    async kill9() {
      await stop('SIGKILL');
    },
    restart: () => spawnServer(t, { ...options, dataFolder }),
  };
}

/** Starts the program where it is expected to refuse; resolves with its exit status and words. */
export async function spawnRefusing(
  options: SpawnOptions & { dataFolder: string },
): Promise<{ status: number | null; stderr: string }> {
  const attempt = launch(options, options.dataFolder);
  const urls = await attempt.ready.catch(() => undefined);
  if (urls) attempt.child.kill('SIGTERM');
  const status = await attempt.exited;
  if (urls) throw new Error('The server started though it should have refused to.');
  return { status, stderr: attempt.stderr() };
}

function launch({ env = {}, ids, withNpm = false }: SpawnOptions, dataFolder: string) {
  const child = spawn(withNpm ? 'npm' : process.execPath, withNpm ? ['start'] : serve, {
    ...ids,
    cwd: ids ? '/' : root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...bareEnvironment(),
      SIGNALBOX_PORT: '0',
      SIGNALBOX_DOOR_PORTS: 'off',
      SIGNALBOX_DATA_DIR: dataFolder,
      ...env,
    },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const lines: string[] = [];
  const exited = new Promise<number | null>((done) => child.once('close', done));
  return {
    child: child as ChildProcess,
    exited,
    stderr: () => errors,
    stdout: () => lines,
    ready: waitUntilReady(child, exited, lines, () => errors),
  };
}

async function waitUntilReady(
  child: ChildProcess,
  exited: Promise<unknown>,
  lines: string[],
  errors: () => string,
): Promise<SpawnedServer['urls']> {
  const ready = new Promise<SpawnedServer['urls']>((done) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('{"event":"ready"')) done(JSON.parse(line).urls);
    });
  });
  const urls = await Promise.race([ready, exited.then(() => undefined)]);
  if (!urls) throw new Error(`The server ended before it was ready:\n${errors()}`);
  return urls;
}

/** Our environment without the settings of whoever runs the tests. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const secret = /^(SIGNALBOX_|STRIPE_|SMTP_URL|DATABASE_URL|OPENAI_API_KEY|NODE_TEST_CONTEXT|NODE_OPTIONS|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !secret.test(name)));
}

/** A temporary folder PostgreSQL's account may pass through; what a server linked to outside of it is removed too. */
export async function temporaryFolder(t: CleansUp, mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-server-'));
  await chmod(folder, mode);
  defer(t, async () => {
    const link = await readlink(join(folder, 'data/postgres')).catch(() => undefined);
    if (link !== undefined) await rm(resolve(folder, link), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
}
