import type { Events } from '../../platform/events/types.ts';
import type { Log } from '../../platform/log/index.ts';

/**
 * Calls `changed` after anything happened to a user, in whichever process, and once when the watch stands: what happened
 * just before is not missed.
 */
export type Watch = (userId: string, changed: () => void) => () => void;

/** Follows the events of users while somebody watches one; nothing runs otherwise. */
export function createWatch(events: Pick<Events, 'subscribe'>, log: Log): Watch {
  const watchers = new Map<string, Set<() => void>>();
  let following: Promise<() => Promise<void>> | undefined;

  function follow(): void {
    following ??= events.subscribe(
      { types: ['user.*'] },
      ({ subject }) => {
        for (const changed of watchers.get(subject) ?? []) changed();
      },
      (error) => {
        log.warn({ error }, 'lost the events of users; following them anew');
        following = undefined;
        if (watchers.size > 0) follow();
      },
    );
    following.catch((error) => {
      // The next watcher tries again; until then sockets are checked every half minute.
      log.warn({ error }, 'cannot follow the events of users');
      following = undefined;
    });
  }

  return (userId, changed) => {
    const subject = `user:${userId}`;
    const set = watchers.get(subject) ?? new Set();
    watchers.set(subject, set.add(changed));
    follow();
    following?.then(() => set.has(changed) && changed()).catch(() => {});
    return () => {
      set.delete(changed);
      if (set.size > 0) return;
      watchers.delete(subject);
      if (watchers.size > 0) return;
      const ended = following;
      following = undefined;
      ended?.then((stop) => stop()).catch(() => {});
    };
  };
}
