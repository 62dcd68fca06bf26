#include "model.h"
#include <math.h>

void sigmoid_rows(float *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = 1.0f / (1.0f + expf(-y[i]));
}

/* Cross-entropy is rare and small next to the recurrences, so it is written plainly, with libm. Logarithms are cut
   at -100, as PyTorch does. */
static double cross_entropy(float *y, const float *target, int width, int rows, double scale, int squashed) {
  double sum = 0;
  for (int r = 0; r < rows; r++)
    for (int k = 0; k < width; k++) {
      size_t at = (size_t)r * lanes(width) + k;
      double a = y[at], b = target[at];
      if (squashed) {
        sum -= b * fmax(log(a), -100) + (1 - b) * fmax(log1p(-a), -100);
        y[at] = (float)((a - b) / fmax(a * (1 - a), 1e-12) * scale);
      } else {
        double p = 1 / (1 + exp(-a)), q = 1 / (1 + exp(-b));
        sum += fmax(a, 0) + log1p(exp(-fabs(a))) - q * a;
        y[at] = (float)((p - q) * scale);
      }
    }
  return sum;
}

double loss_gradient(const Model *m, const Slice *s, float *y, const float *target, int width, int rows, int squashed) {
  if (m->loss == LOSS_BCE) {
    double sum = cross_entropy(y, target, width, rows, s->scale, squashed);
    for (int r = 0; r < rows; r++)
      for (int k = width; k < lanes(width); k++) y[(size_t)r * lanes(width) + k] = 0;
    return sum;
  }
  /* Padding columns are zero in outputs and targets, or masked by the caller, and so add nothing. Summed in single
     precision for a few thousand elements a lane, then in double. */
  double sum = 0;
  float scale = (float)s->scale;
  size_t n = (size_t)rows * lanes(width);
  for (size_t from = 0; from < n; from += 4096 * VL) {
    vf part = spread(0);
    size_t to = n - from < 4096 * VL ? n : from + 4096 * VL;
    for (size_t i = from; i < to; i += VL) {
      vf e = load(y + i) - load(target + i);
      if (m->loss == LOSS_MSE) {
        part += e * e;
        store(y + i, e * (2 * scale));
      } else {
        vf up = (vf)((vi)spread(scale) & (e > 0.0f)), down = (vf)((vi)spread(scale) & (e < 0.0f));
        part += vmax(e, -e);
        store(y + i, up - down);
      }
    }
    sum += sum_lanes(part);
  }
  return sum;
}
