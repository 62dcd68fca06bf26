import { HouseError, upstreamFailed } from '../../platform/errors.ts';
import { tableOf } from './documents.ts';
import { required } from './fields.ts';
import { askJson, below, rowsIn } from './json.ts';
import type { Batch, ReadSource } from './schema.ts';
import { readingStatement } from './statement.ts';

/** SpacetimeDB by its SQL over HTTP: the current path, and the one of older versions where that one is unknown. */
export const readSpacetimedb: ReadSource = async function* (config, context) {
  const url = required(config, 'api_url', 'url');
  const path = `/database/${encodeURIComponent(required(config, 'database'))}/sql`;
  const statement = readingStatement(required(config, 'query'));
  const body = /\blimit\s+\d+\s*$/i.test(statement) ? statement : `${statement} LIMIT ${context.limit}`;
  const token = config.auth_token ?? config.token;
  const question = { body, type: 'text/plain', ...(token && { headers: { authorization: `Bearer ${token}` } }) };
  const answer = await askJson(context, { ...question, url: below(url, `/v1${path}`) }).catch((error) => {
    const status = error instanceof HouseError ? (error.details as { status?: number } | undefined)?.status : undefined;
    if (status === 404) return askJson(context, { ...question, url: below(url, path) });
    throw error;
  });
  const table = tableIn(rowsIn(answer, 'rows'));
  yield { columns: table.columns, rows: table.rows.slice(0, context.limit) };
};

type Result = { schema: { elements: { name?: { some?: string } }[] }; rows: unknown[][] };

/** A statement's result with its schema, or plain objects. */
function tableIn(rows: unknown[]): Batch {
  const [first] = rows as (Partial<Result> | null)[];
  if (!Array.isArray(first?.schema?.elements) || !Array.isArray(first.rows)) return tableOf(rows);
  const columns = first.schema.elements.map(({ name }, k) => name?.some ?? `column_${k + 1}`);
  if (!first.rows.every((row) => Array.isArray(row) && row.length === columns.length))
    throw upstreamFailed('The source sent rows that do not fit the columns it names.');
  return { columns, rows: first.rows };
}
