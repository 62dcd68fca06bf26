import type { StoredEvent } from './types.ts';

/** The newest events, all tenants: complete for sequences in (`from`, `to`]. */
export type Window = {
  readonly from: number;
  readonly to: number;
  /** Starts over, empty, at `sequence`. */
  reset(sequence: number): void;
  /** Adds the events that follow `to`; the oldest leave when there are too many. */
  push(page: readonly StoredEvent[]): void;
  /** Events after `sequence`, which must not lie before `from`. */
  after(sequence: number): readonly StoredEvent[];
};

/** About 0.5 KB an event as a rule, so a megabyte; the limit on an event's data makes it 64 MB at the very worst. */
export function createWindow(capacity = 1_024): Window {
  let events: StoredEvent[] = [];
  let from = 0;
  let to = 0;
  return {
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    reset(sequence) {
      events = [];
      from = to = sequence;
    },
    push(page) {
      if (page.length === 0) return;
      events = events.concat(page);
      to = (events.at(-1) as StoredEvent).sequence;
      if (events.length > capacity) {
        from = (events.at(-capacity - 1) as StoredEvent).sequence;
        events = events.slice(-capacity);
      }
    },
    after(sequence) {
      let low = 0;
      for (let high = events.length; low < high; ) {
        const middle = (low + high) >> 1;
        if ((events[middle] as StoredEvent).sequence <= sequence) low = middle + 1;
        else high = middle;
      }
      return events.slice(low);
    },
  };
}
