/* The three architectures, forward only, on consecutive windows of normalised rows. */
#ifndef SIGNALBOX_NETWORK_H
#define SIGNALBOX_NETWORK_H

#include "kernels.h"
#include "payload.h"

#define MAX_LAYERS 64
#define MAX_DENSE 3

struct cell_layer {
  struct panels input;  /* with the summed bias */
  struct panels hidden; /* with the bias that stays inside gate n of a GRU */
};

struct network {
  const struct kernels *kernels;
  enum architecture architecture;
  int features, layers, steps, outputs;
  int stride; /* hidden units rounded up to whole vectors */
  int gates_width;
  bool integer;
  bool every_step; /* an autoencoder writes the whole reconstruction, not only its last row */
  float unit; /* integer hidden values per 1 */
  struct cell_layer encoder[MAX_LAYERS], decoder[MAX_LAYERS];
  struct panels dense[MAX_DENSE];
  void *memory;
};

/* Buffers of one thread, for up to `windows` windows at once. */
struct scratch {
  int windows;
  float *gates, *cell, *dense[2], *output, *hidden[2];
  int16_t *q[2];
  void *memory;
};

/* Packs a payload's weights for `kernels`. Returns NULL or what is wrong. */
const char *network_build(const struct payload *payload, const struct kernels *kernels, struct network *out);
void network_free(struct network *network);

bool scratch_make(const struct network *network, int windows, struct scratch *out);
void scratch_free(struct scratch *scratch);

/* Rows a window looks at: `steps`, or 1 for the sentinel. */
int network_rows(const struct network *network);

/* Values `network_forward` writes per window. */
size_t network_outputs(const struct network *network);

/*
 * Runs `windows` (at most scratch->windows) consecutive windows: window w is rows w … w + network_rows - 1 of `rows`,
 * which are `features` apart. Writes per window: an autoencoder's reconstruction of the last row (or of [steps] rows, with
 * every_step), the three probabilities of a predictor, the one of a sentinel.
 */
void network_forward(const struct network *network, struct scratch *scratch, const float *rows, int windows,
                     float *out);

#endif
