const longest = 4_000;

/**
 * Words anything that was thrown, for a column or a log: never throws itself, never longer than 4,000 characters, and without
 * what PostgreSQL's text refuses (NUL, halves of surrogate pairs).
 */
export function failureText(thrown: unknown): string {
  let text: string;
  try {
    text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    text = 'something that cannot be shown was thrown';
  }
  return storable(text.slice(0, longest));
}

/**
 * What somebody else's machine said, as text that can be stored and shown: without NUL and halves of surrogate pairs, which
 * PostgreSQL refuses, and without control characters other than tabs and line ends, which a terminal would obey.
 */
export function storable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.toWellFormed().replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '\ufffd');
}
