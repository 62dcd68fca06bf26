/**
 * Errors of the house. Core and platform throw these; each door's dialect words them in its own way.
 *
 * `message` is a sentence for a person: what happened, to which thing, what to do about it.
 * `code` is a stable identifier in SCREAMING_SNAKE for programs. `details` never holds a secret.
 */
export type ErrorKind =
  | 'invalid' // the request is wrong: malformed, out of range, against a rule
  | 'unauthenticated' // nobody we know
  | 'forbidden' // known, but may not
  | 'not_found'
  | 'conflict' // true at another moment: already exists, changed meanwhile, still running
  | 'precondition_failed' // the If-Match the caller sent is no longer true
  | 'too_large'
  | 'limit' // a plan's or a quota's limit
  | 'rate_limited'
  | 'unavailable' // a part of the house is down for the moment; try again
  | 'upstream_failed' // a system outside answered wrongly or not at all
  | 'upstream_timeout';

export type ErrorOptions = {
  code?: string;
  details?: unknown;
  cause?: unknown;
  /** Seconds after which trying again makes sense (`rate_limited`, `unavailable`). */
  retryAfterSeconds?: number;
};

/** An error somebody outside may read. Anything else that is thrown is a bug and is shown as "internal error". */
export class HouseError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: ErrorKind, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HouseError';
    this.kind = kind;
    this.code = options.code ?? kind.toUpperCase();
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

type Thrower = (message: string, options?: ErrorOptions) => HouseError;
const of =
  (kind: ErrorKind): Thrower =>
  (message, options) =>
    new HouseError(kind, message, options);

export const invalid = of('invalid');
export const unauthenticated = of('unauthenticated');
export const forbidden = of('forbidden');
export const notFound = of('not_found');
export const conflict = of('conflict');
export const preconditionFailed = of('precondition_failed');
export const tooLarge = of('too_large');
export const limitReached = of('limit');
export const rateLimited = of('rate_limited');
export const unavailable = of('unavailable');
export const upstreamFailed = of('upstream_failed');
export const upstreamTimeout = of('upstream_timeout');
