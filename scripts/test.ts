/*
 * npm test                 types, lint, then every *.test.ts of the workspaces
 * npm test -- <pattern>…   only the test files whose path contains one of the patterns
 *
 * One PostgreSQL serves all files. Ends with `N passed, N failed[, N skipped]`; exit status 1 if anything failed.
 */
import { spawnSync } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { startTestCluster } from '../server/test/support/cluster.ts';

const root = join(import.meta.dirname, '..');
const concurrency = 2;
const minutesPerFile = 6; // something that hangs must not hold the whole run for ever

const patterns = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };
const checks: [string, string, string[]][] = [
  ['types', 'tsc', ['--noEmit', '-p', '.']],
  ['types of the console', 'tsc', ['--noEmit', '-p', 'console']],
  ['lint and format', 'biome', ['check', '.']],
];
if (patterns.length === 0) for (const [name, program, args] of checks) check(name, program, args);
await runTests(await findTests());
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
);
process.exit(counts.failed > 0 ? 1 : 0);

function check(name: string, program: string, args: string[]): void {
  const { status } = spawnSync(join(root, 'node_modules/.bin', program), args, { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? '✔' : '✖'} ${name}`);
  counts[status === 0 ? 'passed' : 'failed']++;
}

async function findTests(): Promise<string[]> {
  const files: string[] = [];
  const exclude = (path: string) => /(^|\/)(node_modules|data|\.cache)$/.test(path);
  for await (const file of glob('**/*.test.ts', { cwd: root, exclude })) files.push(file);
  const chosen = files.filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)));
  if (chosen.length === 0) throw new Error(`No test file's path contains ${patterns.join(' or ')}.`);
  return chosen.sort().map((file) => join(root, file));
}

async function runTests(files: string[]): Promise<void> {
  const cluster = await startTestCluster();
  process.env.SIGNALBOX_TEST_DATABASE_URL = cluster.url;
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  process.once('SIGTERM', () => cancel.abort());
  const skipped = new Set<string>();
  try {
    // A file that holds something open after its last test would otherwise never end.
    const execArgv = ['--test-force-exit'];
    const events = run({
      execArgv,
      files,
      concurrency,
      timeout: minutesPerFile * 60_000,
      signal: cancel.signal,
      cwd: root,
    });
    events.on('test:pass', ({ skip }) => {
      if (typeof skip === 'string') skipped.add(skip);
    });
    events.on('test:summary', (summary) => {
      if (summary.file !== undefined) return;
      counts.passed += summary.counts.passed;
      counts.failed += summary.counts.tests - summary.counts.passed - summary.counts.skipped - summary.counts.todo;
      counts.skipped += summary.counts.skipped;
    });
    for await (const text of events.compose(new spec())) process.stdout.write(text);
  } finally {
    await cluster.stop();
  }
  for (const reason of [...skipped].sort()) console.log(`skipped: ${reason}`);
  if (cancel.signal.aborted) {
    console.log('stopped before the end');
    process.exit(130);
  }
}
