import { type HouseError, invalid, unavailable } from '../errors.ts';

/** SQLSTATE of an error thrown by PostgreSQL, or a system error's code such as ECONNREFUSED. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** True when a row was refused because its key exists; `constraint` narrows it to one constraint or unique index. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23505', constraint);
}

/** True when a row was refused, or could not be removed, because of a reference between tables. */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23503', constraint);
}

function violates(error: unknown, code: string, constraint: string | undefined): boolean {
  if (errorCode(error) !== code) return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

/** Serialization failures and deadlocks: the same transaction tried again may well succeed. */
export function isWorthRetrying(error: unknown): boolean {
  return ['40001', '40P01'].includes(errorCode(error));
}

/** A migration changed a table under a statement this connection had prepared; a new connection prepares it anew. */
export function isStalePlan(error: unknown): boolean {
  return errorCode(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
}

/** True when the connection is lost or could not be made. */
export function isConnectionFailure(error: unknown): boolean {
  const code = errorCode(error);
  if (code.startsWith('08') || lostConnection.has(code)) return true;
  // pg gives these no code.
  return (
    error instanceof Error &&
    code === '' &&
    /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after|Query read timeout)/.test(
      error.message,
    )
  );
}

const lostConnection = new Set([
  ...['57P01', '57P02', '57P03', '53300'], // shut down by the administrator, crash, starting up, too many connections
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOENT',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
]);

/**
 * Words the failures of the database that are nobody's bug as house errors; everything else is returned as it is
 * (constraint violations are for the store that knows what they mean).
 */
export function translateFailure(error: unknown): unknown {
  const code = errorCode(error);
  if (isConnectionFailure(error))
    return down(
      'The database does not answer at the moment. Try again in a few seconds.',
      'DATABASE_UNAVAILABLE',
      error,
    );
  if (code === '53100')
    return down(
      'The disk of the database is full: nothing can be stored until the operator makes room.',
      'DISK_FULL',
      error,
    );
  if (isWorthRetrying(error))
    return down('Too many changes to the same thing at once. Try again.', 'DATABASE_CONTENTION', error);
  if (code === '57014')
    return down(
      'The database took too long to answer and was stopped. Ask for less at once or try again.',
      'DATABASE_TIMEOUT',
      error,
    );
  if (code === '22021' || code === '22P05')
    return invalid('A text contains a NUL character or is not valid Unicode. Remove it and send it again.', {
      code: 'INVALID_TEXT',
      cause: error,
    });
  return error;
}

function down(message: string, code: string, cause: unknown): HouseError {
  return unavailable(message, { code, cause, retryAfterSeconds: 2 });
}
