import { tableOf } from './documents.ts';
import { required } from './fields.ts';
import { askJson, rowsIn } from './json.ts';
import type { ReadSource } from './schema.ts';
import { readingStatement } from './statement.ts';

/** A database behind a REST address that takes `{query, limit}` and answers rows. */
export const readRest: ReadSource = async function* (config, context) {
  const query = readingStatement(required(config, 'query'));
  const url = required(config, 'api_url');
  const answer = await askJson(context, { url, body: JSON.stringify({ query, limit: context.limit }) });
  yield tableOf(rowsIn(answer, 'rows', 'results').slice(0, context.limit));
};
