/* Rows of one sequence, one after another: each is scored by the window of rows that ends with it. */
#ifndef SIGNALBOX_STREAM_H
#define SIGNALBOX_STREAM_H

#include "model.h"
#include "rows.h"

struct stream {
  const struct model *model;
  struct scratch *scratch; /* may be shared by streams */
  struct row_reader reader;
  struct scoring_state state;
  float *rows; /* a window slides through it; moved back to the front when it reaches the end */
  size_t next; /* row to be written; 0 before the first */
  float *output;
  float *observation;
  float *contributions; /* of the row pushed last, per feature */
};

bool stream_make(const struct model *model, struct scratch *scratch, struct stream *out);
void stream_reset(struct stream *stream);

/* Takes one row of raw readings (NaN: none), and says what to think of it. */
struct verdict stream_push(struct stream *stream, const double *raw);

#endif
