import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomPassword } from './platform/crypto/index.ts';

export type Credentials = { username: string; password: string };

type Wanted = { username: string; email: string; password: string | undefined };
type Create = (wanted: Wanted & { password: string }) => Promise<unknown | undefined>;

/**
 * Creates the administrator at the first start. Without a wanted password a random one is made; it is written to
 * `initial-credentials.txt` (0600) and returned, once, to be shown.
 *
 * The password is on disk before the administrator exists, so that a start killed in between does not lock everybody out.
 */
export async function ensureFirstAdministrator(
  dataFolder: string,
  wanted: Wanted,
  create: Create,
): Promise<Credentials | undefined> {
  const { username, password } = wanted;
  if (password !== undefined) {
    await create({ ...wanted, password });
    return undefined;
  }
  const pending = join(dataFolder, 'initial-credentials.pending');
  const earlier = await readPending(pending);
  const credentials = earlier ?? { username, password: randomPassword() };
  if (!earlier) await write(pending, JSON.stringify(credentials));
  const created = await create({ ...wanted, ...credentials });
  if (created === undefined && !earlier) {
    await rm(pending);
    return undefined;
  }
  const file = join(dataFolder, 'initial-credentials.txt');
  await write(
    `${file}.new`,
    `Administrator of this Signalbox, made at the first start. Delete this file once you keep the password elsewhere.\n\nusername: ${credentials.username}\npassword: ${credentials.password}\n`,
  );
  await rename(`${file}.new`, file);
  await rm(pending);
  return credentials;
}

async function readPending(file: string): Promise<Credentials | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined; // killed while writing it: then nobody was created with it
  }
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
}
