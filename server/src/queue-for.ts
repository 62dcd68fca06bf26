import type { Queue } from './platform/queue/index.ts';

/**
 * The queue as a part of the house sees it whose work this process may or may not do: everybody adds jobs, but handlers and
 * cron entries of a role this process does not have are left to the processes that do.
 */
export function queueFor(queue: Queue, works: boolean): Queue {
  return works ? queue : { ...queue, handle: () => {}, cron: () => {} };
}
