/**
 * Counts what each of many parties has of something, so that no one of them can have it all. Resolves nothing by waiting:
 * whoever has had their share is told so.
 *
 * @param most how many one party may have at a time
 */
export function createShares(most: number): Shares {
  const taken = new Map<string, number>();
  return (party) => {
    const count = taken.get(party) ?? 0;
    if (count >= most) return undefined;
    taken.set(party, count + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (taken.get(party) ?? 1) - 1;
      if (left > 0) taken.set(party, left);
      else taken.delete(party);
    };
  };
}

/** Takes one for a party and returns how to give it back (once, however often it is called); undefined when it has its share. */
export type Shares = (party: string) => (() => void) | undefined;
