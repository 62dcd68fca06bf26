import assert from 'node:assert/strict';
import test from 'node:test';
import { judge } from '../../../../server/src/core/datasets/validation.ts';
import { explain } from './explain.ts';

const column = (name: string, numeric: number, text: number, missing: number) => ({
  name,
  isTime: false,
  numeric,
  text,
  missing,
});

test('every finding of the validation is explained, and as fatal as the validation takes it', () => {
  const cases = [
    { findings: judge([column('a', 85_000, 1_400, 0)], 86_400, 0), isFatal: true },
    { findings: judge([column('a', 86_170, 0, 230)], 86_400, 0), isFatal: false },
    { findings: judge([column('a', 40, 0, 60)], 100, 0), isFatal: true },
    { findings: judge([column('a', 0, 0, 100)], 100, 0), isFatal: true },
    { findings: judge([column('a', 100, 0, 0)], 100, 3), isFatal: true },
    { findings: judge([], 0, 0), isFatal: true },
    { findings: judge([column('a', 0, 0, 0)], 0, 0), isFatal: true },
  ];
  for (const { findings, isFatal } of cases) {
    const issue = findings.issues[0] as string;
    const explained = explain(issue);
    assert.ok(explained.meaning.length > 40, issue);
    assert.equal(explained.isFatal, isFatal, issue);
    assert.equal(findings.valid, !isFatal, issue);
  }
});
