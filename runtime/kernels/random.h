/* Counter-based random numbers, the same bits as oracle/random.ts. */
#ifndef SIGNALBOX_RANDOM_H
#define SIGNALBOX_RANDOM_H

#include "vec.h"

enum { PURPOSE_WEIGHTS = 1, PURPOSE_SHUFFLE = 2, PURPOSE_DROPOUT = 3 };

static inline uint32_t scramble(uint32_t h) {
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  return h ^ (h >> 16);
}

static inline uint32_t derive_key(const uint32_t *words, int count) {
  uint32_t key = 0x2545f491u;
  for (int i = 0; i < count; i++) key = scramble(key * 31u + (words[i] ^ 0x5bd1e995u) * 0x27d4eb2fu);
  return key;
}

static inline uint32_t word_at(uint32_t key, uint32_t index) { return scramble(key + index * 0x9e3779b9u); }

/* VL consecutive words, from `index` on. */
INLINE vu words_at(uint32_t key, uint32_t index) {
  vu h;
  for (int i = 0; i < VL; i++) h[i] = i;
  h = key + (h + index) * 0x9e3779b9u;
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  return h ^ (h >> 16);
}

#endif
