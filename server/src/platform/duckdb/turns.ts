import { unavailable } from '../errors.ts';

/** Lets `atOnce` pieces of work run at a time and `waiting` wait, in the order they came. */
export function createTurns(atOnce: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const line: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (line.length >= waiting)
        throw unavailable('Too much data is being worked on at the moment. Try again in a few seconds.', {
          code: 'BUSY',
          retryAfterSeconds: 5,
        });
      // Whoever finishes hands its turn over, so `running` stays as it is.
      await new Promise<void>((myTurn) => line.push(myTurn));
    } else running++;
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };
}
