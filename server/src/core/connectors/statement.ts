import { invalid } from '../../platform/errors.ts';

const LONGEST = 20_000;
const changing =
  /\b(insert|update|delete|drop|alter|create|truncate|grant|revoke|attach|detach|pragma|vacuum|copy|call|merge|replace\s+into|lock|into\s+(outfile|dumpfile)|load_file|load_extension)\b/i;

/**
 * The query without its closing semicolon, when it is one statement that reads. The sources are asked in read-only
 * transactions as well: this only says it earlier and better, and covers REST sources, which have none.
 *
 * @throws invalid
 */
export function readingStatement(query: string): string {
  if (query.length > LONGEST) throw refused(`is longer than ${LONGEST} characters`);
  const text = query.trim().replace(/[;\s]+$/, '');
  const bare = withoutTexts(text);
  if (bare.includes(';')) throw refused('must be a single statement, without ; inside');
  if (!/^\s*\(*\s*(select|with|values|table)\b/i.test(bare))
    throw refused('must begin with SELECT or WITH: data is only read');
  const word = changing.exec(bare)?.[0];
  if (word) throw refused(`may only read, and says ${word.toUpperCase()}; put a column of that name in quotes`);
  return text;
}

/** A name as SQL writes it, whatever it is. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Blanks out what is in quotes or a comment. MySQL runs what is in its special comments, and `--1` is no comment there: those stay. */
function withoutTexts(sql: string): string {
  return sql.replace(
    /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\$(\w*)\$[\s\S]*?\$\1\$|--(?=\s|$)[^\n]*|\/\*(?!!|M!)[\s\S]*?\*\//g,
    ' ',
  );
}

function refused(problem: string) {
  return invalid(`The query ${problem}.`, { code: 'QUERY_REFUSED', details: [{ field: 'query', problem }] });
}
