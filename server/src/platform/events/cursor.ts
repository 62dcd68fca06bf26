import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/index.ts';
import { HouseError } from '../errors.ts';
import { matches } from './filter.ts';
import { readEvents } from './sql/read.ts';
import type { Tail } from './tail.ts';
import type { EventFilter, StoredEvent } from './types.ts';

const retryMs = 500;

export type Cursor = {
  /** Every matching event up to here was returned by `next`. */
  position(): number;
  /** The next 1 … `most` matching events; waits for one, and for the database where it is away. Empty only after `close`. */
  next(most: number): Promise<readonly StoredEvent[]>;
  close(): void;
};

/** A place in the stream: reads from the window while it keeps up, from the table when it does not. */
export function openCursor(options: { tail: Tail; database: Database; filter: EventFilter; after: number }): Cursor {
  const { tail, database, filter } = options;
  const { window } = tail;
  let position = options.after;
  const closing = new AbortController();
  let wakeUp: (() => void) | undefined;

  const waiter = {
    offer(page: readonly StoredEvent[]): boolean {
      if (page.some((event) => event.sequence > position && matches(filter, event))) {
        wakeUp?.();
        return true;
      }
      position = Math.max(position, window.to);
      return false;
    },
  };

  function fromWindow(most: number): StoredEvent[] {
    const found: StoredEvent[] = [];
    for (const event of window.after(position)) {
      position = event.sequence;
      if (matches(filter, event)) found.push(event);
      if (found.length === most) break;
    }
    return found;
  }

  async function fromTable(most: number): Promise<StoredEvent[]> {
    const known = window.to;
    const page = await readEvents(database, { ...filter, after: position, limit: most }).catch(async (error) => {
      if (!(error instanceof HouseError && error.kind === 'unavailable')) throw error;
      await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => {});
      return undefined;
    });
    if (!page) return [];
    const last = page.at(-1)?.sequence ?? position;
    position = page.length < most ? Math.max(last, known) : last;
    return page;
  }

  return {
    position: () => position,
    async next(most) {
      if (!(await tail.open())) return [];
      while (!closing.signal.aborted) {
        if (position >= window.to) {
          await new Promise<void>((resolve) => {
            wakeUp = resolve;
            tail.wait(waiter);
          });
          continue;
        }
        const found = position < window.from ? await fromTable(most) : fromWindow(most);
        if (found.length > 0) return closing.signal.aborted ? [] : found;
      }
      return [];
    },
    close() {
      closing.abort();
      tail.leave(waiter);
      wakeUp?.();
    },
  };
}
