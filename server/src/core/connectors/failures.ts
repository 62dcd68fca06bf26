import { HouseError, invalid, upstreamFailed, upstreamTimeout } from '../../platform/errors.ts';
import { storable } from '../../platform/failure-text.ts';
import { secretsOf } from './fields.ts';
import type { SourceConfig } from './schema.ts';

const LONGEST = 300;

/**
 * What a source failed with, in words that help and without any of the request's secrets. The original error is not kept as a
 * cause: drivers carry their configuration around in it.
 */
export function sourceFailure(error: unknown, config: SourceConfig): HouseError {
  const clean = (text: string) => scrub(text, config);
  if (error instanceof HouseError)
    return new HouseError(error.kind, clean(error.message), { code: error.code, details: error.details });
  const { code = '', message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const said = clean(message);
  const name = String(code);
  const known = sentences.find(({ when }) => when.test(name) || when.test(message));
  if (!known) return upstreamFailed(`The source failed: ${said || clean(name) || 'it gave no reason'}`, codes.failed);
  return known.as(known.sentence.replace('%', () => said));
}

function scrub(text: string, config: SourceConfig): string {
  let clean = text;
  for (const secret of secretsOf(config)) clean = clean.replaceAll(secret, '********');
  return storable(clean.replace(/:\/\/[^\s/@]*@/g, '://********@').slice(0, LONGEST));
}

const codes = { failed: { code: 'UPSTREAM_FAILED' }, late: { code: 'UPSTREAM_TIMEOUT' } };
const failed = (sentence: string) => upstreamFailed(sentence, codes.failed);
const late = (sentence: string) => upstreamTimeout(sentence, codes.late);
const wrong = (sentence: string) => invalid(sentence, { code: 'QUERY_REFUSED' });

/** By error code or text. PostgreSQL: SQLSTATE; MySQL: ER_…; MongoDB and Node: their texts. */
const sentences: { when: RegExp; as: (sentence: string) => HouseError; sentence: string }[] = [
  {
    when: /^(28P01|28000|ER_ACCESS_DENIED_ERROR|ER_ACCESS_DENIED_NO_PASSWORD_ERROR|18)$|authentication failed|SASL|auth.*required/i,
    as: failed,
    sentence: 'The source refused the user name or password.',
  },
  { when: /^(3D000|ER_BAD_DB_ERROR)$/, as: failed, sentence: 'The source has no such database: %' },
  {
    when: /^(57014|3024|1969|ER_QUERY_TIMEOUT|ER_STATEMENT_TIMEOUT|50|ETIMEDOUT)$|MaxTimeMSExpired|timed out|timeout/i,
    as: late,
    sentence: 'The source took too long. Ask for less: a shorter time range, fewer rows, or an index on the time.',
  },
  {
    when: /^(42|22|25|0A|55)\w{3}$|^ER_(PARSE|NO_SUCH|BAD_FIELD|TABLEACCESS|WRONG|CANT_EXECUTE|SP_|NON_UNIQ|DBACCESS|ILLEGAL|NOT_SUPPORTED)|^ERR_SQLITE_ERROR$/,
    as: wrong,
    sentence: 'The source refused the query: %',
  },
  {
    when: /ECONNREFUSED/,
    as: failed,
    sentence:
      'Nothing answers at that host and port. Is the address right, and does the source accept connections from here?',
  },
  {
    when: /ENOTFOUND|EAI_AGAIN/,
    as: failed,
    sentence: 'The host of the source could not be found. Is its name right?',
  },
  {
    when: /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|HANDSHAKE_SSL|certificate/i,
    as: failed,
    sentence: 'The encrypted connection to the source failed: %',
  },
  {
    when: /ECONNRESET|EPIPE|PROTOCOL_CONNECTION_LOST|terminated|closed|ended unexpectedly|UND_ERR/i,
    as: failed,
    sentence: 'The source broke off in the middle of its answer.',
  },
];
