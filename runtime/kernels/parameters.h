/* The parameters of a model, in two orders: flat, as a model file lists them, and padded, as the kernels want them.
   Weights, gradients and optimizer moments share the padded order, so an update is one pass over plain arrays. */
#ifndef SIGNALBOX_PARAMETERS_H
#define SIGNALBOX_PARAMETERS_H

#include "matrix.h"

typedef enum {
  GATES_FROM_INPUT, /* W_ih of a first layer: blocked inputs x gate columns. Its inputs need no padding and no dx. */
  GATES_FROM_UNITS, /* W_ih of other layers, W_hh: blocked gate columns x lanes(inputs), as dW and dx want it. */
  GATES_FROM_CONSTANT, /* like GATES_FROM_UNITS, for an input that is the same at every step */
  GATE_BIAS,
  LINEAR,           /* blocked outputs x lanes(inputs) */
  LINEAR_BIAS,
} TensorKind;

/* Gate columns: units in panels of VL, within a panel gate after gate: column (unit / VL) * gates * VL + gate * VL +
   unit % VL. So one tile of a product holds all gates of its units, and activates them while still in registers. */
typedef struct {
  TensorKind kind;
  int rows, columns; /* PyTorch's shape; a bias has one column */
  int gates, hidden; /* of gate tensors */
  size_t flat;       /* offset in the flat order */
  size_t at, size;   /* place in the padded order */
  size_t packed;     /* place of the forward copy, where there is one */
} Tensor;

enum { MAX_LAYERS = 8, MAX_TENSORS = 2 * 4 * MAX_LAYERS + 6 };

typedef struct {
  Tensor tensors[MAX_TENSORS];
  int count;
  size_t flat_size, padded_size, packed_size;
} Parameters;

typedef enum { LSTM_AUTOENCODER, GRU_PREDICTOR, SENTINEL } Architecture;

typedef struct {
  Architecture architecture;
  int features, hidden, bottleneck, layers;
} Shape;

static inline int gate_column(const Tensor *t, int gate, int unit) {
  return unit / VL * t->gates * VL + gate * VL + unit % VL;
}
static inline int gate_columns(const Tensor *t) { return t->gates * lanes(t->hidden); }

void describe_parameters(Parameters *p, const Shape *shape);
/* Initial weights in flat order, the same bits as oracle/initialize.ts. */
void initial_weights(const Parameters *p, uint32_t seed, float *flat);
void to_padded(const Parameters *p, float *padded, const float *flat);
void to_flat(const Parameters *p, float *flat, const float *padded);

#endif
