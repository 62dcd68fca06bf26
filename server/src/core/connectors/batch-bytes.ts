import { upstreamFailed } from '../../platform/errors.ts';

/** Drivers hold a batch in memory until it is whole; a thousand wide rows of readings are 20 MiB. */
const MOST_BYTES = 128 * 1024 ** 2;
const LOOK_EVERY_MS = 100;

/**
 * Ends a connection that sends more than 128 MiB without a batch coming of it: the source, or a query such as
 * `repeat('x', 1e9)`, would fill the memory of this server.
 *
 * @param bytesRead of the connection so far
 */
export function boundBatches(bytesRead: () => number, close: () => void) {
  let before = bytesRead();
  let isTooMuch = false;
  const timer = setInterval(() => {
    if (bytesRead() - before <= MOST_BYTES) return;
    isTooMuch = true;
    close();
  }, LOOK_EVERY_MS);
  return {
    /** A batch is whole: it counts anew. */
    whole(): void {
      before = bytesRead();
    },
    /** What a failure of the connection really was. */
    reason: (error: unknown): unknown =>
      isTooMuch
        ? upstreamFailed('The source sends rows that are too large. Choose fewer or shorter columns.', {
            code: 'UPSTREAM_FAILED',
          })
        : error,
    stop: (): void => clearInterval(timer),
  };
}
