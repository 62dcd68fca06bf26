import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Compiler, Target } from './find.ts';

/**
 * Content hash of everything that decides what comes out of a compilation: sources, the headers lying beside them
 * or in `includes`, flags, compiler and, for the host target, the CPU. Paths do not count, so a moved checkout
 * finds its programs again.
 */
export async function cacheKey(input: {
  sources: string[];
  includes: string[];
  flags: string[];
  compiler: Compiler;
  target: Target;
}): Promise<string> {
  const hash = createHash('sha256');
  const add = (label: string, value: string | Buffer) => hash.update(`${label} ${value.length}\n`).update(value);
  for (const source of input.sources) add(basename(source), await readFile(source));
  for (const folder of new Set([...input.sources.map((s) => dirname(s)), ...input.includes])) {
    const headers = (await readdir(folder)).filter((name) => /\.(h|inc)$/.test(name)).sort();
    for (const header of headers) add(header, await readFile(join(folder, header)));
  }
  add('flags', input.flags.join('\0'));
  add('compiler', input.compiler.version);
  if (input.target === 'host') add('cpu', await hostCpu());
  return hash.digest('hex').slice(0, 32);
}

/** The model name alone is not enough: virtual machines of one model may show different instruction sets. */
async function hostCpu(): Promise<string> {
  const model = `${process.platform} ${process.arch} ${cpus()[0]?.model ?? 'unknown'}`;
  const info = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return `${model} ${/^(?:flags|Features)\s*:.*$/m.exec(info)?.[0] ?? ''}`;
}
