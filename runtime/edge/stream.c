#include "stream.h"

#include <stdlib.h>
#include <string.h>

#define SLACK 64 /* rows appended before the window is moved back */

static size_t rows_of(const struct stream *stream) { return (size_t)network_rows(&stream->model->network); }

bool stream_make(const struct model *model, struct scratch *scratch, struct stream *out) {
  const size_t features = (size_t)model->payload.features;
  *out = (struct stream){.model = model, .scratch = scratch};
  out->rows = malloc((rows_of(out) + SLACK) * features * sizeof(float));
  out->output = malloc(network_outputs(&model->network) * sizeof(float));
  out->observation = malloc(scoring_observed(&model->scoring) * sizeof(float));
  out->contributions = calloc(features, sizeof(float));
  return out->rows && out->output && out->observation && out->contributions &&
         row_reader_make(&model->payload, &out->reader) && scoring_state_make(&model->scoring, &out->state);
}

void stream_reset(struct stream *stream) {
  row_reader_reset(&stream->reader);
  scoring_begin(&stream->model->scoring, &stream->state);
  stream->next = 0;
}

struct verdict stream_push(struct stream *stream, const double *raw) {
  const size_t window = rows_of(stream), features = (size_t)stream->model->payload.features;
  if (stream->next == window + SLACK) {
    memmove(stream->rows, stream->rows + (SLACK + 1) * features, (window - 1) * features * sizeof(float));
    stream->next = window - 1;
  }
  float *row = stream->rows + stream->next * features;
  row_reader_next(&stream->reader, raw, row);
  if (stream->next == 0) {
    /* Before its first row a sequence is taken to have stood still. */
    for (size_t i = 1; i < window; i++) memcpy(row + i * features, row, features * sizeof(float));
    stream->next = window;
  } else {
    stream->next++;
  }
  const float *first = stream->rows + (stream->next - window) * features;
  network_forward(&stream->model->network, stream->scratch, first, 1, stream->output);
  scoring_observe(&stream->model->scoring, first + (window - 1) * features, stream->output, stream->observation);
  return scoring_next(&stream->model->scoring, &stream->state, stream->observation, stream->contributions);
}
