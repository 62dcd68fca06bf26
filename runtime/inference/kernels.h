/*
 * The vector kernels of inference, one table per instruction set. A static x86_64 program carries three of them and
 * picks at start, so one file runs on any x86_64 and is fast on a new one; ARM programs carry the one for NEON.
 */
#ifndef SIGNALBOX_KERNELS_H
#define SIGNALBOX_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/*
 * A weight matrix packed for one table. Output rows are taken `lanes` at a time, `group` vectors side by side (the
 * gates of a recurrent cell, or neighbouring rows of a dense layer), and that panel lies in memory in the order the
 * kernel walks it: for each input k, `group` vectors. Integer panels hold two inputs per 32-bit lane.
 */
struct panels {
  int inputs;        /* k, padded to even */
  int count;         /* panels */
  int group;         /* vectors per panel: 1, 3 (GRU) or 4 (LSTM) */
  int width;         /* outputs written per row = count * group * lanes */
  const float *f32;  /* float weights, or NULL */
  const int16_t *i16; /* integer weights, or NULL */
  const float *scale; /* integer only: real value of one unit of the sum, per output */
  const float *bias;  /* per output, or NULL for zero */
};

/*
 * State of the windows that advance together through a recurrent layer. Hidden values are in (-1, 1); integer panels
 * read them as round(h * unit). Rows are `stride` values apart.
 */
struct recurrent_step {
  const struct panels *weights; /* hidden to gates */
  const float *gates_in;        /* input projection with its bias, gates_stride apart per window */
  size_t gates_stride;
  int windows;
  size_t stride;
  float unit;        /* integer only */
  float *cell;       /* LSTM only: in and out */
  const float *h;    /* float: previous hidden */
  float *h_next;
  const int16_t *q;  /* integer: previous hidden */
  int16_t *q_next;
};

struct kernels {
  const char *name;
  int lanes; /* floats per vector */
  /* Rows handled together by `project` and the steps; callers batch in multiples of it. */
  int batch;
  /* Position of input `k` (0 or 1) of lane `lane` within a vector of integer weights. */
  int (*pair_index)(int lane, int k);
  /* out[row] = bias + W in[row]; `in` rows are in_stride apart, `out` rows weights->width apart. */
  void (*project_f32)(const struct panels *weights, const float *in, size_t in_stride, int rows, float *out);
  void (*project_i16)(const struct panels *weights, const int16_t *in, size_t in_stride, int rows, float *out);
  void (*lstm_f32)(const struct recurrent_step *step);
  void (*lstm_i16)(const struct recurrent_step *step);
  void (*gru_f32)(const struct recurrent_step *step);
  void (*gru_i16)(const struct recurrent_step *step);
};

/*
 * The best table this CPU can run, or the one called `name`; NULL when that one is unknown or cannot run here.
 * `name` NULL means the best.
 */
const struct kernels *kernels_pick(const char *name);

/*
 * Gate pre-activations are kept in units of exp2: weights and biases of sigmoid gates are multiplied by -log2(e),
 * those of tanh gates by -2 log2(e), when they are packed, which saves the multiplication at every step.
 */
#define GATE_SIGMOID (-1.44269504088896340736)
#define GATE_TANH (-2.88539008177792681472)

#endif
