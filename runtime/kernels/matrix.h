/* Matrix products on small dense matrices, register-blocked.

   Activations are plain row-major: a row is one window (or one window at one step), its columns the units, padded
   with zeros to a multiple of VL ("lanes"). Weights are "blocked": columns in blocks of BLOCK lanes, each block
   row-major on its own, so that a product walks through memory in order. Element (m, n) of an M x N blocked matrix
   lies at (n / BLOCK) * M * BLOCK + m * width + n % BLOCK, where width is BLOCK, or VL in a last half block. */
#ifndef SIGNALBOX_MATRIX_H
#define SIGNALBOX_MATRIX_H

#include "vec.h"
#include <stddef.h>

static inline int lanes(int n) { return (n + VL - 1) / VL * VL; }
static inline int block_width(int n, int N) { return N - n < BLOCK ? N - n : BLOCK; }
static inline size_t blocked_at(int m, int n, int M, int N) {
  int first = n / BLOCK * BLOCK;
  return (size_t)first * M + (size_t)m * block_width(first, N) + (n - first);
}

/* C[m][n] (+)= sum_k A[m][k] * B[k][n]; B blocked K x N, N lanes; C row-major. */
void multiply(float *C, int ldc, const float *A, int lda, const float *B, int M, int N, int K, int accumulate);

/* C[m][n] (+)= sum_r A[r][m] * B[r][n]; A and B row-major with `rows` rows; C blocked M x N, N lanes. */
void multiply_transposed(float *C, const float *A, int lda, const float *B, int ldb, int M, int N, int rows, int accumulate);

/* sums[n] (+)= sum_r A[r][n], N lanes. */
void sum_rows(float *sums, const float *A, int lda, int rows, int N, int accumulate);

/* to (blocked N x toN lanes) = transpose of the M x N part of from (blocked M x fromN lanes). Padding stays as it is. */
void transpose_blocked(float *to, const float *from, int M, int N, int fromN, int toN);

#endif
