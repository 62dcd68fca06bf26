/* People's keys of language models' providers on their way between two houses. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createSealing } from '../src/core/transfer/sealing.ts';
import { sql } from '../src/platform/database/index.ts';
import {
  dataOf,
  fileOf,
  type House,
  passphrase,
  type Report,
  reportOf,
  secretly,
  startHouse,
} from './support/transfer-house.ts';

const KEY = 'sk-canary-that-travels-81f3';

test('keys leave only under a passphrase, arrive whole, and are sealed with the key of their new house', async (t) => {
  const [from, to] = [await startHouse(t), await startHouse(t)];
  const store = (house: House, api_key: string) =>
    house.send('POST', '/ai/keys', { body: { provider: 'gemini', api_key, model_preference: 'g-1' } });
  await store(from, KEY);
  assert.equal(fileOf(await from.leave()).data.provider_keys, undefined);
  const exported = await from.leave('', secretly);
  assert.equal(fileOf(exported).data.provider_keys?.length, 1);
  assert.ok(!exported.includes(KEY));

  await store(to, 'sk-of-the-empty-house');
  const answer = await to.enter(exported, secretly);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(reportOf(answer).sections.provider_keys, { created: 1, updated: 0, unchanged: 0, skipped: 0 });
  assert.equal(dataOf(await to.leave('', secretly)), dataOf(exported));
  const sealed = async (house: House) =>
    (await house.database.one<{ text: string }>(sql`select sealed_key as text from provider_keys`))?.text.split('.')[1];
  assert.notEqual(await sealed(from), await sealed(to));

  const { sections } = reportOf(await to.enter(exported, secretly));
  assert.deepEqual(sections.provider_keys, { created: 0, updated: 0, unchanged: 1, skipped: 0 });
  await store(to, 'sk-another-one-by-now');
  const refused = await to.enter(exported, secretly);
  assert.equal(refused.status, 409, refused.text);
  const { conflicts } = (refused.json() as { details: Pick<Report, 'conflicts'> }).details;
  assert.match(conflicts[0]?.reason ?? '', /has another key of google/);
  for (const house of [from, to]) assert.ok(!(await house.everything()).includes(KEY));
});

test('keys somebody made up, and keys of somebody else, are refused and nothing is written', async (t) => {
  const house = await startHouse(t);
  await house.send('POST', '/ai/keys', { body: { provider: 'openai', api_key: KEY } });
  const { data } = fileOf(await house.leave('', secretly));
  const [entry] = data.provider_keys as [{ id: string; user_id: string }];
  const { salt } = data.encryption as { salt: string };
  const { seal } = await createSealing(passphrase, Buffer.from(salt, 'hex'));
  const other = await house.person('owner');
  const before = await house.everything();
  const enter = async (changed: object, status: number, words: RegExp, key: unknown = 'sk-new', token?: string) => {
    const made = { ...entry, ...changed };
    const provider_keys = [{ ...made, key: seal(key, `provider_keys/${made.id}`) }];
    const file = { version: 1, data: { encryption: data.encryption, provider_keys } };
    const answer = await house.enter(file, secretly, '?dry_run=true', token);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.text, words);
    assert.equal((await house.enter(file, secretly, '', token)).status, status === 200 ? 409 : status);
  };
  await enter({ provider: 'google' }, 200, /the id is that of another key/);
  await enter({ user_id: other.userId }, 200, /there is no user/);
  await enter({ user_id: other.userId }, 200, /the id is that of another key/, 'sk-new', other.token);
  await enter({}, 400, /must be a text/, { a: 1 });
  await enter({}, 400, /no spaces/, 'a\r\nHost: x');
  await enter({}, 400, /1–256 characters/, 'x'.repeat(257));
  await enter({ provider: 'toaster' }, 400, /provider must be one of/);
  assert.equal(await house.everything(), before);
});
