import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { withTable } from '../../scripts/generated-table.ts';
import { doorNames } from '../src/app.ts';
import { settingsTable } from '../src/platform/config/index.ts';

test('the documented settings are those the server knows', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  assert.equal(
    page,
    withTable(page, settingsTable(doorNames)),
    'settings changed: run "npm run generate" and commit docs/configuration.md',
  );
});
