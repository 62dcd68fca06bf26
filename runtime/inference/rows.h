/* Raw sensor rows to the normalised rows a network reads, the same way everywhere rows come in. */
#ifndef SIGNALBOX_ROWS_H
#define SIGNALBOX_ROWS_H

#include "payload.h"

/*
 * What a row leaves behind for the next: the last value seen of each feature. A missing value (NaN) repeats it, and
 * before the first one is the mean of the training data, as in training.
 */
struct row_reader {
  const struct payload *model;
  double *last; /* per feature; NaN while none was seen */
};

bool row_reader_make(const struct payload *model, struct row_reader *out);
void row_reader_free(struct row_reader *reader);
/* Forgets what was seen: the next row begins a new sequence. */
void row_reader_reset(struct row_reader *reader);
/*
 * z = (x - mean) / std, kept within +-MOST_DEVIATION so that a broken sensor cannot make a score infinite; 0 for a
 * feature that is not monitored.
 */
void row_reader_next(struct row_reader *reader, const double *raw, float *normalised);

#define MOST_DEVIATION 1e6

#endif
