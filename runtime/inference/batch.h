/* Scores many consecutive rows on several threads. */
#ifndef SIGNALBOX_BATCH_H
#define SIGNALBOX_BATCH_H

#include "model.h"

struct batch;

/* NULL when memory or threads cannot be had. */
struct batch *batch_make(const struct model *model, int threads);

/*
 * Runs the windows ending at each of `count` rows, which follow network_rows - 1 earlier ones at `rows`. Writes per
 * window `width` values: its observation, or its network output when `outputs` is set.
 */
void batch_run(struct batch *batch, const float *rows, size_t count, bool outputs, float *out);

#endif
