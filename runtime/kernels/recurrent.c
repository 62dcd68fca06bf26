#include "recurrent.h"
#include "cells.h"

/* One step for all windows and units. A panel's weights (32 KiB at the default size) stay in the first cache level
   while the windows pass by. */
static void forward_step(const Layer *l, Step s, const float *wx, const float *wh, int rows) {
  Step p = s;
  for (int panel = 0; panel < l->units / VL; panel++) {
    int column = panel * l->gates * VL, unit = panel * VL, r = 0;
    p.wx = wx + (size_t)panel * s.nx * l->gates * VL;
    p.wh = wh + (size_t)panel * l->hidden * l->gates * VL;
    p.bih = s.bih + column;
    p.bhh = s.bhh + column;
    p.sums = s.sums ? s.sums + column : NULL;
    p.gate = s.gate + column;
    p.c0 = s.c0 + unit;
    p.c = s.c + unit;
    p.h = s.h + unit;
    if (l->gates == 4) {
      for (; r + CELL_TILE <= rows; r += CELL_TILE) lstm_tile(CELL_TILE, &p, r);
      for (; r < rows; r++) lstm_tile(1, &p, r);
    } else {
      for (; r + CELL_TILE <= rows; r += CELL_TILE) gru_tile(CELL_TILE, &p, r);
      for (; r < rows; r++) gru_tile(1, &p, r);
    }
  }
}

void recurrent_forward(const Layer *l, Scratch *s, const float *weights, const float *packed, const float *x, int ldx, int constant, int steps, int rows) {
  int columns = l->gates * l->units;
  size_t state = (size_t)rows * l->units;
  const float *bih = weights + l->bih->at, *bhh = weights + l->bhh->at;
  memset(l->h, 0, state * sizeof(float));
  if (l->gates == 4) memset(l->c, 0, state * sizeof(float));
  if (constant) {
    for (int r = 0; r < rows; r++)
      for (int n = 0; n < columns; n += VL) store(s->constant + (size_t)r * columns + n, load(bih + n) + load(bhh + n));
    multiply(s->constant, columns, x, ldx, packed + l->wih->packed, rows, columns, l->inputs, 1);
  }
  for (int t = 0; t < steps; t++) {
    float *h0 = l->h + t * state;
    Step step = {
      .x = x + (constant ? 0 : (size_t)t * rows * ldx), .ldx = ldx, .nx = constant ? 0 : l->inputs,
      .h0 = h0, .nh = t ? l->hidden : 0, .bih = bih, .bhh = bhh,
      .sums = constant ? s->constant : NULL, .ldsums = columns,
      .gate = l->gate + (size_t)t * rows * columns, .ldgate = columns,
      .c0 = l->gates == 4 ? l->c + t * state : h0, .c = l->gates == 4 ? l->c + (t + 1) * state : l->c + t * state,
      .h = h0 + state, .units = l->units,
    };
    forward_step(l, step, packed + l->wih->packed, packed + l->whh->packed, rows);
  }
}

static void backward_step(const Layer *l, Scratch *s, float *dgx, float *dgh, int ldg, int t, int rows) {
  int columns = l->gates * l->units;
  size_t state = (size_t)rows * l->units;
  for (int r = 0; r < rows; r++) {
    const float *gate = l->gate + ((size_t)t * rows + r) * columns;
    if (t > 0) {
      /* The step that comes next was written long ago; fetched now, it arrives during the products (+1.5 %). */
      const float *next = gate - (size_t)rows * columns, *c = l->c + (t - 1) * state + (size_t)r * l->units;
      for (int i = 0; i < columns; i += 16) __builtin_prefetch(next + i, 0, 2);
      for (int i = 0; i < l->units; i += 16) __builtin_prefetch(c + i, 0, 2);
    }
    for (int panel = 0; panel < l->units / VL; panel++) {
      size_t at = (size_t)r * l->units + panel * VL, column = panel * l->gates * VL;
      const float *before = (l->gates == 4 ? l->c : l->h) + t * state + at;
      if (l->gates == 4) lstm_back(gate + column, before, before + state, s->dh + at, s->dc + at, dgx + (size_t)r * ldg + column);
      else gru_back(gate + column, before, l->c + t * state + at, s->dh + at, dgx + (size_t)r * ldg + column, dgh + (size_t)r * ldg + column);
    }
  }
}

