/*
 * The laws of the architecture (ARCHITECTURE.md) that can be read from the source: which floor may know which, who speaks
 * HTTP, and who touches a table. A failure lists the lines that break a law; change them, not this file.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { readSource, type SourceFile } from './support/source.ts';

const source = await readSource('server/src', 'runtime');
const floors = ['runtime', 'server/src/platform', 'server/src/core', 'server/src/doors'];

/** 0 runtime, 1 platform, 2 core, 3 doors, 4 the composition root and the commands. */
function floorOf(path: string): number {
  const floor = floors.findIndex((folder) => path.startsWith(`${folder}/`));
  return floor === -1 ? floors.length : floor;
}

/** The room a file is in: a capability, a door, or a technical concern; the file itself where it stands between rooms. */
function roomOf(path: string): string {
  const floor = floors.find((folder) => path.startsWith(`${folder}/`));
  if (floor === undefined) return path;
  return floor === 'runtime' ? floor : `${floor}/${path.slice(floor.length + 1).split('/')[0]}`;
}

function broken(law: (file: SourceFile, target: string, typeOnly: boolean) => boolean): string[] {
  return source.flatMap((file) =>
    file.imports
      .filter(({ target, typeOnly }) => law(file, target, typeOnly))
      .map(({ target }) => `${file.path} imports ${target}`),
  );
}

const isOurs = (target: string) => target.startsWith('server/') || target.startsWith('runtime/');

test('imports run down: doors → core → platform → runtime', () => {
  assert.deepEqual(
    broken(({ path }, target) => isOurs(target) && floorOf(target) > floorOf(path)),
    [],
  );
  assert.deepEqual(
    broken(({ path }, target) => floorOf(path) === 0 && target.startsWith('@signalbox/server')),
    [],
  );
});

test('a door never imports another door', () => {
  const isDoor = (path: string) => path.startsWith('server/src/doors/') && path.split('/').length > 4;
  assert.deepEqual(
    broken(({ path }, target) => isDoor(path) && isDoor(target) && roomOf(path) !== roomOf(target)),
    [],
  );
});

test('rooms know each other only by their front doors', () => {
  // Port types (`types.ts`) are part of the front door.
  const isFront = (target: string) => /\/(index|types)\.ts$/.test(target) || roomOf(target) === target;
  assert.deepEqual(
    broken(
      ({ path }, target) =>
        target.startsWith('server/src/') && floorOf(target) <= 3 && roomOf(path) !== roomOf(target) && !isFront(target),
    ),
    [],
  );
});

test('there are no cycles between files', () => {
  const edges = new Map(
    source.map((file) => [file.path, file.imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target)]),
  );
  assert.deepEqual(cycleIn(edges), []);
});

test('there are no cycles between rooms', () => {
  const edges = new Map<string, string[]>();
  for (const file of source) {
    const room = roomOf(file.path);
    const others = file.imports
      .map(({ target }) => roomOf(target))
      .filter((target) => isOurs(target) && target !== room);
    edges.set(room, [...(edges.get(room) ?? []), ...others]);
  }
  assert.deepEqual(cycleIn(edges), []);
});

