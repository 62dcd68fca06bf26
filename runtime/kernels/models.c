#include "model.h"
#include <math.h>

/* Places of tensors in their model's list. */
static const Tensor *at(const Model *m, int index) { return &m->parameters.tensors[index]; }

static void copy_outputs(const Slice *s, const float *y, int steps, int width) {
  if (!s->outputs) return;
  for (int t = 0; t < steps; t++)
    for (int r = 0; r < s->count; r++)
      memcpy(s->outputs + ((size_t)r * steps + t) * width, y + ((size_t)t * s->count + r) * lanes(width), width * sizeof(float));
}

double run_autoencoder(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s) {
  const Shape *shape = &m->shape;
  int n = s->count, F = shape->features, H = lanes(shape->hidden), bottleneck = 4 * shape->layers;
  const Tensor *narrow = at(m, bottleneck), *wide = at(m, bottleneck + 2), *output = at(m, m->parameters.count - 2);
  float *code = w->a[0], *expanded = w->a[1];

  gather_windows(m, s, w->x);
  stack_forward(m, &w->encoder, w, weights, packed, w->x, lanes(F), 0, s);
  const float *last = stack_outputs(&w->encoder, n) + (size_t)(m->steps - 1) * n * H;
  linear_forward(narrow, weights, packed, last, H, code, n);
  linear_forward(wide, weights, packed, code, lanes(shape->bottleneck), expanded, n);
  stack_forward(m, &w->decoder, w, weights, packed, expanded, H, 1, s);
  const float *top = stack_outputs(&w->decoder, n);
  linear_forward(output, weights, packed, top, H, w->y, m->steps * n);
  copy_outputs(s, w->y, m->steps, F);
  double loss = loss_gradient(m, s, w->y, w->x, F, m->steps * n, 0);
  if (!grads) return loss;

  linear_backward(output, weights, grads, top, H, w->y, NULL, m->steps * n);
  Upstream through_output = {.dy = w->y, .ldy = lanes(F), .outputs = F, .output_weights = weights + output->at};
  stack_backward(m, &w->decoder, w, weights, grads, expanded, H, 1, through_output, w->d[1], s);
  linear_backward(wide, weights, grads, code, lanes(shape->bottleneck), w->d[1], w->d[0], n);
  linear_backward(narrow, weights, grads, last, H, w->d[0], w->d[2], n);
  stack_backward(m, &w->encoder, w, weights, grads, w->x, lanes(F), 0, (Upstream){.at_end = w->d[2]}, NULL, s);
  return loss;
}

/* A head of linear layers that ends in probabilities: the last layer's gradient before its sigmoid. */
static double probabilities(const Model *m, const Slice *s, float *y, float *target, int width) {
  gather_targets(m, s, width, target);
  size_t size = (size_t)s->count * lanes(width);
  float p[size];
  sigmoid_rows(y, size);
  for (int r = 0; r < s->count; r++)
    for (int k = width; k < lanes(width); k++) y[r * lanes(width) + k] = 0;
  memcpy(p, y, sizeof p);
  copy_outputs(s, y, 1, width);
  double loss = loss_gradient(m, s, y, target, width, s->count, 1);
  for (size_t i = 0; i < size; i++) y[i] *= p[i] * (1 - p[i]);
  return loss;
}

double run_predictor(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s) {
  const Shape *shape = &m->shape;
  int n = s->count, F = shape->features, H = lanes(shape->hidden), site = shape->layers - 1;
  const Tensor *fc1 = at(m, 4 * shape->layers), *fc2 = fc1 + 2;
  float *head = w->a[0], *dropped = w->a[1], *y = w->a[2];

  gather_windows(m, s, w->x);
  stack_forward(m, &w->encoder, w, weights, packed, w->x, lanes(F), 0, s);
  const float *last = stack_outputs(&w->encoder, n) + (size_t)(m->steps - 1) * n * H;
  linear_forward(fc1, weights, packed, last, H, head, n);
  relu(head, (size_t)n * H);
  if (drops(m, s)) dropout(m, s, site, dropped, head, shape->hidden, 1);
  else dropped = head;
  linear_forward(fc2, weights, packed, dropped, H, y, n);
  double loss = probabilities(m, s, y, w->d[2], 3);
  if (!grads) return loss;

  linear_backward(fc2, weights, grads, dropped, H, y, w->d[0], n);
  if (drops(m, s)) dropout(m, s, site, w->d[0], w->d[0], shape->hidden, 1);
  relu_backward(head, w->d[0], (size_t)n * H);
  linear_backward(fc1, weights, grads, last, H, w->d[0], w->d[1], n);
  stack_backward(m, &w->encoder, w, weights, grads, w->x, lanes(F), 0, (Upstream){.at_end = w->d[1]}, NULL, s);
  return loss;
}

double run_sentinel(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s) {
  const Tensor *fc[3] = {at(m, 0), at(m, 2), at(m, 4)};
  int n = s->count, in = lanes(m->shape.features), widths[2] = {fc[0]->rows, fc[1]->rows};
  const float *input = w->x;
  int ld = in;
  float *hidden[2] = {w->a[0], w->a[1]}, *dropped[2] = {w->a[2], w->a[3]};
  gather_windows(m, s, w->x);
  for (int l = 0; l < 2; l++) {
    linear_forward(fc[l], weights, packed, input, ld, hidden[l], n);
    relu(hidden[l], (size_t)n * lanes(widths[l]));
    if (drops(m, s)) dropout(m, s, l, dropped[l], hidden[l], widths[l], 1);
    else dropped[l] = hidden[l];
    input = dropped[l];
    ld = lanes(widths[l]);
  }
  linear_forward(fc[2], weights, packed, input, ld, w->y, n);
  double loss = probabilities(m, s, w->y, w->d[2], 1);
  if (!grads) return loss;

  const float *dy = w->y;
  for (int l = 2; l >= 0; l--) {
    float *d = l ? w->d[l - 1] : NULL;
    linear_backward(fc[l], weights, grads, l ? dropped[l - 1] : w->x, l ? lanes(widths[l - 1]) : in, dy, d, n);
    if (!l) break;
    if (drops(m, s)) dropout(m, s, l - 1, d, d, widths[l - 1], 1);
    relu_backward(hidden[l - 1], d, (size_t)n * lanes(widths[l - 1]));
    dy = d;
  }
  return loss;
}

double run_slice(const Model *m, Workspace *w, const float *weights, const float *packed, float *grads, const Slice *s) {
  switch (m->shape.architecture) {
    case LSTM_AUTOENCODER: return run_autoencoder(m, w, weights, packed, grads, s);
    case GRU_PREDICTOR: return run_predictor(m, w, weights, packed, grads, s);
    case SENTINEL: break;
  }
  return run_sentinel(m, w, weights, packed, grads, s);
}
