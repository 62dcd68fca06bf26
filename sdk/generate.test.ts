import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedInTypes, doorNames, generateTypes } from './generate.ts';

for (const name of doorNames) {
  test(`the checked-in SDK speaks the API of the ${name} door as it is served; else run \`node sdk/generate.ts\``, async () => {
    assert.equal(await checkedInTypes(name), await generateTypes(name));
  });
}
