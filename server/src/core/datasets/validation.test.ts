import assert from 'node:assert/strict';
import test from 'node:test';
import type { ColumnProfile } from './schema.ts';
import { judge } from './validation.ts';

const column = (name: string, numeric: number, text: number, missing: number): ColumnProfile => ({
  name,
  isTime: false,
  numeric,
  text,
  missing,
});

test('the documented findings come in the documented words', () => {
  const columns = [column('supply_temp', 85_000, 1400, 0), column('damper_pos', 86_170, 0, 230)];
  assert.deepEqual(judge(columns, 86_400, 0), {
    valid: false,
    issues: [
      "Column 'supply_temp': mixed types detected (numeric: 85000, string: 1400)",
      "Column 'damper_pos': 230 missing values (0.27%)",
    ],
    columnsChecked: 2,
    rowsChecked: 86_400,
  });
});

test('gaps are told, and are only fatal in more than half of a column', () => {
  const judged = (missing: number) => judge([column('a', 1000 - missing, 0, missing)], 1000, 0);
  assert.deepEqual([judged(0).valid, judged(0).issues], [true, []]);
  assert.deepEqual([judged(500).valid, judged(500).issues], [true, ["Column 'a': 500 missing values (50.00%)"]]);
  assert.deepEqual([judged(501).valid, judged(501).issues], [false, ["Column 'a': 501 missing values (50.10%)"]]);
  assert.deepEqual([judged(1000).valid, judged(1000).issues], [false, ["Column 'a': entirely empty"]]);
});

test('no columns, no rows and rows of another width are fatal', () => {
  assert.deepEqual(judge([], 0, 0).issues, ['Dataset has no columns/headers']);
  assert.deepEqual(judge([column('a', 0, 0, 0)], 0, 0).issues, ['Dataset has no data rows']);
  const ragged = judge([column('a', 9, 0, 0), column('b', 9, 0, 0)], 9, 2);
  assert.deepEqual(
    [ragged.valid, ragged.issues],
    [false, ['2 row(s) have mismatched column count (expected 2, got different)']],
  );
});

test('words alone are no mixed types', () => {
  assert.equal(judge([column('state', 0, 10, 0)], 10, 0).valid, true);
});

test('times that cannot be read are told and not fatal: the rows then keep the order of the file', () => {
  const times = { ...column('timestamp', 0, 95, 5), isTime: true, readableTimes: 90 };
  assert.deepEqual(judge([times], 100, 0), {
    valid: true,
    issues: ["Column 'timestamp': 5 values cannot be read as times", "Column 'timestamp': 5 missing values (5.00%)"],
    columnsChecked: 1,
    rowsChecked: 100,
  });
});
