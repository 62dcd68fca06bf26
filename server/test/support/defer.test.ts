import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { defer } from './defer.ts';

const order: string[] = [];
const note = (text: string) => () => {
  order.push(text);
};

test('what a test made last is cleaned up first, whichever way it was registered', async (t) => {
  await t.test('a test that makes things', (inner) => {
    defer(inner, note('database'));
    inner.after(note('server'));
    defer(inner, note('client'));
  });
  assert.deepEqual(order, ['client', 'server', 'database']);
});

defer({ after }, note('of the file, first'));
defer({ after }, note('of the file, second'));
after(() => assert.deepEqual(order.slice(3), ['of the file, second', 'of the file, first']));
