#include "kernels.h"

#include <string.h>

#define SET_PORTABLE 0
#define SET_SSE2 1
#define SET_AVX2 2
#define SET_AVX512 3
#define SET_NEON 4

#define INLINE static inline __attribute__((always_inline))
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 32")
#endif
#define PASTE_(a, b) a##_##b
#define PASTE(a, b) PASTE_(a, b)

/* 2^r - 1 on [-0.5, 0.5] without constant term, fitted for least relative error (9.2e-8). */
#define EXP2_C1 6.931469769e-01f
#define EXP2_C2 2.402224111e-01f
#define EXP2_C3 5.550734516e-02f
#define EXP2_C4 9.671576474e-03f
#define EXP2_C5 1.326464542e-03f

/*
 * LANES: floats per vector. BATCH: input rows per register block, so that BATCH * 4 sums fit the registers.
 * PANELS: panels walked side by side for a single row, which needs that many sums in flight to hide latency.
 */
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define NAME(x) PASTE(x, sse2)
#define SET SET_SSE2
#define SET_NAME "sse2"
#define LANES 4
#define BATCH 2
#define PANELS 2
#include "simd.inc"
#include "kernels.inc"
#include "undefine.inc"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif
#define NAME(x) PASTE(x, avx2)
#define SET SET_AVX2
#define SET_NAME "avx2"
#define LANES 8
#define BATCH 2
#define PANELS 2
#include "simd.inc"
#include "kernels.inc"
#include "undefine.inc"
#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,evex512"))), \
                             apply_to = function)
#else
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")
#endif
#define NAME(x) PASTE(x, avx512)
#define SET SET_AVX512
#define SET_NAME "avx512"
#define LANES 16
#define BATCH 6
#define PANELS 4
#include "simd.inc"
#include "kernels.inc"
#include "undefine.inc"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

static uint64_t enabled_state(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

/* Asked by hand, because the compilers' own check needs a runtime library that not all of them bring. */
static int can_run(const struct kernels *table) {
  if (table == &table_sse2) return 1;
  uint32_t a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE) || !(c & bit_FMA)) return 0;
  uint64_t state = enabled_state();
  if ((state & 0x06) != 0x06 || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_AVX2)) return 0;
  if (table == &table_avx2) return 1;
  uint32_t needed = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;
  return (state & 0xe6) == 0xe6 && (b & needed) == needed && (c & bit_AVX512VNNI);
}

static const struct kernels *const tables[] = {&table_avx512, &table_avx2, &table_sse2};

#elif defined(__ARM_NEON)
#include <arm_neon.h>

#define NAME(x) PASTE(x, neon)
#define SET SET_NEON
#define SET_NAME "neon"
#define LANES 4
#if defined(__aarch64__)
#define BATCH 6
#define PANELS 4
#else
#define BATCH 2
#define PANELS 2
#endif
#include "simd.inc"
#include "kernels.inc"
#include "undefine.inc"

static int can_run(const struct kernels *table) { return table != NULL; }
static const struct kernels *const tables[] = {&table_neon};

#else
#define NAME(x) PASTE(x, portable)
#define SET SET_PORTABLE
#define SET_NAME "portable"
#define LANES 4
#define BATCH 2
#define PANELS 2
#include "simd.inc"
#include "kernels.inc"
#include "undefine.inc"

static int can_run(const struct kernels *table) { return table != NULL; }
static const struct kernels *const tables[] = {&table_portable};
#endif

const struct kernels *kernels_pick(const char *name) {
  for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
    if ((!name || !strcmp(name, tables[i]->name)) && can_run(tables[i])) return tables[i];
  return NULL;
}
