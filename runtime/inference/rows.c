#include "rows.h"

#include <math.h>
#include <stdlib.h>

static bool monitored(const struct payload *model, int feature) { return model->stds[feature] > 0; }

bool row_reader_make(const struct payload *model, struct row_reader *out) {
  *out = (struct row_reader){model, malloc((size_t)model->features * sizeof(double))};
  if (out->last) row_reader_reset(out);
  return out->last != NULL;
}

void row_reader_free(struct row_reader *reader) {
  free(reader->last);
  reader->last = NULL;
}

void row_reader_reset(struct row_reader *reader) {
  for (int f = 0; f < reader->model->features; f++) reader->last[f] = NAN;
}

void row_reader_next(struct row_reader *reader, const double *raw, float *normalised) {
  const struct payload *model = reader->model;
  for (int f = 0; f < model->features; f++) {
    double value = isnan(raw[f]) ? reader->last[f] : raw[f];
    reader->last[f] = value;
    double z = isnan(value) || !monitored(model, f) ? 0 : (value - model->means[f]) / model->stds[f];
    normalised[f] = (float)(z > MOST_DEVIATION ? MOST_DEVIATION : z < -MOST_DEVIATION ? -MOST_DEVIATION : z);
  }
}
