import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The master key: `given` if there is one, else the file's, made with mode 0600 at the first start. Processes that start
 * together end up with the same key.
 */
export async function loadMasterKey(file: string, given?: Buffer): Promise<Buffer> {
  if (given) return given;
  const existing = await read(file);
  if (existing) return existing;
  await mkdir(dirname(file), { recursive: true });
  const half = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(half, 'w', 0o600);
  await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
  await handle.sync();
  await handle.close();
  await link(half, file).catch((error) => {
    if (error.code !== 'EEXIST') throw error; // somebody else was faster: theirs counts
  });
  await rm(half);
  return (await read(file)) as Buffer;
}

/** A key of 32 bytes for one purpose; none tells anything about another or about the master key. */
export function deriveKey(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `signalbox ${purpose}`, 32));
}

async function read(file: string): Promise<Buffer | undefined> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}\s*$/.test(text))
    throw new Error(
      `The master key in ${file} is damaged: it must be 64 hexadecimal digits. Put it back from a backup; without it stored secrets are lost.`,
    );
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
  return Buffer.from(text.trim(), 'hex');
}
