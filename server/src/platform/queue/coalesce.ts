/**
 * Collects items while a call of `write` is on its way and hands them to the next one together. The returned function resolves
 * or rejects with the call its items were in.
 */
export function coalesce<Item>(
  write: (items: readonly Item[]) => Promise<void>,
): (items: readonly Item[]) => Promise<void> {
  let waiting: Item[] = [];
  let next: Promise<void> | undefined;
  let current: Promise<unknown> = Promise.resolve();
  return (items) => {
    waiting.push(...items);
    next ??= current.then(() => {
      const batch = waiting;
      waiting = [];
      next = undefined;
      const written = write(batch);
      current = written.catch(() => {});
      return written;
    });
    return next;
  };
}