/* Adds `from` to dh. */
static void add_to(float *dh, const float *from, size_t n) {
  for (size_t i = 0; i < n; i += VL) store(dh + i, load(dh + i) + load(from + i));
}

void recurrent_backward(const Layer *l, Scratch *s, const float *weights, float *grads, const float *x, int ldx, int constant, Upstream up, float *dx, int steps, int rows) {
  int columns = l->gates * l->units, ldg = columns + VL; /* off the powers of two, which would crowd few cache sets */
  size_t state = (size_t)rows * l->units;
  int lstm = l->gates == 4, chunk = chunk_steps(rows);
  const float *whh = weights + l->whh->at, *wih = weights + l->wih->at;
  memset(s->dh, 0, state * sizeof(float));
  memset(s->dc, 0, state * sizeof(float));
  if (constant) memset(s->dgate_sum, 0, (size_t)rows * columns * sizeof(float));
  if (up.at_end) add_to(s->dh, up.at_end, state);

  for (int end = steps; end > 0; end -= chunk) {
    int begin = end > chunk ? end - chunk : 0;
    for (int t = end - 1; t >= begin; t--) {
      float *dgx = s->dgate_x + (size_t)(t - begin) * rows * ldg;
      float *dgh = lstm ? dgx : s->dgate_h + (size_t)(t - begin) * rows * ldg;
      if (up.at_steps) add_to(s->dh, up.at_steps + t * state, state);
      if (up.dy) multiply(s->dh, l->units, up.dy + (size_t)t * rows * up.ldy, up.ldy, up.output_weights, rows, l->units, up.outputs, 1);
      backward_step(l, s, dgx, dgh, ldg, t, rows);
      if (t > 0) multiply(s->dh, l->units, dgh, ldg, whh, rows, l->units, columns, !lstm);
      if (dx && !constant) multiply(dx + (size_t)t * rows * lanes(l->inputs), lanes(l->inputs), dgx, ldg, wih, rows, lanes(l->inputs), columns, 0);
    }
    /* The weights' gradients from all of the chunk's steps at once. W_hh has none from the first step: the state
       before it is zero. */
    int n = (end - begin) * rows, skip = begin == 0 ? rows : 0;
    const float *dgh = lstm ? s->dgate_x : s->dgate_h;
    multiply_transposed(grads + l->whh->at, dgh + (size_t)skip * ldg, ldg, l->h + begin * state + (size_t)skip * l->units, l->units, columns, l->units, n - skip, 1);
    if (constant) {
      for (int k = 0; k < n; k++) add_to(s->dgate_sum + (size_t)(k % rows) * columns, s->dgate_x + (size_t)k * ldg, columns);
    } else if (l->wih->kind == GATES_FROM_INPUT) {
      multiply_transposed(grads + l->wih->at, x + (size_t)begin * rows * ldx, ldx, s->dgate_x, ldg, l->inputs, columns, n, 1);
    } else {
      multiply_transposed(grads + l->wih->at, s->dgate_x, ldg, x + (size_t)begin * rows * ldx, ldx, columns, lanes(l->inputs), n, 1);
    }
    if (!constant) sum_rows(grads + l->bih->at, s->dgate_x, ldg, n, columns, 1);
    if (!lstm) sum_rows(grads + l->bhh->at, s->dgate_h, ldg, n, columns, 1);
  }
  if (constant) {
    multiply_transposed(grads + l->wih->at, s->dgate_sum, columns, x, ldx, columns, lanes(l->inputs), rows, 1);
    sum_rows(grads + l->bih->at, s->dgate_sum, columns, rows, columns, 1);
    if (dx) multiply(dx, lanes(l->inputs), s->dgate_sum, columns, wih, rows, lanes(l->inputs), columns, 0);
  }
  if (lstm) memcpy(grads + l->bhh->at, grads + l->bih->at, columns * sizeof(float));
}