test('core and platform know no HTTP, except platform/http', () => {
  const silent = source.filter(({ path }) => floorOf(path) <= 2 && !path.startsWith('server/src/platform/http/'));
  const imports = silent.flatMap((file) =>
    file.imports
      .filter(
        ({ target, typeOnly }) =>
          /^@?fastify\b/.test(target) ||
          (floorOf(file.path) === 2 && /^server\/src\/platform\/http\//.test(target) && !typeOnly),
      )
      .map(({ target }) => `${file.path} imports ${target}`),
  );
  assert.deepEqual(imports, []);
  const inCore = silent.filter(({ path }) => floorOf(path) === 2);
  assert.deepEqual(
    inCore.flatMap(({ path, code }) =>
      [...code.matchAll(/\b(statusCode|reply\.(code|status|send)|setHeader)\b/g)].map(
        ([word]) => `${path} says ${word}`,
      ),
    ),
    [],
  );
});

test('core and doors reach other machines only through the guard of platform/http', () => {
  // Drivers of databases are given an address, a socket or a look-up that was checked: one file each.
  const drivers: Record<string, string> = {
    pg: 'server/src/core/connectors/postgresql.ts',
    mysql2: 'server/src/core/connectors/tidb.ts',
    mongodb: 'server/src/core/connectors/mongodb.ts',
  };
  const network = /^(node:)?(net|tls|http|https|http2|dgram|dns|dns\/promises)$|^(undici|ssh2|nodemailer|axios|got)$/;
  const looking = source.filter(({ path }) => [2, 3].includes(floorOf(path)) && !path.includes('.test.'));
  const found = looking.flatMap(({ path, code }) => [
    ...[...code.matchAll(/import\s+(?!type\b)([^;'"]*?)\s*(?:from\s*)?\(?\s*'([^'.][^']*)'/g)]
      .filter(([, names = '', target = '']) =>
        target in drivers ? drivers[target] !== path : network.test(target) && !onlyJudges(names),
      )
      .map(([, , target]) => `${path} imports ${target}`),
    ...[...code.matchAll(/(?<![.\w])(fetch|WebSocket|EventSource)\s*\(/g)]
      .filter(() => !/\bfetch\b\s*[:,}]/.test(code))
      .map(([, word]) => `${path} calls ${word}`),
  ]);
  assert.deepEqual(found, []);
});

/** `isIP` and types of a network module open nothing. */
function onlyJudges(names: string): boolean {
  return names
    .replace(/[{}]/g, '')
    .split(',')
    .every((name) => /^\s*(type\s+\w+|isIP|isIPv[46]|BlockList)?\s*$/.test(name));
}

test('a table is touched by one store.ts, or by one folder of the platform', async () => {
  const folder = join(import.meta.dirname, '../migrations');
  const tables = new Set<string>();
  for (const name of (await readdir(folder)).filter((file) => /^\d/.test(file))) {
    const text = (await readFile(join(folder, name), 'utf8')).toLowerCase();
    for (const [, table] of text.matchAll(/create (?:unlogged )?table (?:if not exists )?(\w+)/g))
      tables.add(table as string);
  }
  const touching = new Map<string, Set<string>>();
  for (const { path, code } of source.filter((file) => floorOf(file.path) > 0)) {
    for (const [, table] of code
      .toLowerCase()
      .matchAll(/\b(?:from|join|into|update|truncate|table|copyin\(\s*[`'"])\s*(?:only\s+)?(\w+)\b/g)) {
      if (tables.has(table as string))
        touching.set(table as string, (touching.get(table as string) ?? new Set()).add(path));
    }
  }
  const wrong = [...touching].flatMap(([table, paths]) => {
    const inPlatform = [...paths].every((path) => path.startsWith('server/src/platform/'));
    const owners = new Set([...paths].map((path) => (inPlatform ? roomOf(path) : path)));
    if (owners.size > 1) return `${table} is touched by ${[...owners].sort().join(', ')}`;
    const [owner = ''] = owners;
    return inPlatform || /(^|[-/])store\.ts$/.test(owner)
      ? []
      : `${table} is touched by ${owner}, which is no store.ts`;
  });
  assert.deepEqual(wrong, []);
});

/** The first cycle found, as a path; empty when there is none. */
function cycleIn(edges: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const visit = (node: string, way: string[]): string[] => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of edges.get(node) ?? []) {
      const found = visit(next, [...way, node]);
      if (found.length > 0) return found;
    }
    done.add(node);
    return [];
  };
  for (const node of edges.keys()) {
    const found = visit(node, []);
    if (found.length > 0) return found;
  }
  return [];
}
