/** What a finding of the validation means to the person who has to mend it. */
export type Explained = { issue: string; meaning: string; isFatal: boolean };

const explanations: readonly { pattern: RegExp; explain(match: RegExpExecArray): Omit<Explained, 'issue'> }[] = [
  {
    pattern: /mixed types detected/,
    explain: () => ({
      isFatal: true,
      meaning:
        'Most cells of this column are numbers, some are words: a unit behind the number, a decimal comma, "offline" while the sensor was down. Clear those cells or write numbers into them, and upload the file again.',
    }),
  },
  {
    pattern: /([\d,]+) missing values \(([\d.]+)%\)/,
    explain: ([, , share]) =>
      Number(share) > 50
        ? {
            isFatal: true,
            meaning:
              'More than half of this column is empty, too much to learn from. Leave the column out, and upload the file again.',
          }
        : {
            isFatal: false,
            meaning:
              'A gap is filled with the reading before it. Few gaps do no harm; long ones look like a sensor that stands still.',
          },
  },
  {
    pattern: /entirely empty/,
    explain: () => ({
      isFatal: true,
      meaning: 'This column has no readings at all. Leave it out, and upload the file again.',
    }),
  },
  {
    pattern: /mismatched column count/,
    explain: () => ({
      isFatal: true,
      meaning:
        'These rows have more or fewer cells than the header: a broken last line, or text with the separator in it and no quotes around it. Mend or remove the rows, and upload the file again.',
    }),
  },
  {
    pattern: /no columns|no data rows/,
    explain: () => ({
      isFatal: true,
      meaning: 'The file has a header and nothing below it, or not even that. Upload one with readings.',
    }),
  },
];

export function explain(issue: string): Explained {
  for (const { pattern, explain: meaning } of explanations) {
    const match = pattern.exec(issue);
    if (match) return { issue, ...meaning(match) };
  }
  return { issue, isFatal: false, meaning: '' };
}
