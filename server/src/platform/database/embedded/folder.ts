import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readlink, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Log } from '../../log/types.ts';
import { canWrite, type RunAs, removeAs } from './account.ts';
import { sharedFolder } from './binaries.ts';

const longestSocketPath = 100;
const socketPrefix = 'signalbox-socket-';

/**
 * Makes `<data>/postgres`, owned by the account PostgreSQL runs under. When that account cannot reach the data folder, it is
 * a symbolic link to a folder it can reach. Returns the real folder.
 */
export async function prepareFolder(dataFolder: string, runAs: RunAs, log: Log): Promise<string> {
  const folder = join(dataFolder, 'postgres');
  const link = await readlink(folder).catch(() => undefined);
  const existing = link === undefined ? folder : resolve(dataFolder, link);
  if (link !== undefined && !(await stat(existing).catch(() => undefined)))
    throw new Error(
      `The database of this data folder is kept in ${existing}, which is gone. Put it back, or remove the link ${folder} to start with an empty one.`,
    );
  await mkdir(existing, { recursive: true, mode: 0o700 });
  await give(existing, runAs);
  if (await canWrite(existing, runAs)) return existing;
  if (link !== undefined || (await stat(join(existing, 'cluster')).catch(() => undefined)))
    throw new Error(
      `PostgreSQL runs as "${runAs?.name}" here, and that account cannot reach the database in ${existing}. Make its parent folders enterable (chmod o+x), or start Signalbox as the user who made it.`,
    );

  const elsewhere = join(sharedFolder, 'clusters', randomBytes(6).toString('hex'));
  await mkdir(elsewhere, { recursive: true, mode: 0o755 });
  await give(elsewhere, runAs);
  await rm(folder, { recursive: true });
  await symlink(elsewhere, folder);
  log.info(
    { folder: elsewhere, account: runAs?.name },
    'PostgreSQL runs under an account that cannot reach the data folder; the database is kept elsewhere and linked',
  );
  return elsewhere;
}

/**
 * Makes a folder the account's own and nobody else's. Never through a symbolic link: what lies in a folder of the account
 * is the account's doing, and root must not be led to hand it something else.
 */
async function give(folder: string, runAs: RunAs): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    if (runAs) await handle.chown(runAs.ids.uid, runAs.ids.gid);
    await handle.chmod(0o700);
  } finally {
    await handle.close();
  }
}

/**
 * The folder of the Unix socket: inside of the database's folder, or a new one under /tmp where that path is too long for a
 * socket (107 bytes on Linux, 103 on macOS). Only its owner (and root) can enter it, which is what guards the database.
 */
export async function prepareSocketFolder(
  folder: string,
  runAs: RunAs,
): Promise<{ path: string; remove(): Promise<void> }> {
  // A link remembers the folder under /tmp, so that one a killed server left there is removed.
  const link = join(folder, 'socket-elsewhere');
  await removeElsewhere(link, runAs);
  const inside = join(folder, 'socket');
  if (Buffer.byteLength(`${inside}/.s.PGSQL.5432.lock`) <= longestSocketPath) {
    await mkdir(inside, { recursive: true });
    await give(inside, runAs);
    return { path: inside, remove: async () => {} };
  }
  const path = await mkdtemp(join(tmpdir(), socketPrefix));
  await give(path, runAs);
  await symlink(path, link);
  return { path, remove: () => removeElsewhere(link, runAs) };
}

async function removeElsewhere(link: string, runAs: RunAs): Promise<void> {
  const path = await readlink(link).catch(() => undefined);
  if (path === undefined) return;
  // The link lies in a folder of PostgreSQL's account, which could point it anywhere, and /tmp is everybody's: only a socket
  // folder that belongs to that account is removed, and with no more rights than the account has.
  const isSocketFolder = dirname(resolve(path)) === resolve(tmpdir()) && basename(path).startsWith(socketPrefix);
  const owner = isSocketFolder ? (await lstat(path).catch(() => undefined))?.uid : undefined;
  if (owner !== undefined && owner === (runAs?.ids.uid ?? process.getuid?.())) await removeAs(path, runAs);
  await rm(link);
}
