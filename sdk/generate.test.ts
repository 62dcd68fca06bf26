import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedInMlTypes, generateMlTypes } from './generate.ts';

test('the checked-in SDK speaks the API as it is served; else run `node sdk/generate.ts`', async () => {
  assert.equal(await checkedInMlTypes(), await generateMlTypes());
});
