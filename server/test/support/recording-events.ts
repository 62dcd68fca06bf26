import type { Events, NewEvent } from '../../src/platform/events/types.ts';

/** Events that are only remembered, for tests of what is appended. */
export function recordingEvents(): Events & { appended: NewEvent[] } {
  const appended: NewEvent[] = [];
  return {
    appended,
    append: async (_tx, ...events) => void appended.push(...events),
    read: async () => [],
    head: async () => appended.length,
    subscribe: async () => async () => {},
    consume: async () => async () => {},
    prune: async () => 0,
    close: async () => {},
  };
}
