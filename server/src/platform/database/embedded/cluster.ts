import { execFile, spawn } from 'node:child_process';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainEnvironment, type RunAs, removeAs } from './account.ts';
import type { Binaries } from './binaries.ts';

const exec = promisify(execFile);

/** Superuser and database of the embedded cluster. */
export const owner = 'signalbox';

/**
 * Makes the cluster in `<folder>/cluster` unless it is there. It is made aside and renamed, so that a half-made one is never
 * used. No password: the socket's folder keeps everybody else out, and PostgreSQL does not listen on the network.
 */
export async function ensureCluster(
  folder: string,
  binaries: Binaries,
  runAs: RunAs,
  durable: boolean,
): Promise<{ cluster: string; created: boolean }> {
  const cluster = join(folder, 'cluster');
  if (await stat(join(cluster, 'PG_VERSION')).catch(() => undefined)) return { cluster, created: false };
  const half = join(folder, 'cluster.new');
  await removeAs(half, runAs);
  // The builtin provider needs no locale of the operating system.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = [
    '-D',
    half,
    '-U',
    owner,
    '--auth=trust',
    '--no-instructions',
    '--data-checksums',
    // Whoever commits into a new segment waits until it is filled with zeros: 70 ms for the usual 16 MB, 5 ms for this one.
    '--wal-segsize=1',
    ...locale,
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await exec(binaries.initdb, args, { ...runAs?.ids, cwd: folder, env: plainEnvironment() });
    await singleUser(binaries.postgres, half, `create database ${owner};\n`, runAs);
  } catch (cause) {
    await removeAs(half, runAs);
    throw new Error(
      `PostgreSQL could not make its database in ${folder}: ${cause instanceof Error ? cause.message.trim() : cause}`,
      { cause },
    );
  }
  await rename(half, cluster);
  return { cluster, created: true };
}

/** Runs SQL in a cluster that is not started, so that it is complete before anybody sees it. */
async function singleUser(postgres: string, cluster: string, statements: string, runAs: RunAs): Promise<void> {
  const child = spawn(postgres, ['--single', '-D', cluster, 'postgres'], {
    ...runAs?.ids,
    cwd: cluster,
    env: plainEnvironment(),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  child.stdin.end(statements);
  const code = await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  if (code !== 0 || /^.*(ERROR|FATAL):/m.test(errors))
    throw new Error(errors.trim() || `postgres --single ended with ${code}`);
}
