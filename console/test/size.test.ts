import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const MOST_BYTES = 250 * 1024;

test('whatever page comes first, at most 250 KB of packed script are loaded before it is there', async (t) => {
  const root = join(import.meta.dirname, '..');
  const built = (await build({ root, logLevel: 'error', build: { write: false } })) as Rolldown.RolldownOutput;
  const chunks = new Map(built.output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])));
  const entry = [...chunks.values()].find(({ isEntry }) => isEntry);
  assert.ok(entry);

  const sizes = entry.dynamicImports.map((page) => {
    const files = new Set<string>();
    const visit = (file: string): void => {
      if (files.has(file)) return;
      files.add(file);
      for (const next of chunks.get(file)?.imports ?? []) visit(next);
    };
    visit(entry.fileName);
    visit(page);
    const bytes = [...files].reduce((sum, file) => sum + gzipSync(chunks.get(file)?.code ?? '').length, 0);
    return { page, bytes };
  });
  sizes.sort((a, b) => b.bytes - a.bytes);
  const [largest] = sizes;
  assert.ok(largest && sizes.length >= 10);
  t.diagnostic(`the largest first load is ${Math.round(largest.bytes / 1024)} KB: ${largest.page}`);
  assert.ok(largest.bytes <= MOST_BYTES, `${largest.page}: ${largest.bytes} bytes`);
});
