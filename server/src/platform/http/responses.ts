import { type TSchema, Type } from 'typebox';
import type { Dialect, ProblemKind } from './types.ts';

/** HTTP's own word for each kind of problem; a door whose contract has another one says so in its dialect. */
export const statusByKind: Record<ProblemKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  limit: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
  upstream_timeout: 504,
};

/** What each kind of problem means, as the reference page says it. */
const meanings: Record<ProblemKind, string> = {
  invalid: 'The request is malformed, out of range or against a rule',
  unauthenticated: 'No token, or one that is not valid (any more)',
  forbidden: 'The role of the caller does not allow this, or it belongs to somebody else',
  not_found: 'There is no such thing, or not for this caller',
  conflict: 'Not possible in the present state',
  precondition_failed: 'The If-Match header is not true any more',
  too_large: 'The request is larger than allowed',
  limit: 'A limit of the plan is reached',
  rate_limited: 'Too many requests; Retry-After says when to come back',
  unavailable: 'A part of the house is down for the moment',
  upstream_failed: 'The outside system could not be reached or answered wrongly',
  upstream_timeout: 'The outside system did not answer in time',
  method_not_allowed: 'This path has other methods',
  unsupported_media_type: 'The Content-Type is not supported here',
  internal: 'Internal error; quote the request id',
};

/** Says which problems a route may answer with, in the words and statuses of its dialect: spread it into `response`. */
export type ProblemResponses = (...kinds: readonly ProblemKind[]) => Record<number, TSchema>;

export function problemResponses(dialect: Pick<Dialect, 'statusOf' | 'problemSchema'>): ProblemResponses {
  return (...kinds) => {
    const responses: Record<number, TSchema> = {};
    for (const kind of kinds) {
      const status = dialect.statusOf(kind);
      const earlier = responses[status] as { description?: string } | undefined;
      const description = earlier ? `${earlier.description}. ${meanings[kind]}` : meanings[kind];
      responses[status] = { ...dialect.problemSchema, description } as TSchema;
    }
    return responses;
  };
}

/** An answer without a body. */
export function noContent(description: string): TSchema {
  return Type.Null({ description });
}

/** A file as the answer, of the given media type. */
export function fileContent(description: string, mediaType = 'application/octet-stream'): TSchema {
  return {
    description,
    content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
  } as unknown as TSchema;
}
