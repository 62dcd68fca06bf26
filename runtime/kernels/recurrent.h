/* One LSTM or GRU layer over all steps of a slice of a batch. */
#ifndef SIGNALBOX_RECURRENT_H
#define SIGNALBOX_RECURRENT_H

#include "parameters.h"

/* A layer's parameters as offsets, and the memory of its passes. All activations are [steps][rows][lanes]. */
typedef struct {
  const Tensor *wih, *whh, *bih, *bhh;
  int gates, hidden, units /* lanes(hidden) */, inputs;
  float *gate; /* activated gates, [steps][rows][gates * units] */
  float *h;    /* outputs with the zero state before them, [steps + 1][rows][units] */
  float *c;    /* LSTM: cells, like h. GRU: W_hn h + b_hn, [steps][rows][units] */
} Layer;

/* Memory shared by the layers of a slice, one at a time. */
typedef struct {
  float *dgate_x; /* a few steps of gradients at the gates' sums, [chunk][rows][gates * units + VL] */
  float *dgate_h; /* the same for W_hh; only a GRU's differ */
  float *dgate_sum; /* over all steps, for a constant input, [rows][gates * units] */
  float *constant;  /* gate sums a constant input causes, [rows][gates * units] */
  float *dh, *dc;   /* carried from step to step, [rows][units] */
} Scratch;

/* Rows (windows x steps) of one weight-gradient product: enough to pay for loading and storing its accumulators, few
   enough to stay in the first two cache levels. */
enum { CHUNK_ROWS = 128 };
static inline int chunk_steps(int rows) { return rows >= CHUNK_ROWS ? 1 : CHUNK_ROWS / rows; }

/* x: [steps][rows][ldx], or [rows][ldx] when `constant`. packed: forward copies of the weights. */
void recurrent_forward(const Layer *l, Scratch *s, const float *weights, const float *packed, const float *x, int ldx, int constant, int steps, int rows);

/* Gradient at a layer's outputs, three ways; unused ones are NULL. */
typedef struct {
  const float *at_end;   /* [rows][units], at the last step only */
  const float *at_steps; /* [steps][rows][units] */
  const float *dy; int ldy, outputs; const float *output_weights; /* through a Linear at every step */
} Upstream;

/* Adds the layer's gradients to `grads` and writes dx ([steps][rows][lanes(inputs)], or [rows][...] for a constant input;
   NULL to skip it). */
void recurrent_backward(const Layer *l, Scratch *s, const float *weights, float *grads, const float *x, int ldx, int constant, Upstream up, float *dx, int steps, int rows);

#endif
