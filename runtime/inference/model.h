/* A model ready to score: the packed block opened, its weights laid out, its scoring rule known. */
#ifndef SIGNALBOX_MODEL_H
#define SIGNALBOX_MODEL_H

#include "network.h"
#include "score.h"

struct model {
  struct payload payload;
  struct network network;
  struct scoring scoring;
};

/* Opens a packed block for the named kernels (NULL: the best this CPU has). Returns NULL or what is wrong. */
const char *model_open(const void *block, size_t length, const char *kernels, struct model *out);

#endif
