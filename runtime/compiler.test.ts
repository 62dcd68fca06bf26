import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CompileFailed, compile, findCompiler } from './compiler.ts';

describe('the C compiler wrapper', () => {
  let dir = '';
  let source = '';
  const header = () => join(dir, 'greeting.h');
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'signalbox-compiler-'));
    source = join(dir, 'hello.c');
    await writeFile(
      source,
      '#include <stdio.h>\n#include "greeting.h"\nint main(void) { puts(GREETING); return 0; }\n',
    );
    await writeFile(header(), '#define GREETING "hello"\n');
  });
  after(() => rm(dir, { recursive: true, force: true }));
  const job = () => ({ sources: [source], target: 'host' as const, cacheDir: join(dir, 'cache') });

  it('finds the Zig toolchain of node_modules when no other compiler is named', async () => {
    const compiler = await findCompiler();
    assert.equal(compiler?.kind, 'zig');
    assert.match(compiler?.version ?? '', /^zig \d+\.\d+/);
  });

  it('compiles once for callers at the same time, then answers from the cache, and again after a header changed', async () => {
    const [one, two] = await Promise.all([compile(job()), compile(job())]);
    assert.equal(one.path, two.path);
    assert.equal(execFileSync(one.path, { encoding: 'utf8' }), 'hello\n');
    assert.deepEqual(await readdir(join(dir, 'cache', 'programs')), [one.path.split('/').at(-1)]);
    assert.equal((await compile(job())).cached, true);

    await writeFile(header(), '#define GREETING "changed"\n');
    const output = join(dir, 'out', 'hello');
    const changed = await compile({ ...job(), output });
    assert.deepEqual([changed.cached, changed.path], [false, output]);
    assert.equal(execFileSync(output, { encoding: 'utf8' }), 'changed\n');
  });

  it('says what the compiler said when the source is wrong, and leaves nothing behind', async () => {
    const wrong = join(dir, 'wrong.c');
    await writeFile(wrong, 'int main(void) { return undeclared_name; }\n');
    const cacheDir = join(dir, 'cache-of-wrong');
    await assert.rejects(compile({ ...job(), sources: [wrong], cacheDir }), (error: unknown) => {
      assert.ok(error instanceof CompileFailed);
      assert.match(error.message, /wrong\.c/);
      assert.match(error.stderr, /undeclared_name/);
      return true;
    });
    assert.deepEqual(await readdir(join(cacheDir, 'programs')), []);
  });

  it('stops compiling when its only caller gives up, but not when another still waits', async () => {
    const cacheDir = join(dir, 'cache-of-aborted');
    const flags = ['-DABORT_TEST'];
    const abort = new AbortController();
    const given = compile({ ...job(), cacheDir, flags, signal: abort.signal });
    const other = compile({ ...job(), cacheDir, flags });
    setTimeout(() => abort.abort(new Error('changed my mind')), 100);
    await assert.rejects(given, /changed my mind/);
    assert.ok((await readFile((await other).path)).length > 0);
  });

  it('uses the compiler it is told to, and refuses one that does not run', async (t) => {
    await assert.rejects(findCompiler({ cc: '/nonexistent/cc' }), /SIGNALBOX_CC/);
    const named = await findCompiler({ cc: 'cc' }).catch(() => undefined);
    if (!named) return t.skip('cc not installed');
    assert.equal(named.kind, 'cc');
    const { path, compiler } = await compile({ ...job(), cc: 'cc' });
    assert.equal(compiler, named.version);
    assert.equal(execFileSync(path, { encoding: 'utf8' }), 'changed\n');
    // A compiler of another architecture cannot serve the target, so Zig does.
    const foreign = process.arch === 'arm64' ? 'x86_64' : 'aarch64';
    assert.equal((await findCompiler({ cc: 'cc', target: foreign }))?.kind, 'zig');
  });
});
