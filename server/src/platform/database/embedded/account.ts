import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** The account PostgreSQL runs under; undefined for our own. */
export type RunAs = { name: string; ids: { uid: number; gid: number } } | undefined;

/** PostgreSQL refuses to run as root: then it runs as `postgres` if there is such an account, else as `nobody`. */
export async function chooseAccount(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { name, ids: { uid: Number(account[2]), gid: Number(account[3]) } };
  }
  throw new Error(
    'PostgreSQL cannot run as root and this machine has neither a "postgres" nor a "nobody" account. Start Signalbox as a normal user or set DATABASE_URL.',
  );
}

/** True when the account can enter and write `folder`; asked of the system itself, so ACLs and mounts count. */
export async function canWrite(folder: string, runAs: RunAs): Promise<boolean> {
  if (!runAs) return true;
  return exec('/bin/sh', ['-c', 'test -w "$1" && test -x "$1"', 'sh', folder], {
    ...runAs.ids,
    cwd: '/',
    env: plainEnvironment(),
  }).then(
    () => true,
    () => false,
  );
}

/**
 * Removes a folder that belongs to the account, with the account's rights. Root's own `rm` could be led elsewhere by a
 * folder that the account swaps for a symbolic link meanwhile.
 */
export async function removeAs(folder: string, runAs: RunAs): Promise<void> {
  if (!runAs) return rm(folder, { recursive: true, force: true });
  await exec('/bin/rm', ['-rf', '--', folder], { ...runAs.ids, cwd: '/', env: plainEnvironment() });
}

/**
 * What a process under another account may know of ours. An environment can be read by its account, and ours holds the
 * master key and passwords of other systems.
 */
export function plainEnvironment(): Record<string, string> {
  const kept = ['PATH', 'TZ', 'LANG', 'TMPDIR', 'LD_LIBRARY_PATH', 'SystemRoot'];
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
