import { unavailable } from './errors.ts';

/**
 * Lets `atOnce` pieces of work run at a time and `waiting` wait, in the order they came. Resolves when it is the caller's
 * turn, with what to call when it is over.
 *
 * @throws unavailable (code BUSY) when too many wait already
 */
export function createTurns(atOnce: number, waiting: number): () => Promise<() => void> {
  const line: (() => void)[] = [];
  let running = 0;
  // Whoever finishes hands its turn over to the first in line, so `running` stays as it is then.
  const release = () => {
    const next = line.shift();
    if (next) next();
    else running--;
  };
  return async () => {
    if (running >= atOnce) {
      if (line.length >= waiting)
        throw unavailable('Too much data is being worked on at the moment. Try again in a few seconds.', {
          code: 'BUSY',
          retryAfterSeconds: 5,
        });
      await new Promise<void>((myTurn) => line.push(myTurn));
    } else running++;
    return release;
  };
}
