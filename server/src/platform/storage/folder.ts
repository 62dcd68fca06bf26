import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { notFound, tooLarge, unavailable } from '../errors.ts';
import { checkKey } from './key.ts';
import type { Storage } from './types.ts';

export type FolderStorageOptions = {
  /** Files are kept in `<folder>/files`, unfinished ones in `<folder>/tmp`. */
  folder: string;
  /** True when no other process uses the folder: then everything unfinished is rubbish of an earlier run. */
  alone: boolean;
};

const dayMs = 86_400_000;

/** Storage in a folder of this machine's disk. Sweeps what earlier runs left unfinished. */
export async function createFolderStorage({ folder, alone }: FolderStorageOptions): Promise<Storage> {
  const files = resolve(folder, 'files');
  const temporary = resolve(folder, 'tmp');
  await mkdir(files, { recursive: true, mode: 0o700 });
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  await sweep(temporary, alone);

  const pathOf = (key: string) => {
    checkKey(key);
    return join(files, key);
  };

  /** Makes a finished, fsynced file visible under its key, and durably so. */
  async function publish(from: string, to: string): Promise<void> {
    const parent = dirname(to);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await rename(from, to);
    for (let path = parent; path.length >= files.length; path = dirname(path)) await syncFolder(path);
  }

  return {
    async put(key, content, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      const to = pathOf(key);
      const half = join(temporary, `put-${randomBytes(8).toString('hex')}`);
      try {
        const handle = await open(half, 'wx', 0o600);
        const written = await write(handle, content, maxBytes).finally(() => handle.close());
        await publish(half, to);
        return written;
      } catch (error) {
        content.destroy();
        await rm(half, { force: true });
        throw translate(error, key);
      }
    },
    async adopt(key, temporaryPath) {
      const to = pathOf(key);
      try {
        const handle = await open(temporaryPath, 'r+');
        const { size } = await handle
          .sync()
          .then(() => handle.stat())
          .finally(() => handle.close());
        await publish(temporaryPath, to);
        return { bytes: size };
      } catch (error) {
        throw translate(error, key);
      }
    },
    async get(key) {
      const handle = await open(pathOf(key), 'r').catch((error) => {
        throw translate(error, key);
      });
      return handle.createReadStream({ highWaterMark: 256 * 1024 });
    },
    async localPath(key) {
      const path = pathOf(key);
      await stat(path).catch((error) => {
        throw translate(error, key);
      });
      return path;
    },
    async size(key) {
      return (await stat(pathOf(key)).catch(() => undefined))?.size;
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
    async temporaryFolder(purpose) {
      return mkdtemp(join(temporary, `${purpose.replaceAll(/[^a-z0-9-]/gi, '-')}-`)).catch((error) => {
        throw translate(error, purpose);
      });
    },
  };
}

async function write(
  handle: FileHandle,
  content: Readable,
  maxBytes: number,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    const piece: Buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += piece.length;
    if (bytes > maxBytes)
      throw tooLarge(`The file is larger than ${maxBytes} bytes.`, {
        code: 'FILE_TOO_LARGE',
        details: { max_bytes: maxBytes },
      });
    hash.update(piece);
    for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
  }
  await handle.sync();
  return { bytes, sha256: hash.digest('hex') };
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

async function sweep(temporary: string, everything: boolean): Promise<void> {
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name);
    const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
    if (everything || touched < Date.now() - dayMs) await rm(path, { recursive: true, force: true });
  }
}

function translate(error: unknown, what: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return unavailable('The disk is full: nothing can be stored until the operator makes room.', {
      code: 'DISK_FULL',
      cause: error,
      retryAfterSeconds: 60,
    });
  if (code === 'ENOENT') return notFound(`The stored file ${what} is gone.`, { code: 'FILE_NOT_FOUND', cause: error });
  return error;
}
