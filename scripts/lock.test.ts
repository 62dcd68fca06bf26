import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';

type Entry = {
  version?: string;
  resolved?: string;
  link?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
};

const text = await readFile(join(import.meta.dirname, '../package-lock.json'), 'utf8');
const packages: Record<string, Entry> = JSON.parse(text).packages;

test('the lock has every package for every platform, or `npm ci` refuses it on a fresh clone', () => {
  // `npm install` leaves out what its registry does not have; such entries are added by hand (version, os, cpu).
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
  assert.deepEqual(missing, []);
});

test('the lock names no download addresses, so that any registry may serve it', () => {
  assert.doesNotMatch(text, /https?:\/\/(?!.*"(url|funding)")[^"]*\.tgz/);
});
