#include "panels.h"

#include <string.h>

#define ALIGNMENT 64 /* a cache line, and the widest vector */

void *arena_take(struct arena *arena, size_t bytes) {
  char *here = arena->base ? arena->base + arena->used : NULL;
  arena->used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return here;
}

static float weight_at(const struct tensor *w, int row, int col) {
  size_t at = (size_t)row * (size_t)w->cols + (size_t)col;
  return w->f32 ? w->f32[at] : (float)w->i8[at] * w->scale[row];
}

/* The matrix row behind an output of the layout, or -1 where it is padding. */
static int row_behind(const struct panel_plan *plan, int group, int lanes, int output, int *gate) {
  int panel = output / (group * lanes), within = output % (group * lanes);
  if (plan->gates == 1) {
    *gate = 0;
    return output < plan->units ? output : -1;
  }
  *gate = within / lanes;
  int unit = panel * lanes + within % lanes;
  return unit < plan->units ? *gate * plan->units + unit : -1;
}

struct panels pack_panels(const struct kernels *kernels, struct arena *arena, const struct tensor *w, const float *bias,
                          const float *more_bias, const struct panel_plan *plan) {
  const int lanes = kernels->lanes;
  const bool integer = plan->integer && w->scale;
  const int group = plan->gates > 1 ? plan->gates : plan->units <= lanes ? 1 : 4;
  const int outputs_per_panel = plan->gates > 1 ? lanes : group * lanes;
  struct panels out = {
      .inputs = integer ? (w->cols + 1) & ~1 : w->cols,
      .count = (plan->units + outputs_per_panel - 1) / outputs_per_panel,
      .group = group,
  };
  out.width = out.count * group * lanes;
  const size_t weights = (size_t)out.width * (size_t)out.inputs, width = (size_t)out.width;
  float *f32 = integer ? NULL : arena_take(arena, weights * sizeof *f32);
  int16_t *i16 = integer ? arena_take(arena, weights * sizeof *i16) : NULL;
  float *scale = integer ? arena_take(arena, width * sizeof *scale) : NULL;
  float *biases = bias || more_bias ? arena_take(arena, width * sizeof *biases) : NULL;
  if (!arena->base) return out;

  if (f32) memset(f32, 0, weights * sizeof *f32);
  if (i16) memset(i16, 0, weights * sizeof *i16);
  if (scale) memset(scale, 0, width * sizeof *scale);
  if (biases) memset(biases, 0, width * sizeof *biases);
  for (int output = 0; output < out.width; output++) {
    int gate, row = row_behind(plan, group, lanes, output, &gate);
    if (row < 0) continue;
    const double factor = plan->factors ? plan->factors[gate] : 1;
    const int panel = output / (group * lanes), vector = output / lanes % group, lane = output % lanes;
    const size_t first = (size_t)panel * (size_t)(group * lanes * out.inputs);
    for (int k = 0; k < w->cols; k++) {
      if (f32) {
        f32[first + (size_t)((k * group + vector) * lanes + lane)] = (float)(weight_at(w, row, k) * factor);
      } else {
        size_t pair = first + (size_t)(((k / 2) * group + vector) * 2 * lanes);
        i16[pair + (size_t)kernels->pair_index(lane, k & 1)] = w->i8[(size_t)row * (size_t)w->cols + (size_t)k];
      }
    }
    if (scale) scale[output] = (float)(w->scale[row] * factor / plan->unit);
    double sum = bias ? bias[row] : 0.0;
    if (more_bias && plan->more_gates >> gate & 1) sum += more_bias[row];
    if (biases) biases[output] = (float)(sum * factor);
  }
  out.f32 = f32;
  out.i16 = i16;
  out.scale = scale;
  out.bias = biases;
  return out;
}
