#include "model.h"
#include "random.h"

void gather_windows(const Model *m, const Slice *s, float *x) {
  int F = m->shape.features, ld = lanes(F);
  for (int r = 0; r < s->count; r++) {
    const float *from = s->rows + (size_t)s->starts[r] * F;
    for (int t = 0; t < m->steps; t++, from += F) {
      float *to = x + ((size_t)t * s->count + r) * ld;
      for (int f = 0; f < F; f++) to[f] = from[f];
      for (int f = F; f < ld; f++) to[f] = 0;
    }
  }
}

void gather_targets(const Model *m, const Slice *s, int width, float *to) {
  for (int r = 0; r < s->count; r++)
    for (int k = 0; k < lanes(width); k++)
      to[r * lanes(width) + k] = k < width ? s->targets[(size_t)(s->starts[r] + m->steps - 1) * width + k] : 0;
}

void dropout(const Model *m, const Slice *s, int site, float *to, const float *from, int units, int steps) {
  uint32_t words[5];
  memcpy(words, s->dropout_key, 4 * sizeof *words);
  words[4] = (uint32_t)site;
  uint32_t key = derive_key(words, 5), limit = (uint32_t)(m->dropout * 4294967296.0);
  float scale = (float)(1 / (1 - m->dropout));
  int ld = lanes(units);
  for (int t = 0; t < steps; t++)
    for (int r = 0; r < s->count; r++) {
      size_t at = ((size_t)t * s->count + r) * ld;
      uint32_t index = (uint32_t)((size_t)(r + s->first) * steps + t) * (uint32_t)units;
      for (int u = 0; u < ld; u += VL) {
        vi kept = words_at(key, index + u) >= limit;
        store(to + at + u, (vf)((vi)(load(from + at + u) * scale) & kept));
      }
    }
}

void stack_forward(const Model *m, Stack *k, Workspace *w, const float *weights, const float *packed, const float *x, int ldx, int constant, const Slice *s) {
  for (int l = 0; l < k->count; l++) {
    Layer *layer = &k->layers[l];
    if (l > 0) {
      Layer *below = &k->layers[l - 1];
      float *h = below->h + (size_t)s->count * below->units;
      /* Without dropout a layer reads the outputs below where they are. */
      if (drops(m, s)) dropout(m, s, k->first_site + l - 1, k->inputs[l], h, below->hidden, m->steps);
      x = drops(m, s) ? k->inputs[l] : h;
      ldx = below->units;
    }
    recurrent_forward(layer, &w->scratch, weights, packed, x, ldx, constant && l == 0, m->steps, s->count);
  }
}

void stack_backward(const Model *m, Stack *k, Workspace *w, const float *weights, float *grads, const float *x, int ldx, int constant, Upstream up, float *dx, const Slice *s) {
  for (int l = k->count - 1; l >= 0; l--) {
    const Layer *below = l ? &k->layers[l - 1] : NULL;
    const float *input = !below ? x : drops(m, s) ? k->inputs[l] : below->h + (size_t)s->count * below->units;
    /* A layer reads the gradient of a step before it writes dx there, so one buffer serves them all. */
    recurrent_backward(&k->layers[l], &w->scratch, weights, grads, input, below ? below->units : ldx, constant && !below, up, below ? w->dx : dx, m->steps, s->count);
    if (below && drops(m, s)) dropout(m, s, k->first_site + l - 1, w->dx, w->dx, below->hidden, m->steps);
    up = (Upstream){.at_steps = w->dx};
  }
}

void linear_forward(const Tensor *w, const float *weights, const float *packed, const float *x, int ldx, float *y, int rows) {
  int out = lanes(w->rows);
  const float *bias = weights + (w + 1)->at;
  for (int r = 0; r < rows; r++)
    for (int n = 0; n < out; n += VL) store(y + (size_t)r * out + n, load(bias + n));
  multiply(y, out, x, ldx, packed + w->packed, rows, out, w->columns, 1);
}

void linear_backward(const Tensor *w, const float *weights, float *grads, const float *x, int ldx, const float *dy, float *dx, int rows) {
  int in = lanes(w->columns), out = lanes(w->rows);
  multiply_transposed(grads + w->at, dy, out, x, ldx, w->rows, in, rows, 1);
  sum_rows(grads + (w + 1)->at, dy, out, rows, out, 1);
  if (dx) multiply(dx, in, dy, out, weights + w->at, rows, in, w->rows, 0);
}

void relu(float *x, size_t n) {
  for (size_t i = 0; i < n; i += VL) store(x + i, vmax(load(x + i), spread(0)));
}

void relu_backward(const float *y, float *d, size_t n) {
  for (size_t i = 0; i < n; i += VL) store(d + i, (vf)((vi)load(d + i) & (load(y + i) > 0.0f)));
}
