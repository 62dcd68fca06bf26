// Runs before every npm script, on whatever Node the host has (20 or newer), with nothing installed yet:
// installs the dependencies, Node 26 among them, when they are missing or are not those of package-lock.json, and builds
// the web console when it is missing or older than its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './build-console.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Why the dependencies have to be installed; undefined when they are as package-lock.json wants them. */
export function staleReason(folder = root) {
  const installedFile = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return 'the dependencies are not installed yet';
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(installedFile);
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/') || entry.link) continue;
    const there = installed[path];
    // An optional package is absent on machines it is not made for.
    if (!there && entry.optional) continue;
    if (there?.version !== entry.version)
      return `${path.slice('node_modules/'.length)} ${entry.version} is wanted, ${there?.version ?? 'nothing'} is installed`;
  }
  if (!existsSync(join(folder, 'node_modules/node/bin/node')) && process.platform !== 'win32')
    return 'Node 26 is not in node_modules';
  return undefined;
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

function install(reason) {
  console.log(`Installing dependencies with npm ci: ${reason}. This takes a minute or two the first time.`);
  // `npm ci` removes node_modules, so neither it nor the install scripts may run on the Node in there.
  const node = process.env.npm_node_execpath ?? process.execPath;
  const npm = process.env.npm_execpath;
  const path = (process.env.PATH ?? '').split(delimiter).filter((part) => !part.startsWith(join(root, 'node_modules')));
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path.join(delimiter) } };
  // Some packages warn that they want a newer Node than the host's. They will get it: Node 26 is among the dependencies.
  const ci = ['ci', '--loglevel=error', '--no-audit', '--no-fund'];
  const result = npm ? spawnSync(node, [npm, ...ci], options) : spawnSync('npm', ci, options);
  if (result.status !== 0)
    fail(
      'npm ci failed; the reason is above. It needs the npm registry (see "npm config get registry") and about 1.5 GB of disk. Then run the same command again.',
    );
  const still = staleReason();
  if (still)
    fail(
      `npm ci ended well, but ${still}. Are install scripts switched off ("npm config get ignore-scripts")? Signalbox needs them for its Node 26.`,
    );
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    fail(
      `Signalbox needs Node 20 or newer to install itself; this is ${process.version}. Get one from https://nodejs.org.`,
    );
  const reason = staleReason();
  if (reason) install(reason);
  buildConsole(root);
}
