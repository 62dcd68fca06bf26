#include "update.h"
#include <math.h>
#include <stdlib.h>

int plan_updates(UpdatePlan *plan, const Parameters *p) {
  int most = 0;
  for (int i = 0; i < p->count; i++) most += 1 + lanes(p->tensors[i].hidden) / VL;
  *plan = (UpdatePlan){.pieces = malloc(most * sizeof *plan->pieces)};
  if (!plan->pieces) return 0;
  for (int i = 0; i < p->count; i++) {
    const Tensor *t = &p->tensors[i];
    if (t->kind == GATES_FROM_UNITS)
      for (int panel = 0; panel < lanes(t->hidden) / VL; panel++) plan->pieces[plan->count++] = (UpdatePiece){t, panel};
    else plan->pieces[plan->count++] = (UpdatePiece){t, -1};
  }
  return 1;
}

/* PyTorch's formulas, a vector at a time. */
static float update_range(const UpdateState *s, size_t from, size_t count) {
  const float beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f;
  const UpdateRule *rule = &s->rule;
  float keep = rule->optimizer == ADAMW ? (float)(1 - rule->learning_rate * rule->weight_decay) : 1;
  float size = (float)(rule->learning_rate / (1 - pow(0.9, (double)s->step)));
  float root = (float)(1 / sqrt(1 - pow(0.999, (double)s->step)));
  float rate = (float)rule->learning_rate;
  float share = (float)(10 / (9 + (double)s->step)); /* of the newest weights in their average */
  vf finite = spread(0); /* x - x is NaN for NaN and infinities */
  for (size_t i = from; i < from + count; i += VL) {
    vf g = load(s->grads[0] + i);
    for (int k = 1; k < s->parts; k++) g += load(s->grads[k] + i);
    vf w = load(s->weights + i);
    if (rule->optimizer == SGD) {
      w -= rate * g;
      finite += w - w;
      store(s->weights + i, w);
      store(s->average + i, load(s->average + i) + share * (w - load(s->average + i)));
      continue;
    }
    vf m = beta1 * load(s->m + i) + (1 - beta1) * g, v = beta2 * load(s->v + i) + (1 - beta2) * g * g, d;
    for (int l = 0; l < VL; l++) d[l] = sqrtf(v[l]);
    store(s->m + i, m);
    store(s->v + i, v);
    w = w * keep - size * m / (d * root + epsilon);
    finite += w - w;
    store(s->weights + i, w);
    store(s->average + i, load(s->average + i) + share * (w - load(s->average + i)));
  }
  return sum_lanes(finite);
}

/* Forward copies of gate weights: [panel][input][gate][VL], in the order in which a tile reads them. */
static void pack_panel(const UpdateState *s, const Tensor *t, int panel) {
  int wide = t->gates * VL, columns = gate_columns(t);
  float *to = s->packed + t->packed + (size_t)panel * t->columns * wide;
  const float *from = s->weights + t->at;
  for (int k = 0; k < t->columns; k++, to += wide)
    for (int q = 0; q < wide; q += VL) {
      if (t->kind == GATES_FROM_INPUT) {
        store(to + q, load(from + blocked_at(k, panel * wide + q, t->columns, columns)));
        continue;
      }
      const float *column = from + blocked_at(panel * wide + q, k, columns, lanes(t->columns));
      int stride = block_width(k / BLOCK * BLOCK, lanes(t->columns));
      vf v;
      for (int l = 0; l < VL; l++) v[l] = column[l * stride];
      store(to + q, v);
    }
}

void pack_piece(const UpdateState *s, const UpdatePiece *piece) {
  const Tensor *t = piece->tensor;
  if (t->kind == GATES_FROM_UNITS) pack_panel(s, t, piece->panel);
  else if (t->kind == GATES_FROM_INPUT)
    for (int panel = 0; panel < lanes(t->hidden) / VL; panel++) pack_panel(s, t, panel);
  else if (t->kind == GATES_FROM_CONSTANT)
    transpose_blocked(s->packed + t->packed, s->weights + t->at, gate_columns(t), t->columns, lanes(t->columns), gate_columns(t));
  else if (t->kind == LINEAR)
    transpose_blocked(s->packed + t->packed, s->weights + t->at, t->rows, t->columns, lanes(t->columns), lanes(t->rows));
}

float update_piece(const UpdateState *s, const UpdatePiece *piece) {
  const Tensor *t = piece->tensor;
  float finite = 0;
  if (t->kind != GATES_FROM_UNITS) finite = update_range(s, t->at, t->size);
  else
    /* A panel's gate columns are consecutive rows of every column block. */
    for (int n = 0; n < lanes(t->columns); n += BLOCK) {
      int width = block_width(n, lanes(t->columns)), rows = t->gates * VL;
      finite += update_range(s, t->at + (size_t)n * gate_columns(t) + (size_t)piece->panel * rows * width, (size_t)rows * width);
    }
  pack_piece(s, piece);
  return finite;
}
