import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Compiled, compile, findCompiler, type Target } from '../compiler.ts';
import { INFERENCE_SOURCES, type Model, packModel, type QuantizedWeights } from '../model/index.ts';
import { selfTestOutputs } from './self-test.ts';

/** Processors an edge program can be built for. */
export type EdgeTarget = Exclude<Target, 'host'>;

export type BuildOptions = {
  target: EdgeTarget;
  /** Where compiled programs and the compiler's own cache are kept. */
  cacheDir: string;
  /** The value of SIGNALBOX_CC, if set. */
  cc?: string | undefined;
  signal?: AbortSignal | undefined;
};

export type EdgeBinaryOptions = BuildOptions & {
  model: Model;
  /** INT8 weights to carry; null carries single precision, four times the size. */
  quantized: QuantizedWeights | null;
  /** Where to put the program. Without it, it stays in the cache, from which it may be pruned. */
  output?: string | undefined;
};

export type EdgeBinary = { path: string; bytes: number; sha256: string; compiler: string };

const EDGE_SOURCES = [
  'main.c',
  'answers.c',
  'check.c',
  'config.c',
  'connection.c',
  'http_get.c',
  'http_request.c',
  'json_read.c',
  'nexus.c',
  'records.c',
  'score_input.c',
  'serve.c',
  'station.c',
  'stream.c',
  'text.c',
].map((name) => join(import.meta.dirname, name));

const INCLUDES = [import.meta.dirname, join(import.meta.dirname, '../inference')];

/**
 * Compiles the runtime of edge programs for a target with no model in it, so that what can go wrong with the compiler
 * goes wrong here, and building with a model then only links. Cached: the first time takes up to a minute with Zig.
 * @throws {CompilerMissing} there is no compiler for the target
 * @throws {CompileFailed} the compiler refused the sources
 */
export async function prepareEdgeRuntime(options: BuildOptions): Promise<Compiled> {
  return compileWith(Buffer.alloc(0), options);
}

/**
 * Builds one static program out of the runtime and a model's weights. The same model, target and compiler give the
 * same bytes.
 * @throws {CompilerMissing} there is no compiler for the target
 * @throws {CompileFailed} the compiler refused the sources
 */
export async function buildEdgeBinary(options: EdgeBinaryOptions): Promise<EdgeBinary> {
  const { model, quantized, output } = options;
  const packed = packModel(model, quantized, selfTestOutputs(model, quantized));
  const { path, compiler } = await compileWith(packed, { ...options, output });
  const program = await readFile(path);
  return { path, compiler, bytes: program.length, sha256: createHash('sha256').update(program).digest('hex') };
}

async function compileWith(packed: Buffer, options: BuildOptions & { output?: string | undefined }): Promise<Compiled> {
  const { target, cacheDir, cc, signal, output } = options;
  const [compiler, version] = await Promise.all([findCompiler({ cc, target }), ownVersion()]);
  await mkdir(cacheDir, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(cacheDir, 'model-'));
  try {
    const source = await writeModelSource(folder, packed);
    const sources = [...EDGE_SOURCES, ...INFERENCE_SOURCES, source];
    const flags = [
      `-DEDGE_VERSION="${version}"`,
      ...baseline(target, compiler?.kind === 'zig'),
      '-ffunction-sections',
      '-fdata-sections',
      '-Wl,--gc-sections',
      '-lm',
      '-lpthread',
    ];
    return await compile({ sources, includes: [...INCLUDES, folder], target, flags, cacheDir, cc, signal, output });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Any x86_64 will do: the kernels look for better instructions at start. */
function baseline(target: EdgeTarget, zig: boolean): string[] {
  if (target !== 'x86_64') return [];
  return [zig ? '-mcpu=x86_64' : '-march=x86-64'];
}

/**
 * A C file that puts the packed model into the program's read-only data. The model's file is named by its hash, so
 * that the source changes with it and no compiler's cache takes one model for another.
 */
async function writeModelSource(folder: string, packed: Buffer): Promise<string> {
  const name = `${createHash('sha256').update(packed).digest('hex')}.bin`;
  await writeFile(join(folder, name), packed);
  const lines = [
    '.section .rodata',
    '.balign 16',
    '.global embedded_model',
    '.global embedded_model_end',
    'embedded_model:',
    `.incbin \\"${name}\\"`,
    'embedded_model_end:',
    '.byte 0',
    '.text',
  ];
  const source = join(folder, 'embedded_model.c');
  await writeFile(source, `__asm__(\n${lines.map((line) => `  "${line}\\n"`).join('\n')}\n);\n`);
  return source;
}

async function ownVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8'));
  return manifest.version;
}
