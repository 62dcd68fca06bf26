#include "matrix.h"

/* Rows of a register tile. With two vectors a row, 8 rows fill 16 of 32 accumulators on AVX-512 and NEON, enough to
   hide the latency of two FMA pipes; AVX2 has 16 registers, of which 12 accumulate. Measured on Zen 5, per thread:
   8 rows 230 GFLOP/s of 260, 12 rows no more. */
#if VL == 8
#define TILE 6
#else
#define TILE 8
#endif

/* One tile of C: R rows, V vectors. a(i, k) is A's element for row i of the tile at depth k. */
#define TILE_BODY(ELEMENT)                                                   \
  vf acc[R][V];                                                              \
  for (int i = 0; i < R; i++)                                                \
    for (int v = 0; v < V; v++) acc[i][v] = accumulate ? load(C + (size_t)i * ldc + v * VL) : spread(0); \
  for (int k = 0; k < K; k++) {                                              \
    vf b[V];                                                                 \
    for (int v = 0; v < V; v++) b[v] = load(B + (size_t)k * ldb + v * VL);   \
    for (int i = 0; i < R; i++) {                                            \
      vf a = spread(ELEMENT);                                                \
      for (int v = 0; v < V; v++) acc[i][v] += a * b[v];                     \
    }                                                                        \
  }                                                                          \
  for (int i = 0; i < R; i++)                                                \
    for (int v = 0; v < V; v++) store(C + (size_t)i * ldc + v * VL, acc[i][v]);

INLINE void tile_plain(const int R, const int V, float *C, int ldc, const float *A, int lda, const float *B, int ldb, int K, int accumulate) {
  TILE_BODY(A[(size_t)i * lda + k])
}
INLINE void tile_transposed(const int R, const int V, float *C, int ldc, const float *A, int lda, const float *B, int ldb, int K, int accumulate) {
  TILE_BODY(A[(size_t)k * lda + i])
}

/* Each size is its own function, with its loops unrolled and its tile in registers. */
#define SIZES(KIND, V)                                                                                                  \
  static void KIND##_##V(int R, float *C, int ldc, const float *A, int lda, const float *B, int ldb, int K, int accumulate) { \
    switch (R) {                                                                                                        \
      case 1: tile_##KIND(1, V, C, ldc, A, lda, B, ldb, K, accumulate); break;                                          \
      case 2: tile_##KIND(2, V, C, ldc, A, lda, B, ldb, K, accumulate); break;                                          \
      case 3: tile_##KIND(3, V, C, ldc, A, lda, B, ldb, K, accumulate); break;                                          \
      case 4: tile_##KIND(4, V, C, ldc, A, lda, B, ldb, K, accumulate); break;                                          \
      case 5: tile_##KIND(5, V, C, ldc, A, lda, B, ldb, K, accumulate); break;                                          \
      case 6: tile_##KIND(6, V, C, ldc, A, lda, B, ldb, K, accumulate); break;                                          \
      case 7: tile_##KIND(7, V, C, ldc, A, lda, B, ldb, K, accumulate); break;                                          \
      default: tile_##KIND(TILE, V, C, ldc, A, lda, B, ldb, K, accumulate);                                             \
    }                                                                                                                   \
  }
SIZES(plain, 1)
SIZES(plain, 2)
SIZES(transposed, 1)
SIZES(transposed, 2)

void multiply(float *C, int ldc, const float *A, int lda, const float *B, int M, int N, int K, int accumulate) {
  for (int n = 0; n < N; n += BLOCK) {
    int width = block_width(n, N);
    for (int m = 0; m < M; m += TILE) {
      int R = M - m < TILE ? M - m : TILE;
      float *c = C + (size_t)m * ldc + n;
      const float *a = A + (size_t)m * lda, *b = B + (size_t)n * K;
      if (width == BLOCK) plain_2(R, c, ldc, a, lda, b, BLOCK, K, accumulate);
      else plain_1(R, c, ldc, a, lda, b, VL, K, accumulate);
    }
  }
}

void multiply_transposed(float *C, const float *A, int lda, const float *B, int ldb, int M, int N, int rows, int accumulate) {
  for (int n = 0; n < N; n += BLOCK) {
    int width = block_width(n, N);
    float *block = C + (size_t)n * M;
    for (int m = 0; m < M; m += TILE) {
      int R = M - m < TILE ? M - m : TILE;
      if (width == BLOCK) transposed_2(R, block + (size_t)m * BLOCK, BLOCK, A + m, lda, B + n, ldb, rows, accumulate);
      else transposed_1(R, block + (size_t)m * VL, VL, A + m, lda, B + n, ldb, rows, accumulate);
    }
  }
}

void sum_rows(float *sums, const float *A, int lda, int rows, int N, int accumulate) {
  for (int n = 0; n < N; n += VL) {
    vf s = accumulate ? load(sums + n) : spread(0);
    for (int r = 0; r < rows; r++) s += load(A + (size_t)r * lda + n);
    store(sums + n, s);
  }
}

void transpose_blocked(float *to, const float *from, int M, int N, int fromN, int toN) {
  for (int n0 = 0; n0 < N; n0 += VL)
    for (int m0 = 0; m0 < M; m0 += VL)
      for (int n = n0; n < n0 + VL && n < N; n++)
        for (int m = m0; m < m0 + VL && m < M; m++) to[blocked_at(n, m, N, toN)] = from[blocked_at(m, n, M, fromN)];
}
