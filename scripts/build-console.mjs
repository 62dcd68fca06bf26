// Builds the web console when it is missing or older than its sources; plain JavaScript, because prepare.mjs calls it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the built console is made of. */
const sources = [
  'console/index.html',
  'console/package.json',
  'console/precompress.ts',
  'console/public',
  'console/src',
  'console/vite.config.ts',
  'package-lock.json',
  'sdk/src',
];

/** Names the content of the sources: equal names, equal console. */
export function sourcesOf(root) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap((source) => filesUnder(root, source))) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

function filesUnder(root, path) {
  const entries = existsSync(join(root, path)) ? entriesOf(join(root, path)) : [];
  if (entries === undefined) return [path];
  return entries.sort().flatMap((name) => filesUnder(root, `${path}/${name}`));
}

function entriesOf(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Builds `console/dist` unless it was made from these very sources. Says so in one line; what went wrong is printed, and
 * the server starts without a console.
 */
export function buildConsole(root) {
  const stamp = join(root, 'console/dist/.built-from');
  const wanted = sourcesOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(vite)) return;
  console.log('Building the web console: a few seconds, once for each change of it.');
  // Vite wants a newer Node than the host may have.
  const node = join(root, 'node_modules/node/bin/node');
  const built = spawnSync(existsSync(node) ? node : process.execPath, [vite, 'build', '--logLevel', 'error'], {
    cwd: join(root, 'console'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (built.status === 0) writeFileSync(stamp, wanted);
  else console.error('The console could not be built; the reason is above. Signalbox starts without it.');
}
