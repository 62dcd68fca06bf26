/**
 * Counter-based random numbers on 32-bit words: the value at an index depends on the key and the index alone, so any
 * thread, either engine and a resumed run draw the same ones. The C kernels (kernels/random.h) do the same steps.
 */

/** Murmur3's finalizer: every input bit flips every output bit with probability one half. */
export function scramble(x: number): number {
  let h = x;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A key for what the words name together, such as (seed, purpose, epoch, batch). */
export function deriveKey(...words: number[]): number {
  return words.reduce(
    (key, word) => scramble(Math.imul(key, 31) + Math.imul(word ^ 0x5bd1e995, 0x27d4eb2f)),
    0x2545f491,
  );
}

/** The word at an index of a key's stream: a Weyl sequence, scrambled. Uniform over 0 … 2³²−1. */
export function wordAt(key: number, index: number): number {
  return scramble(key + Math.imul(index, 0x9e3779b9));
}

/** Purposes of random numbers, so that no two streams of one seed are the same. */
export const PURPOSE = { weights: 1, shuffle: 2, dropout: 3 } as const;

/**
 * Fisher-Yates in place. The product stays exact in a double for up to 2²¹ entries; beyond, it rounds the same way
 * in C, which computes it in doubles too.
 */
export function shuffle(values: Uint32Array, key: number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor((wordAt(key, i) * (i + 1)) / 4294967296);
    const kept = values[i] as number;
    values[i] = values[j] as number;
    values[j] = kept;
  }
}
