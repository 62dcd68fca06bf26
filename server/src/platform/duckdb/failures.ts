import { HouseError, tooLarge, unavailable } from '../errors.ts';

/** Gives a sentence to the ways in which a query may fail without being wrong. */
export function translateDuckFailure(error: unknown, interrupted: boolean, timeoutSeconds: number): unknown {
  if (error instanceof HouseError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (interrupted)
    return unavailable(
      `The data could not be worked through within ${timeoutSeconds} s. Try again when less is going on.`,
      {
        code: 'TOO_SLOW',
        cause: error,
        retryAfterSeconds: 30,
      },
    );
  if (/No space left on device|Disk quota exceeded/i.test(text))
    return unavailable('The disk is full: nothing can be stored until the operator makes room.', {
      code: 'DISK_FULL',
      cause: error,
      retryAfterSeconds: 60,
    });
  if (/^Out of Memory Error/i.test(text))
    return tooLarge('The data needs more memory than this server gives to one file. Split it into smaller files.', {
      code: 'OUT_OF_MEMORY',
      cause: error,
    });
  return error;
}
