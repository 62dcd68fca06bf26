#include "model.h"

const char *model_open(const void *block, size_t length, const char *kernels, struct model *out) {
  const struct kernels *table = kernels_pick(kernels);
  if (!table) return "there are no kernels of that name that this CPU can run";
  const char *wrong = payload_read(block, length, &out->payload);
  if (!wrong) wrong = network_build(&out->payload, table, &out->network);
  return wrong ? wrong : scoring_open(&out->payload, &out->scoring);
}
