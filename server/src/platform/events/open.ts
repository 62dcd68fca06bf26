import type { Database } from '../database/index.ts';
import type { Log } from '../log/index.ts';
import { startConsumer } from './consume.ts';
import { type Cursor, openCursor } from './cursor.ts';
import { appendEvents, appendQuery } from './sql/append.ts';
import { pruneEvents } from './sql/prune.ts';
import { readEvents, readHead } from './sql/read.ts';
import { createTail } from './tail.ts';
import type { Events, StoredEvent } from './types.ts';

const pageSize = 100;

/**
 * Opens the event stream on a migrated database. Nothing runs until the first subscription or consumer.
 * `pollSeconds`: how often to look even when no NOTIFY was heard; default 2.
 */
export function openEvents(options: { database: Database; log: Log; pollSeconds?: number }): Events {
  const { database, log, pollSeconds = 2 } = options;
  const tail = createTail({ database, log, pollSeconds });
  const open = new Map<() => Promise<void> | void, Promise<void>>();

  return {
    append: (tx, ...events) => appendEvents(tx, events),
    appended: (...events) => appendQuery(events),
    read: (page, on = database) => readEvents(on, page),
    head: () => readHead(database),

    async subscribe({ after, ...filter }, handle, onError) {
      const from = after ?? (await readHead(database));
      const cursor = openCursor({ tail, database, filter, after: from });
      let ended = false;
      const end = () => {
        ended = true;
        cursor.close();
      };
      const delivering = deliver(cursor, () => ended, handle)
        .catch((error) => {
          if (onError) onError(error);
          else log.error({ error, ...filter }, 'a subscriber to events failed and gets no more of them');
        })
        .finally(() => {
          end();
          open.delete(end);
        });
      open.set(end, delivering);
      return async () => end();
    },

    async consume(name, filter, handle, consumerOptions = {}) {
      const stop = await startConsumer({ database, log, tail }, { ...consumerOptions, name, filter, handle });
      open.set(stop, Promise.resolve());
      return async () => {
        open.delete(stop);
        await stop();
      };
    },

    prune: (before) => pruneEvents(database, before),

    async close() {
      await Promise.all([...open].flatMap(([end, ended]) => [end(), ended]));
      await tail.close();
    },
  };
}

async function deliver(
  cursor: Cursor,
  isEnded: () => boolean,
  handle: (event: StoredEvent) => void | Promise<void>,
): Promise<void> {
  for (;;) {
    const page = await cursor.next(pageSize);
    if (page.length === 0) return;
    for (const event of page) {
      if (isEnded()) return;
      await handle(event);
    }
  }
}
