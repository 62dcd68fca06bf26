import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Holds `folder` for this process: a second server on it is refused with a sentence. The lock is the operating system's, taken
 * through SQLite because Node has no flock; it goes when the process goes, however that happens.
 */
export function lockFolder(folder: string): { release(): void } {
  const pidFile = join(folder, 'server.pid');
  const lock = new DatabaseSync(join(folder, 'server.lock'));
  try {
    lock.exec('pragma busy_timeout = 0; pragma journal_mode = memory; begin exclusive');
  } catch (cause) {
    lock.close();
    throw new Error(
      `The data folder ${folder} is in use by another Signalbox (process ${readPid(pidFile)}). Stop that one, or give this one a folder of its own with SIGNALBOX_DATA_DIR.`,
      { cause },
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return { release: () => lock.close() };
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
