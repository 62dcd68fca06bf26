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
  return text.slice(0, longest).toWellFormed().replaceAll('\0', '�');
}
