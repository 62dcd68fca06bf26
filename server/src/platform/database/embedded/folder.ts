import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readlink, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Log } from '../../log/types.ts';
import { canWrite, type RunAs } from './account.ts';
import { sharedFolder } from './binaries.ts';

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

async function give(folder: string, runAs: RunAs): Promise<void> {
  if (runAs) await chown(folder, runAs.ids.uid, runAs.ids.gid);
  await chmod(folder, 0o700);
}

/**
 * The folder of the Unix socket: inside of the database's folder, or under /tmp where that path is too long for a socket
 * (107 bytes on Linux, 103 on macOS). Only its owner (and root) can enter it, which is what guards the database.
 */
export async function prepareSocketFolder(folder: string, runAs: RunAs): Promise<string> {
  const inside = join(folder, 'socket');
  const short = Buffer.byteLength(inside) + '/.s.PGSQL.5432.lock'.length < 100;
  if (!short) {
    const marker = join(folder, 'socket-elsewhere');
    const known = await readlink(marker).catch(() => undefined);
    const socket = known ?? join(tmpdir(), `signalbox-${randomBytes(6).toString('hex')}`);
    if (known === undefined) await symlink(socket, marker);
    await makeOwned(socket, runAs);
    return socket;
  }
  await makeOwned(inside, runAs);
  return inside;
}

async function makeOwned(folder: string, runAs: RunAs): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) {
    // /tmp is everybody's: a folder somebody else put there first is not ours to trust.
    const { uid } = await stat(folder);
    const ours = [process.getuid?.(), runAs?.ids.uid];
    if (!ours.includes(uid))
      throw new Error(
        `The folder ${folder} for the database's socket belongs to another user. Remove it and start again.`,
      );
  }
  await give(folder, runAs);
}
