/** A queue of bounded length: what is added to a full one pushes the oldest out. */
export function createRing<Item>(capacity: number) {
  let items: (Item | undefined)[] = [];
  let first = 0;
  let size = 0;

  return {
    size: () => size,
    /** Returns whether the oldest was pushed out. */
    push(item: Item): boolean {
      const full = size === capacity;
      if (full) first = (first + 1) % capacity;
      else size++;
      items[(first + size - 1) % capacity] = item;
      return full;
    },
    /** Puts items that were taken back in front, the newest of them where not all fit; returns how many did not. */
    putBack(taken: readonly Item[]): number {
      const fitting = Math.min(taken.length, capacity - size);
      for (let i = 1; i <= fitting; i++) {
        first = (first + capacity - 1) % capacity;
        items[first] = taken[taken.length - i];
      }
      size += fitting;
      return taken.length - fitting;
    },
    take(most: number): Item[] {
      const taken: Item[] = [];
      while (size > 0 && taken.length < most) {
        taken.push(items[first] as Item);
        items[first] = undefined;
        first = (first + 1) % capacity;
        size--;
      }
      if (size === 0) {
        items = [];
        first = 0;
      }
      return taken;
    },
  };
}
