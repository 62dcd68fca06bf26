/* A model, the memory one thread needs to run it, and its pass over a slice of a batch. */
#ifndef SIGNALBOX_MODEL_H
#define SIGNALBOX_MODEL_H

#include "parameters.h"
#include "recurrent.h"

typedef enum { LOSS_MSE, LOSS_MAE, LOSS_BCE } Loss;

typedef struct {
  Shape shape;
  Parameters parameters;
  int steps;
  Loss loss;
  double dropout;
  int slice; /* windows of a slice at most */
} Model;

/* Windows of one slice. Row-major data as in the job's folder; a window is `steps` rows from its start. */
typedef struct {
  const float *rows, *targets;
  const uint32_t *starts;
  int count;
  int first; /* number of the slice's first window in its batch; dropout hangs on it */
  const uint32_t *dropout_key; /* seed, purpose, epoch, batch; NULL drops nothing */
  double scale;  /* of the loss gradient: 1 / elements of the whole batch */
  float *outputs; /* where to copy the outputs, [count][outputs per window]; NULL for nowhere */
} Slice;

enum { MAX_STACK = MAX_LAYERS };

/* Layers on top of each other. inputs[l] is what layer l > 0 reads: the outputs below after dropout. */
typedef struct {
  Layer layers[MAX_STACK];
  float *inputs[MAX_STACK];
  int count, first_site;
} Stack;

typedef struct {
  Stack encoder, decoder;
  Scratch scratch;
  float *x, *y, *dx;     /* [steps][rows][lanes] */
  float *a[4], *d[4];    /* outputs of linear layers and gradients there, [rows][lanes] */
  char *memory;
} Workspace;

/* Windows of a slice: 16, measured 4 % faster than 32, whose activations leave the last cache level, and letting four
   threads share a batch of 64; an even number of slices where a batch is smaller, so that two threads share it. Fewer where a
   workspace would exceed half a gigabyte. It depends on the job alone, never on the threads, because the slicing decides
   the order of summation and so the last bits of a model. */
int slice_size(const Model *m, int batch);
size_t workspace_bytes(const Model *m);
/* 0 when memory is refused. */
int workspace_create(Workspace *w, const Model *m);

/* Runs a slice; returns the sum of its elements' losses. With `grads` (padded order) adds the gradients. */
double run_slice(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s);

double run_autoencoder(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s);
double run_predictor(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s);
double run_sentinel(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s);

/* --- shared by the three --- */

/* windows -> [steps][count][lanes(features)] */
void gather_windows(const Model *m, const Slice *s, float *x);
/* targets of the windows' last rows -> [count][lanes(width)] */
void gather_targets(const Model *m, const Slice *s, int width, float *to);

void stack_forward(const Model *m, Stack *k, Workspace *w, const float *weights, const float *packed, const float *x, int ldx, int constant, const Slice *s);
/* up: gradient at the top; dx as in recurrent_backward, of the bottom layer. Uses w->dx between layers. */
void stack_backward(const Model *m, Stack *k, Workspace *w, const float *weights, float *grads, const float *x, int ldx, int constant, Upstream up, float *dx, const Slice *s);
static inline float *stack_outputs(const Stack *k, int rows) {
  const Layer *top = &k->layers[k->count - 1];
  return top->h + (size_t)rows * top->units;
}

/* w: a LINEAR tensor, its bias next. y[rows][lanes(out)] = x W^T + b */
void linear_forward(const Tensor *w, const float *weights, const float *packed, const float *x, int ldx, float *y, int rows);
/* Adds gradients; writes dx unless NULL. */
void linear_backward(const Tensor *w, const float *weights, float *grads, const float *x, int ldx, const float *dy, float *dx, int rows);

/* Zeroes units and scales the rest, see oracle/dropout.ts; `to` may be `from`. Rows are [steps][rows][lanes(units)]. */
void dropout(const Model *m, const Slice *s, int site, float *to, const float *from, int units, int steps);
static inline int drops(const Model *m, const Slice *s) { return s->dropout_key && m->dropout > 0; }

void relu(float *x, size_t n);
void relu_backward(const float *y, float *d, size_t n);

/* Sum of losses over the `width` true columns of rows of lanes(width), and the gradient at y, in place. `squashed`
   outputs are probabilities already; others go through a sigmoid under BCE, target and all. */
double loss_gradient(const Model *m, const Slice *s, float *y, const float *target, int width, int rows, int squashed);
/* Turns a gradient at probabilities into one before the sigmoid. */
void sigmoid_rows(float *y, size_t n);

#endif
