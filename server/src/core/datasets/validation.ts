import type { ColumnProfile } from './schema.ts';

export type Findings = {
  valid: boolean;
  /** For people, in the contract's words; some of them do not make a dataset invalid. */
  issues: string[];
  columnsChecked: number;
  rowsChecked: number;
};

/** A column with more missing cells than this share cannot be trained on. */
const MOST_MISSING = 0.5;

/**
 * Judges whether a dataset is fit for training. Every gap and unreadable time is told, but only these make it invalid: no columns, no rows,
 * rows of another width, mixed types, an entirely empty column, more than half of a column missing.
 *
 * Texts: specs of the ML contract, `Column 'damper_pos': 230 missing values (0.27%)`.
 */
export function judge(columns: readonly ColumnProfile[], rows: number, raggedRows: number): Findings {
  const issues: string[] = [];
  let valid = true;
  const fatal = (issue: string) => {
    issues.push(issue);
    valid = false;
  };
  if (columns.length === 0) fatal('Dataset has no columns/headers');
  else if (rows === 0) fatal('Dataset has no data rows');
  if (raggedRows > 0)
    fatal(`${raggedRows} row(s) have mismatched column count (expected ${columns.length}, got different)`);
  if (rows > 0) {
    for (const { name, numeric, text, missing, readableTimes } of columns) {
      if (missing === rows) {
        fatal(`Column '${name}': entirely empty`);
        continue;
      }
      if (numeric > 0 && text > 0)
        fatal(`Column '${name}': mixed types detected (numeric: ${numeric}, string: ${text})`);
      const unreadable = rows - missing - (readableTimes ?? rows - missing);
      if (unreadable > 0) issues.push(`Column '${name}': ${unreadable} values cannot be read as times`);
      if (missing > 0) {
        issues.push(`Column '${name}': ${missing} missing values (${((100 * missing) / rows).toFixed(2)}%)`);
        if (missing / rows > MOST_MISSING) valid = false;
      }
    }
  }
  return { valid, issues, columnsChecked: columns.length, rowsChecked: rows };
}
