import assert from 'node:assert/strict';
import test from 'node:test';
import { problemOfPassphrase } from './passphrase.ts';
import { readExport } from './read-file.ts';

const file = (text: string, name = 'export.json') => new File([text], name);

test('an export says what it holds, and whether its secrets are in it', async () => {
  const data = { encryption: { salt: 'aa' }, users: [{}], nodes: [{}, {}] };
  const text = JSON.stringify({ version: 1, exported_at: '2026-11-21T08:00:00.000Z', data });
  const { counts, hasSecrets, exportedAt } = await readExport(file(text));
  assert.deepEqual([counts, hasSecrets, exportedAt], [{ users: 1, nodes: 2 }, true, '2026-11-21T08:00:00.000Z']);
  const old = await readExport(file('{"version":1,"exported_at":"yesterday","data":{"settings":[["a","1"]]}}'));
  assert.deepEqual([old.counts, old.hasSecrets, old.exportedAt], [{ settings: 1 }, false, undefined]);
});

test('what is no export is refused by its name, and so is one cut short', async () => {
  for (const text of [
    '',
    '{"version":1,"data":{',
    '[]',
    'null',
    '{"version":1}',
    '{"data":{}}',
    '{"version":1,"data":[]}',
  ])
    await assert.rejects(readExport(file(text, 'holiday.json')), /holiday\.json is no export/, text);
});

test('a passphrase that would not arrive as it was typed is refused', () => {
  assert.equal(problemOfPassphrase('correct horse 1'), undefined);
  for (const bad of ['short', 'twelve letterß', ' correct horse 1', 'correct horse 1 ', 'x'.repeat(1025)])
    assert.ok(problemOfPassphrase(bad), bad);
});
