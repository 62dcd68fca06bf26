import assert from 'node:assert/strict';
import test from 'node:test';
import { readPasted } from './pasted.ts';

test('rows are read as they come out of a CSV file or a spreadsheet', () => {
  const wanted = {
    columns: ['supply', 'fan'],
    rows: [
      [55.2, 80],
      [null, -1.5],
    ],
  };
  assert.deepEqual(readPasted('supply,fan\n55.2,80\n,-1.5\n'), wanted);
  assert.deepEqual(readPasted('supply\tfan\r\n55,2\t80\r\nn/a\t-1,5\r\n\r\n'), wanted);
  assert.deepEqual(readPasted('"supply";"fan"\n"55,2";80\n;-1,5'), wanted);
});

test('a short row has missing readings, a long one loses what has no name', () => {
  assert.deepEqual(readPasted('a,b\n1\n1,2,3').rows, [
    [1, null],
    [1, 2],
  ]);
});

test('a header alone is nothing to score', () => {
  assert.throws(() => readPasted('a,b\n'), /header row/);
});
