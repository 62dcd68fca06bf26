/* Weights laid out for the kernels of one instruction set; see struct panels in kernels.h. */
#ifndef SIGNALBOX_PANELS_H
#define SIGNALBOX_PANELS_H

#include "kernels.h"
#include "payload.h"

/*
 * Memory handed out in one piece. With `base` NULL it only counts, so that a layout is measured by the same code
 * that later fills it.
 */
struct arena {
  char *base;
  size_t used;
};

void *arena_take(struct arena *arena, size_t bytes);

/* How the rows of a weight matrix become a layer's outputs. */
struct panel_plan {
  int units;             /* hidden units, or outputs of a dense layer */
  int gates;             /* 1 for a dense layer */
  const double *factors; /* per gate, multiplied into weights and bias; NULL for 1 */
  unsigned more_gates;   /* bit g: gate g takes `more_bias` */
  bool integer;          /* inputs are 16-bit hidden values of `unit` per 1; needs int8 weights */
  float unit;
};

/*
 * `bias` holds one value per matrix row, `more_bias` another that is added for the gates named by the plan; either may
 * be NULL. Zero rows pad the last panel.
 */
struct panels pack_panels(const struct kernels *kernels, struct arena *arena, const struct tensor *weights,
                          const float *bias, const float *more_bias, const struct panel_plan *plan);

#endif
