import { fileURLToPath } from 'node:url';
import { CompilerMissing, compile } from './compiler.ts';

/** A trainer program: what to run, and what to tell the operator about it. */
export type Engine = {
  kind: 'native' | 'typescript';
  command: [string, ...string[]];
  /** Runs first on the job's folder, where the engine does not plan for itself. */
  planner?: [string, ...string[]];
  warning?: string;
};

export type EngineOptions = {
  cacheDir: string;
  cc?: string | undefined;
  engine?: 'auto' | 'native' | 'typescript' | undefined;
  signal?: AbortSignal | undefined;
};

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The C files of the native trainer, and what it is linked with. */
export const KERNEL_FLAGS = ['-pthread', '-lm'];
export const KERNEL_SOURCES = [
  'main.c',
  'loop.c',
  'probe.c',
  'trainer.c',
  'checkpoint.c',
  'events.c',
  'job.c',
  'pool.c',
  'update.c',
  'models.c',
  'layers.c',
  'loss.c',
  'recurrent.c',
  'matrix.c',
  'parameters.c',
  'workspace.c',
].map((name) => here(`kernels/${name}`));

/**
 * Builds the native trainer for this machine's CPU, or takes it from the cache.
 * @throws what `compile` throws, when `engine` is `native`; with `auto` the reason becomes a warning
 */
export async function buildEngine(options: EngineOptions): Promise<Engine> {
  const typescript: Engine = { kind: 'typescript', command: [process.execPath, here('oracle/trainer.ts')] };
  if (options.engine === 'typescript') return typescript;
  try {
    const { path, compiler } = await compile({
      sources: KERNEL_SOURCES,
      target: 'host',
      flags: KERNEL_FLAGS,
      cacheDir: options.cacheDir,
      cc: options.cc,
      signal: options.signal,
    });
    const planner: Engine['planner'] = [process.execPath, here('training/plan-file.ts')];
    return { kind: 'native', command: [path, compiler.replace(/[^\w .+()~-]/g, '')], planner };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (options.engine === 'native') throw error;
    const why =
      error instanceof CompilerMissing
        ? 'no C compiler was found'
        : `the kernels could not be compiled: ${(error as Error).message}`;
    return { ...typescript, warning: `Training in plain TypeScript, about 200 times slower, because ${why}` };
  }
}
