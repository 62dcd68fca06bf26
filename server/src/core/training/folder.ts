import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The folders runs work in: prepared rows, the trainer's checkpoint and best weights. A folder lives as long as its run
 * may still need it, so that a run goes on where it was when its process died.
 */
export type RunFolders = {
  /** Makes the folder of a run, or finds it. */
  of(runId: string): Promise<string>;
  remove(runId: string): Promise<void>;
  /** Removes the folders of runs that need none any more. @param needed which of these runs still do */
  sweep(needed: (ids: string[]) => Promise<Set<string>>): Promise<void>;
};

export function createRunFolders(parent: string): RunFolders {
  return {
    async of(runId) {
      const folder = join(parent, runId);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return folder;
    },
    remove: (runId) => rm(join(parent, runId), { recursive: true, force: true }),
    async sweep(needed) {
      const ids = await readdir(parent).catch(() => []);
      if (ids.length === 0) return;
      const kept = await needed(ids);
      for (const id of ids) if (!kept.has(id)) await rm(join(parent, id), { recursive: true, force: true });
    },
  };
}
