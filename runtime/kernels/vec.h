/* Vectors as wide as the CPU's registers, and the few functions of them that gates need. */
#ifndef SIGNALBOX_VEC_H
#define SIGNALBOX_VEC_H

#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__)
#include <immintrin.h>
#define VL 16 /* lanes */
#elif defined(__AVX__)
#define VL 8
#else
#define VL 4 /* NEON, SSE; portable elsewhere */
#endif
/* Weights are laid out in blocks of two vectors, see matrix.h. */
#define BLOCK (2 * VL)

typedef float vf __attribute__((vector_size(VL * 4)));
typedef int32_t vi __attribute__((vector_size(VL * 4)));
typedef uint32_t vu __attribute__((vector_size(VL * 4)));

#define INLINE static inline __attribute__((always_inline))

INLINE vf load(const float *p) { vf v; memcpy(&v, __builtin_assume_aligned(p, VL * 4), sizeof v); return v; }
INLINE void store(float *p, vf v) { memcpy(__builtin_assume_aligned(p, VL * 4), &v, sizeof v); }
/* x - 0 is x for every x, -0 included, so compilers see a plain broadcast; 0 + x would be an addition. */
INLINE vf spread(float x) { return x - (vf){0}; }
/* One instruction with clang and on AVX-512; elsewhere a comparison and a selection. */
INLINE vf vmin(vf a, vf b) {
#if defined(__clang__)
  return __builtin_elementwise_min(a, b);
#elif defined(__AVX512F__)
  return (vf)_mm512_min_ps((__m512)a, (__m512)b);
#else
  vi less = a < b;
  return (vf)((less & (vi)a) | (~less & (vi)b));
#endif
}
INLINE vf vmax(vf a, vf b) { return -vmin(-a, -b); }
INLINE vf clamp(vf x, float limit) {
#if defined(__clang__)
  return __builtin_elementwise_max(__builtin_elementwise_min(x, spread(limit)), spread(-limit));
#else
  return vmax(vmin(x, spread(limit)), spread(-limit));
#endif
}

/* 1/x for x in [1, 2^60]. On AVX-512 an estimate with 14 bits and one Newton step (relative error below 2^-22)
   instead of the divider, which would be the busiest unit of a gate. */
INLINE vf reciprocal(vf x) {
#if defined(__AVX512F__)
  vf y = (vf)_mm512_rcp14_ps((__m512)x);
  return y * (2.0f - x * y);
#else
  return 1.0f / x;
#endif
}

/* e^x for |x| <= 60, relative error below 3e-7: 2^n * 2^f, f in [-1/2, 1/2] by a polynomial of degree 5 fitted for
   least relative error (7.5e-8). */
INLINE vf exp_bounded(vf x) {
  const float magic = 12582912.0f; /* 1.5 * 2^23: adding it rounds to an integer */
  vf shifted = x * 1.44269504f + magic;
  vf n = shifted - magic;
  vf f = x * 1.44269504f - n;
  vf p = f * 0.001327647129073739f + 0.009675540961325169f;
  p = p * f + 0.05550713092088699f;
  p = p * f + 0.24022120237350464f;
  p = p * f + 0.6931469440460205f;
  p = p * f + 1.0000001192092896f;
  return (vf)((vi)p + ((vi)shifted << 23));
}

/* Absolute error of both below 1e-6 everywhere; beyond the clamp they are flat to within 2e-8. */
INLINE vf sigmoid(vf x) { return reciprocal(1.0f + exp_bounded(clamp(-x, 18.0f))); }
INLINE vf tanh_fast(vf x) {
  return 1.0f - 2.0f * reciprocal(1.0f + exp_bounded(clamp(x * 2.0f, 18.0f)));
}

INLINE float sum_lanes(vf v) {
  float s = 0;
  for (int i = 0; i < VL; i++) s += v[i];
  return s;
}

#endif
