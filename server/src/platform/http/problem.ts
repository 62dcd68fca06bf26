import type { FastifyError } from 'fastify';
import { HouseError } from '../errors.ts';
import type { Problem, ProblemKind } from './types.ts';

/** Kinds for the statuses Fastify and its plugins put on their own errors. */
const kindByStatus: Record<number, ProblemKind> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'too_large',
  // An id this long is nobody's.
  414: 'not_found',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'unavailable',
};

const codeByKind: Partial<Record<ProblemKind, string>> = {
  invalid: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  too_large: 'PAYLOAD_TOO_LARGE',
};

/**
 * Turns whatever was thrown into a problem a dialect can word. Only errors meant for the outside keep their message;
 * everything else becomes `internal`, and `unexpected` says that it belongs in the log.
 */
export function problemOf(error: unknown): { problem: Problem; unexpected: boolean } {
  if (error instanceof HouseError) {
    const { kind, message, code, details, retryAfterSeconds } = error;
    const problem: Problem = { kind, message, code };
    if (details !== undefined) problem.details = details;
    if (retryAfterSeconds !== undefined) problem.retryAfterSeconds = retryAfterSeconds;
    return { problem, unexpected: false };
  }
  const known = error as Partial<FastifyError> | undefined;
  if (known?.validation) return { problem: validationProblem(known as FastifyError), unexpected: false };
  const status = known?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const kind = kindByStatus[status] ?? 'invalid';
    return { problem: { kind, message: sentenceFor(known as FastifyError), code: codeOf(kind) }, unexpected: false };
  }
  return {
    problem: {
      kind: 'internal',
      message: 'Internal error. Quote the request id when asking about it.',
      code: 'INTERNAL',
    },
    unexpected: true,
  };
}

/** The code of a kind that was not given one. */
export function codeOf(kind: ProblemKind): string {
  return codeByKind[kind] ?? kind.toUpperCase();
}

/** Names the first field that is wrong in the message, and all of them in the details. */
function validationProblem(error: FastifyError): Problem {
  const where = error.validationContext ?? 'request';
  const failures = (error.validation ?? []).map((failure) => {
    const missing = failure.params as { missingProperty?: string; additionalProperty?: string };
    const path = failure.instancePath.replace(/^\//, '').replaceAll('/', '.');
    const field = [path, missing.missingProperty ?? missing.additionalProperty].filter(Boolean).join('.') || where;
    return { field, problem: wordsOf(failure) };
  });
  const first = failures[0];
  const message = first
    ? first.problem === 'is required'
      ? `'${first.field}' is required`
      : `'${first.field}' ${first.problem}`
    : `The ${where} is not as documented`;
  return { kind: 'invalid', message, code: 'VALIDATION_ERROR', details: failures };
}

function wordsOf(failure: { keyword: string; params: Record<string, unknown>; message?: string }): string {
  if (failure.keyword === 'required') return 'is required';
  if (failure.keyword === 'additionalProperties') return 'is not a known field';
  if (failure.keyword === 'enum') return `must be one of ${(failure.params.allowedValues as unknown[]).join(', ')}`;
  return failure.message ?? 'is not valid';
}

/** Fastify's own messages name its options; say what the sender can do instead. */
function sentenceFor(error: FastifyError): string {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return 'The request body is too large';
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_TYPE':
      return 'This Content-Type is not supported here; send application/json';
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return 'The request body is empty although its Content-Type is application/json';
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return 'The request body does not have the length its Content-Length header says';
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return 'The request body is not valid JSON';
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return 'Not found: a part of the path is too long to be an id';
    case 'FST_ERR_BAD_URL':
      return 'The path is not a valid URL';
    case 'FST_ERR_NOT_FOUND':
      return 'Not found';
    default:
      return error.message;
  }
}
