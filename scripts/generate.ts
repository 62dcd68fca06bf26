/*
 * npm run generate   writes what is made from the source: the schema dump, the table of settings and the SDK. Tests compare them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeTypes } from '../sdk/generate.ts';
import { doorNames } from '../server/src/app.ts';
import { settingsTable } from '../server/src/platform/config/index.ts';
import { dumpSchema } from '../server/src/platform/database/dump-schema.ts';
import { testDatabase } from '../server/test/support/database.ts';
import { withTable } from './generated-table.ts';

const root = join(import.meta.dirname, '..');
const cleanups: (() => Promise<void>)[] = [];
try {
  const { database } = await testDatabase({ after: (fn) => cleanups.push(fn) });
  await writeFile(join(root, 'server/migrations/schema.sql'), await dumpSchema(database));
} finally {
  for (const cleanup of cleanups) await cleanup();
}
const page = join(root, 'docs/configuration.md');
await writeFile(page, withTable(await readFile(page, 'utf8'), settingsTable(doorNames)));
await writeTypes();
