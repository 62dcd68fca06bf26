import { unavailable } from '../../platform/errors.ts';
import { badPoint } from './points.ts';
import type { Point } from './schema.ts';
import type { WriteBatch } from './writer.ts';

/** Points in one commit, about: more would make everybody in it wait longer. */
const MOST_TOGETHER = 10_000;
/** Two commits at a time: while one waits for the disk, the next is made. */
const AT_ONCE = 2;

type Caller = { points: readonly Point[]; done: PromiseWithResolvers<void> };

/** Writes for callers who wait: everybody who comes while a commit is under way is in the next one. */
export function createSharedWrites(writeBatch: WriteBatch, mostWaiting: number) {
  const callers: Caller[] = [];
  let waiting = 0;
  let running = 0;

  async function run(): Promise<void> {
    running++;
    await new Promise(setImmediate); // all of this turn of the event loop travel together
    while (callers.length > 0) {
      const together = take();
      try {
        const homeless = new Set(await writeBatch(together.flatMap(({ points }) => points)));
        for (const { points, done } of together) {
          const lost = homeless.size > 0 && points.find((point) => homeless.has(point));
          if (lost) done.reject(badPoint(lost, 'its tenant does not exist'));
          else done.resolve();
        }
      } catch (error) {
        for (const { done } of together) done.reject(error);
      }
    }
    running--;
  }

  function take(): Caller[] {
    let [count, size] = [0, 0];
    while (count < callers.length && (count === 0 || size < MOST_TOGETHER))
      size += callers[count++]?.points.length ?? 0;
    waiting -= size;
    return callers.splice(0, count);
  }

  return {
    write(points: readonly Point[]): Promise<void> {
      if (waiting > 0 && waiting + points.length > mostWaiting)
        throw unavailable('More figures arrive than the database takes. Try again in a few seconds.', {
          code: 'BUSY',
          retryAfterSeconds: 2,
        });
      const done = Promise.withResolvers<void>();
      callers.push({ points, done });
      waiting += points.length;
      if (running < AT_ONCE) void run();
      return done.promise;
    },
  };
}
