/** What is kept of a node as long as it is connected: the last one of each kind. */
const kinds = ['stats', 'health', 'config_response'] as const;
type Kind = (typeof kinds)[number];

export type Holding<Holder extends object> = {
  /** Whether a message may be taken in; one that is kept takes the place of the last one of its kind. */
  admits(holder: Holder, type: string, bytes: number): boolean;
  /** The holder is gone. */
  release(holder: Holder): void;
};

/**
 * Bounds what all nodes together make the house keep: JSON takes up to six times its text in memory. When `most` bytes are
 * kept, messages of more than `modest` are left out; those of a fleet that is well are smaller, and never are.
 */
export function createHolding<Holder extends object>(
  { most, modest } = { most: 256 * 1024 * 1024, modest: 256 * 1024 },
): Holding<Holder> {
  const held = new Map<Holder, Record<Kind, number>>();
  let total = 0;
  return {
    admits(holder, type, bytes) {
      const kind = kinds.find((one) => one === type);
      if (kind === undefined) return true;
      const own = held.get(holder) ?? { stats: 0, health: 0, config_response: 0 };
      const more = bytes - own[kind];
      if (bytes > modest && more > 0 && total + more > most) return false;
      total += more;
      held.set(holder, { ...own, [kind]: bytes });
      return true;
    },
    release(holder) {
      const own = held.get(holder);
      if (!own) return;
      for (const kind of kinds) total -= own[kind];
      held.delete(holder);
    },
  };
}
