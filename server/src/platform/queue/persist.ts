import { setTimeout as sleep } from 'node:timers/promises';
import { HouseError } from '../errors.ts';

const [shortestMs, longestMs] = [50, 2_000];

/** Does `work`, again and again while the database is away, until `signal` is aborted; other errors are thrown at once. */
export async function whileDatabaseIsAway<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let pauseMs = shortestMs; ; pauseMs = Math.min(longestMs, pauseMs * 2)) {
    try {
      return await work();
    } catch (error) {
      const isAway = error instanceof HouseError && error.kind === 'unavailable';
      if (!isAway || signal.aborted) throw error;
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
}
