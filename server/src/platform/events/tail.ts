import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { readEvents, readHead } from './sql/read.ts';
import type { StoredEvent } from './types.ts';
import { createWindow, type Window } from './window.ts';

const pageSize = 500;
const longestPauseMs = 5_000;
/** Between two reads. An event that comes alone is read at once; those of a busy moment are read together. */
const gatherMs = 10;

/** Somebody who has seen the whole window and waits for more. */
export type Waiter = {
  /** Called with each new page; true ends the wait. */
  offer(page: readonly StoredEvent[]): boolean;
};

export type Tail = {
  readonly window: Window;
  /** Opens the window unless it is open; resolves with false when the tail is closed instead. */
  open(): Promise<boolean>;
  wait(waiter: Waiter): void;
  leave(waiter: Waiter): void;
  close(): Promise<void>;
};

/**
 * The one poller of this process: reads what is new into the window, page by page, when NOTIFY says so and every
 * `pollSeconds` in case it was not heard. After PostgreSQL was away it reads on from the same place.
 */
export function createTail(options: { database: Database; log: Log; pollSeconds: number }): Tail {
  const { database, log, pollSeconds } = options;
  const window = createWindow();
  const waiters = new Set<Waiter>();
  const closing = new AbortController();
  let opening: Promise<boolean> | undefined;
  let reading: Promise<void> | undefined;
  let again = false;
  let pauseMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let unlisten: (() => Promise<void>) | undefined;

  async function open(): Promise<boolean> {
    while (!closing.signal.aborted) {
      try {
        // First listen, then look: what is committed in between is heard.
        unlisten ??= await database.listen('signalbox_events', (payload) => {
          if (payload === '' || Number(payload) > window.to) wake();
        });
        window.reset(await readHead(database));
        pauseMs = 0;
        schedule();
        return true;
      } catch (error) {
        await pauseAfter(error);
      }
    }
    return false;
  }

  function wake(): void {
    if (closing.signal.aborted) return;
    again = true;
    reading ??= readNew().finally(() => {
      reading = undefined;
      schedule();
    });
  }

  function schedule(): void {
    clearTimeout(timer);
    if (closing.signal.aborted) return;
    timer = setTimeout(wake, pollSeconds * 1_000).unref();
  }

  async function readNew(): Promise<void> {
    if (!(await opening)) return;
    while (again && !closing.signal.aborted) {
      again = false;
      try {
        const page = await readEvents(database, { after: window.to, limit: pageSize });
        pauseMs = 0;
        again ||= page.length === pageSize;
        window.push(page);
        for (const waiter of waiters) if (waiter.offer(page)) waiters.delete(waiter);
        if (page.length < pageSize) await sleep(gatherMs, undefined, { signal: closing.signal }).catch(() => {});
      } catch (error) {
        again = true;
        await pauseAfter(error);
      }
    }
  }

  async function pauseAfter(error: unknown): Promise<void> {
    if (closing.signal.aborted) return;
    pauseMs = Math.min(longestPauseMs, pauseMs * 2 || 50);
    log.warn({ error, pauseMs }, 'new events cannot be read at the moment; trying again');
    await sleep(pauseMs, undefined, { signal: closing.signal }).catch(() => {});
  }

  return {
    window,
    open: () => {
      opening ??= open();
      return opening;
    },
    wait: (waiter) => void waiters.add(waiter),
    leave: (waiter) => void waiters.delete(waiter),
    async close() {
      closing.abort();
      clearTimeout(timer);
      await opening;
      await reading;
      await unlisten?.().catch(() => {});
    },
  };
}
