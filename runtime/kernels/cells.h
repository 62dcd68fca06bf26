/* What an LSTM and a GRU do at one step: gates while they are in registers, and their derivatives. */
#ifndef SIGNALBOX_CELLS_H
#define SIGNALBOX_CELLS_H

#include "recurrent.h"

/* Windows of a register tile: times four gate vectors, 16 accumulators on wide machines, 8 where there are 16 registers. */
#if VL == 8
#define CELL_TILE 2
#else
#define CELL_TILE 4
#endif

/* One step's memory for one panel of VL units; rows are ld apart. */
typedef struct {
  const float *x, *wx; int ldx, nx;   /* input and its packed weights [nx][gates][VL]; nx 0 when there is none */
  const float *h0, *wh; int nh;       /* state before, its packed weights; nh 0 at the first step */
  const float *bih, *bhh;             /* [gates][VL] */
  const float *sums; int ldsums;      /* sums a constant input caused, biases included; NULL without one */
  float *gate; int ldgate;            /* out */
  const float *c0; float *c, *h; int units;
} Step;

#define UNROLLED _Pragma("GCC unroll 8")

/* Accumulates `depth` columns of `in` against packed weights; gate q of the weights goes to accumulator TO(q). */
#define ACCUMULATE(R, GATES, in, ldin, w, depth, TO)                                     \
  for (int k = 0; k < (depth); k++) {                                                    \
    vf wk[GATES];                                                                        \
    UNROLLED for (int q = 0; q < (GATES); q++) wk[q] = load((w) + (size_t)k * (GATES) * VL + q * VL); \
    UNROLLED for (int r = 0; r < (R); r++) {                                             \
      vf a = spread((in)[(size_t)r * (ldin) + k]);                                       \
      UNROLLED for (int q = 0; q < (GATES); q++) acc[r][TO(q)] += a * wk[q];             \
    }                                                                                    \
  }
#define SAME(q) (q)
#define HIDDEN_N(q) ((q) == 2 ? 3 : (q)) /* a GRU keeps W_hn h apart, because r multiplies it */

INLINE void lstm_tile(const int R, const Step *s, int first) {
  vf acc[R][4];
  UNROLLED for (int r = 0; r < R; r++)
    UNROLLED for (int q = 0; q < 4; q++)
      acc[r][q] = s->sums ? load(s->sums + (size_t)(first + r) * s->ldsums + q * VL) : load(s->bih + q * VL) + load(s->bhh + q * VL);
  const float *x = s->x + (size_t)first * s->ldx, *h0 = s->h0 + (size_t)first * s->units;
  ACCUMULATE(R, 4, x, s->ldx, s->wx, s->nx, SAME)
  ACCUMULATE(R, 4, h0, s->units, s->wh, s->nh, SAME)
  UNROLLED for (int r = 0; r < R; r++) {
    size_t row = first + r;
    vf i = sigmoid(acc[r][0]), f = sigmoid(acc[r][1]), g = tanh_fast(acc[r][2]), o = sigmoid(acc[r][3]);
    vf c = f * load(s->c0 + row * s->units) + i * g;
    float *gate = s->gate + row * s->ldgate;
    store(gate, i);
    store(gate + VL, f);
    store(gate + 2 * VL, g);
    store(gate + 3 * VL, o);
    store(s->c + row * s->units, c);
    store(s->h + row * s->units, o * tanh_fast(c));
  }
}

INLINE void gru_tile(const int R, const Step *s, int first) {
  vf acc[R][4]; /* r, z, n from x, n from h */
  UNROLLED for (int r = 0; r < R; r++) {
    acc[r][0] = load(s->bih) + load(s->bhh);
    acc[r][1] = load(s->bih + VL) + load(s->bhh + VL);
    acc[r][2] = load(s->bih + 2 * VL);
    acc[r][3] = load(s->bhh + 2 * VL);
  }
  const float *x = s->x + (size_t)first * s->ldx, *h0 = s->h0 + (size_t)first * s->units;
  ACCUMULATE(R, 3, x, s->ldx, s->wx, s->nx, SAME)
  ACCUMULATE(R, 3, h0, s->units, s->wh, s->nh, HIDDEN_N)
  UNROLLED for (int q = 0; q < R; q++) {
    size_t row = first + q;
    vf r = sigmoid(acc[q][0]), z = sigmoid(acc[q][1]), n = tanh_fast(acc[q][2] + r * acc[q][3]);
    float *gate = s->gate + row * s->ldgate;
    store(gate, r);
    store(gate + VL, z);
    store(gate + 2 * VL, n);
    store(s->c + row * s->units, acc[q][3]);
    store(s->h + row * s->units, n + z * (load(s->c0 + row * s->units) - n));
  }
}

/* Gradients at one row's gate sums for one panel; dh comes in complete and, for a GRU, leaves with its direct share. */
INLINE void lstm_back(const float *gate, const float *c0, const float *c, float *dh, float *dc, float *out) {
  vf i = load(gate), f = load(gate + VL), g = load(gate + 2 * VL), o = load(gate + 3 * VL);
  vf up = load(dh), th = tanh_fast(load(c));
  vf cell = up * o * (1.0f - th * th) + load(dc);
  store(out, cell * g * i * (1.0f - i));
  store(out + VL, cell * load(c0) * f * (1.0f - f));
  store(out + 2 * VL, cell * i * (1.0f - g * g));
  store(out + 3 * VL, up * th * o * (1.0f - o));
  store(dc, cell * f);
}

INLINE void gru_back(const float *gate, const float *h0, const float *hn, float *dh, float *out_x, float *out_h) {
  vf r = load(gate), z = load(gate + VL), n = load(gate + 2 * VL), up = load(dh);
  vf dn = up * (1.0f - z) * (1.0f - n * n);
  vf dr = dn * load(hn) * r * (1.0f - r);
  vf dz = up * (load(h0) - n) * z * (1.0f - z);
  store(out_x, dr);
  store(out_x + VL, dz);
  store(out_x + 2 * VL, dn);
  store(out_h, dr);
  store(out_h + VL, dz);
  store(out_h + 2 * VL, dn * r);
  store(dh, up * z);
}

#endif
