/*
 * event         something that happened, kept in the table `events` (the outbox)
 * sequence      its number; grows in commit order, may have holes, never has one filled later
 * window        the newest events in memory, one per process, filled by one poller that NOTIFY wakes
 * cursor        a place in the stream; reads from the window while it keeps up, from the table when it fell behind
 * subscription  a cursor in memory that calls a function
 * consumer      a named cursor in the database; one process at a time, by a lease
 *
 * INVARIANTS
 * - A number is given out at commit, under a lock that is released only after the commit is visible. So when a snapshot
 *   shows N, every number below N was committed before it or will never be (sql/append.ts).
 * - A cursor moves only over events it returned or that its filter excludes; so nothing is lost, nothing comes twice.
 * - Memory: one window per process and one page per cursor, whatever the load and however slow a handler is.
 */
export { openEvents } from './open.ts';
export type { ConsumerOptions, EventFilter, Events, NewEvent, ReadEvents, StoredEvent } from './types.ts';
