#include "parameters.h"
#include "random.h"
#include <math.h>

static Tensor *add(Parameters *p, TensorKind kind, int rows, int columns, int gates, int hidden) {
  Tensor *t = &p->tensors[p->count++];
  *t = (Tensor){.kind = kind, .rows = rows, .columns = columns, .gates = gates, .hidden = hidden};
  t->flat = p->flat_size;
  t->at = p->padded_size;
  t->packed = p->packed_size;
  size_t gl = (size_t)gates * lanes(hidden), packed = 0;
  switch (kind) {
    case GATES_FROM_INPUT: t->size = columns * gl; packed = t->size; break;
    case GATES_FROM_UNITS:
    case GATES_FROM_CONSTANT: t->size = gl * lanes(columns); packed = columns * gl; break;
    case GATE_BIAS: t->size = gl; break;
    case LINEAR: t->size = (size_t)rows * lanes(columns); packed = (size_t)columns * lanes(rows); break;
    case LINEAR_BIAS: t->size = lanes(rows); break;
  }
  t->size = (t->size + VL - 1) / VL * VL;
  p->flat_size += (size_t)rows * columns;
  p->padded_size += t->size;
  p->packed_size += (packed + VL - 1) / VL * VL;
  return t;
}

static void add_recurrent(Parameters *p, int gates, int inputs, int hidden, int layers, TensorKind first) {
  for (int layer = 0; layer < layers; layer++) {
    add(p, layer ? GATES_FROM_UNITS : first, gates * hidden, layer ? hidden : inputs, gates, hidden);
    add(p, GATES_FROM_UNITS, gates * hidden, hidden, gates, hidden);
    add(p, GATE_BIAS, gates * hidden, 1, gates, hidden);
    add(p, GATE_BIAS, gates * hidden, 1, gates, hidden);
  }
}

static void add_linear(Parameters *p, int inputs, int outputs) {
  add(p, LINEAR, outputs, inputs, 0, 0);
  add(p, LINEAR_BIAS, outputs, 1, 0, 0);
}

void describe_parameters(Parameters *p, const Shape *s) {
  *p = (Parameters){0};
  switch (s->architecture) {
    case LSTM_AUTOENCODER:
      add_recurrent(p, 4, s->features, s->hidden, s->layers, GATES_FROM_INPUT);
      add_linear(p, s->hidden, s->bottleneck);
      add_linear(p, s->bottleneck, s->hidden);
      add_recurrent(p, 4, s->hidden, s->hidden, s->layers, GATES_FROM_CONSTANT);
      add_linear(p, s->hidden, s->features);
      break;
    case GRU_PREDICTOR:
      add_recurrent(p, 3, s->features, s->hidden, s->layers, GATES_FROM_INPUT);
      add_linear(p, s->hidden, s->hidden);
      add_linear(p, s->hidden, 3);
      break;
    case SENTINEL:
      add_linear(p, s->features, 128);
      add_linear(p, 128, 64);
      add_linear(p, 64, 1);
      break;
  }
}

void initial_weights(const Parameters *p, uint32_t seed, float *flat) {
  for (int i = 0; i < p->count; i++) {
    const Tensor *t = &p->tensors[i];
    size_t n = (size_t)t->rows * t->columns;
    int bias = t->kind == GATE_BIAS || t->kind == LINEAR_BIAS;
    double bound = bias ? 0 : sqrt(6.0 / (t->kind == LINEAR ? t->columns : t->rows + t->columns));
    uint32_t key = derive_key((uint32_t[]){seed, PURPOSE_WEIGHTS, (uint32_t)i}, 3);
    for (size_t k = 0; k < n; k++)
      flat[t->flat + k] = bias ? 0 : (float)(((word_at(key, (uint32_t)k) >> 8) / 8388608.0 - 1.0) * bound);
  }
}

static size_t padded_at(const Tensor *t, int row, int column) {
  int g = t->gates ? gate_column(t, row / t->hidden, row % t->hidden) : 0;
  switch (t->kind) {
    case GATES_FROM_INPUT: return t->at + blocked_at(column, g, t->columns, gate_columns(t));
    case GATES_FROM_UNITS:
    case GATES_FROM_CONSTANT: return t->at + blocked_at(g, column, gate_columns(t), lanes(t->columns));
    case GATE_BIAS: return t->at + g;
    case LINEAR: return t->at + blocked_at(row, column, t->rows, lanes(t->columns));
    case LINEAR_BIAS: break;
  }
  return t->at + row;
}

void to_padded(const Parameters *p, float *padded, const float *flat) {
  memset(padded, 0, p->padded_size * sizeof *padded);
  for (int i = 0; i < p->count; i++) {
    const Tensor *t = &p->tensors[i];
    for (int r = 0; r < t->rows; r++)
      for (int c = 0; c < t->columns; c++) padded[padded_at(t, r, c)] = flat[t->flat + (size_t)r * t->columns + c];
  }
}

void to_flat(const Parameters *p, float *flat, const float *padded) {
  for (int i = 0; i < p->count; i++) {
    const Tensor *t = &p->tensors[i];
    for (int r = 0; r < t->rows; r++)
      for (int c = 0; c < t->columns; c++) flat[t->flat + (size_t)r * t->columns + c] = padded[padded_at(t, r, c)];
  }
}
