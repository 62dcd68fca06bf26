import { createHash } from 'node:crypto';

/** Names for statements worth preparing. */
export type StatementNames = { nameOf(text: string): string | undefined };

/**
 * Names a statement once its text has been seen `after` times, so that PostgreSQL parses and plans hot statements once per
 * connection and not once per call. Bounded: texts made by splicing could be many. Several statements in one text cannot be
 * prepared.
 */
export function createStatementNames({ after = 5, most = 500 } = {}): StatementNames {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  return {
    nameOf(text) {
      const known = names.get(text);
      if (known !== undefined) return known;
      if (names.size >= most || text.includes(';')) return undefined;
      const count = (seen.get(text) ?? 0) + 1;
      if (count < after) {
        if (seen.size >= 4 * most) seen.clear();
        seen.set(text, count);
        return undefined;
      }
      seen.delete(text);
      const name = `s${createHash('sha1').update(text).digest('hex').slice(0, 24)}`;
      names.set(text, name);
      return name;
    },
  };
}
