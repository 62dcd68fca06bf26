import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials } from './disk.ts';

/** The credentials of all simulated nodes by name, in one file that only its owner may read. */
export type CredentialsFile = {
  get(name: string): Credentials | undefined;
  /** On disk when it returns, as the real programs have it before they go on. */
  set(name: string, credentials: Credentials): void;
};

/** @throws an Error when the file is there but cannot be read as one */
export function openCredentialsFile(folder: string): CredentialsFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'nodes.json');
  const all = read(path);
  return {
    get: (name) => all[name],
    set(name, credentials) {
      all[name] = credentials;
      writeFileSync(`${path}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function read(path: string): Record<string, Credentials> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${path} is not readable as credentials of simulated nodes; delete it to begin anew.`, {
      cause: error,
    });
  }
}
