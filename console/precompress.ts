import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const pack = { br: promisify(brotliCompress), gz: promisify(gzip) };
const WORTH_PACKING = /\.(js|css|html|svg|json)$/;
/** Below this the headers weigh more than what is saved. */
const LEAST_BYTES = 1024;

/** Leaves a `.br` and a `.gz` beside every text file of the build, at the highest level, so that serving costs nothing. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'signalbox:precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      await Promise.all(files.filter((file) => WORTH_PACKING.test(file)).map((file) => packFile(join(folder, file))));
    },
  };
}

async function packFile(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < LEAST_BYTES) return;
  const brotli = pack.br(content, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });
  await writeFile(`${path}.br`, await brotli);
  await writeFile(`${path}.gz`, await pack.gz(content, { level: 9 }));
}
