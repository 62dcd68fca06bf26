import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../platform/database/index.ts';
import { HouseError } from '../../platform/errors.ts';
import type { Events, NewEvent } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';
import { eventStore } from './event-store.ts';
import type { NewNodeEvent } from './schema.ts';
import { type Contact, nodeStore } from './store.ts';

/**
 * Writes down what nodes did: state, events, and the house's own events of them in one transaction for everything of a
 * moment. 2,000 nodes that reconnect together are a few transactions instead of thousands.
 *
 * Nodes get no answer to what they report, so nothing waits for it; while the database is away it is kept, up to a bound.
 */
export type Journal = {
  contact(contact: Contact): void;
  event(event: NewNodeEvent, also?: NewEvent): void;
  /** Resolves when everything recorded so far is durable. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

const GATHER_MS = 20;
/** For what is told again anyway: when a node was last heard. 2,000 nodes say so 130 times a second. */
const GATHER_REPEATED_MS = 500;
const RETRY_MS = 1000;
const MOST_AT_ONCE = 1000;
/** Older ones are given up when the database is away for so long. */
const MOST_KEPT = 50_000;
const MOST_KEPT_CHARACTERS = 50_000_000;

type Entry = { event: NewNodeEvent; also: NewEvent | undefined; size: number };

export function createJournal({ database, events, log }: { database: Database; events: Events; log: Log }): Journal {
  /** INVARIANT: the last contact of a node; a later one adds to what an earlier one of the same batch said. */
  let contacts = new Map<string, Contact>();
  let entries: Entry[] = [];
  /** Of `entries`. */
  let size = 0;
  let writing: Promise<void> | undefined;
  let later: NodeJS.Timeout | undefined;
  let lost = 0;
  let closed = false;

  async function write(): Promise<void> {
    await sleep(GATHER_MS);
    while (contacts.size > 0 || entries.length > 0) {
      const [nextContacts, nextEntries] = [contacts, entries.slice(0, MOST_AT_ONCE)];
      contacts = new Map();
      entries = entries.slice(MOST_AT_ONCE);
      size -= sizeOf(nextEntries);
      try {
        await writeSome([...nextContacts.values()], nextEntries);
      } catch (error) {
        if (closed) return;
        log.warn({ error, events: nextEntries.length }, 'what nodes reported could not be written; trying again');
        for (const [id, later] of contacts) nextContacts.set(id, { ...nextContacts.get(id), ...later });
        contacts = nextContacts;
        entries = nextEntries.concat(entries);
        size += sizeOf(nextEntries);
        await sleep(RETRY_MS);
      }
    }
  }

  /** What cannot be written is found by halves and left out: one report must not hold up all others. */
  async function writeSome(some: readonly Contact[], those: readonly Entry[]): Promise<void> {
    try {
      await commit(some, those);
    } catch (error) {
      if (error instanceof HouseError && error.kind === 'unavailable') throw error;
      if (some.length + those.length === 1) {
        log.error({ error, nodeId: some[0]?.nodeId ?? those[0]?.event.nodeId }, 'a report of a node cannot be written');
        return;
      }
      const [middle, half] = [Math.ceil(some.length / 2), Math.ceil(those.length / 2)];
      await writeSome(some.slice(0, middle), those.slice(0, half));
      await writeSome(some.slice(middle), those.slice(half));
    }
  }

  function commit(some: readonly Contact[], those: readonly Entry[]): Promise<void> {
    if (some.length + those.length === 0) return Promise.resolve();
    return database.transaction(async (tx) => {
      if (some.length > 0) await nodeStore.writeContacts(tx, some);
      if (those.length === 0) return;
      // Nodes that were deleted meanwhile have nothing to say.
      const present = await nodeStore.existing(tx, [...new Set(those.map(({ event }) => event.nodeId))]);
      const kept = those.filter(({ event }) => present.has(event.nodeId));
      if (kept.length > 0)
        await eventStore.insert(
          tx,
          kept.map(({ event }) => event),
        );
      const also = kept.flatMap((entry) => entry.also ?? []);
      if (also.length > 0) await events.append(tx, ...also);
    });
  }

  function start(): void {
    clearTimeout(later);
    later = undefined;
    if (closed) return;
    writing ??= write().finally(() => {
      writing = undefined;
      // Something may have come between the last look and here.
      if (contacts.size > 0 || entries.length > 0) start();
    });
  }

  async function flush(): Promise<void> {
    if (later) start();
    while (writing) await writing;
  }

  return {
    contact(contact) {
      contacts.set(contact.nodeId, { ...contacts.get(contact.nodeId), ...contact });
      if (contact.status !== undefined) start();
      else if (!writing) later ??= setTimeout(start, GATHER_REPEATED_MS);
    },
    event(event, also) {
      const own = 500 + event.message.length + (event.details ? JSON.stringify(event.details).length : 0);
      while (entries.length >= MOST_KEPT || (size + own > MOST_KEPT_CHARACTERS && entries.length > 0)) {
        size -= entries.shift()?.size ?? 0;
        if (++lost % 1000 === 1) log.error({ lost }, 'the database is away for too long: events of nodes are given up');
      }
      entries.push({ event, also, size: own });
      size += own;
      start();
    },
    flush,
    async close() {
      await Promise.race([flush(), sleep(5000, undefined, { ref: false })]);
      closed = true;
    },
  };
}

const sizeOf = (some: readonly Entry[]) => some.reduce((sum, { size }) => sum + size, 0);
