import { readdir, readFile, readlink } from 'node:fs/promises';

export type ProcessInfo = { pid: number; command: string; cwd: string };

/** Processes whose command line or working folder mentions `text`, such as a data folder's path. Linux only. */
export async function processesMentioning(text: string): Promise<ProcessInfo[]> {
  const found: ProcessInfo[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const command = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => '');
    if (command.includes(text) || cwd.includes(text)) found.push({ pid: Number(name), command, cwd });
  }
  return found;
}

/** Resolves when `condition` holds, asking again and again; throws after `seconds`. */
export async function eventually<T>(
  condition: () => Promise<T | undefined | false>,
  what: string,
  seconds = 20,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
