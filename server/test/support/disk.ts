import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { defer } from './defer.ts';

/** A folder on a small disk of its own (tmpfs), such as '4M'. Skips the test and returns undefined where that is not allowed. */
export async function temporaryDisk(t: TestContext, size: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  defer(t, async () => {
    if (mounted.status === 0) spawnSync('umount', ['-l', folder]);
    await rm(folder, { recursive: true, force: true });
  });
  if (mounted.status !== 0) {
    t.skip('mounting a small disk needs root');
    return undefined;
  }
  await chmod(folder, 0o711);
  return folder;
}
