#include "model.h"
#include <stdlib.h>

/* Hands out aligned pieces of one block; with no block it only counts. */
typedef struct {
  char *memory;
  size_t used;
} Arena;

static float *take(Arena *a, size_t floats) {
  float *piece = a->memory ? (float *)(a->memory + a->used) : NULL;
  a->used += (floats * sizeof(float) + 63) / 64 * 64;
  return piece;
}

static void lay_out_stack(Stack *k, Arena *a, const Model *m, int first_tensor, int gates, int first_site) {
  const Shape *s = &m->shape;
  size_t rows = m->slice, units = lanes(s->hidden), state = rows * units;
  *k = (Stack){.count = s->layers, .first_site = first_site};
  for (int l = 0; l < s->layers; l++) {
    const Tensor *t = &m->parameters.tensors[first_tensor + 4 * l];
    k->layers[l] = (Layer){
      .wih = t, .whh = t + 1, .bih = t + 2, .bhh = t + 3, .gates = gates, .hidden = s->hidden, .units = (int)units, .inputs = t->columns,
      .gate = take(a, m->steps * state * gates), .h = take(a, (m->steps + 1) * state), .c = take(a, (m->steps + 1) * state),
    };
    k->inputs[l] = l && m->dropout > 0 ? take(a, m->steps * state) : NULL;
  }
}

static void lay_out(Workspace *w, Arena *a, const Model *m) {
  const Shape *s = &m->shape;
  size_t rows = m->slice, units = lanes(s->hidden), state = rows * units;
  size_t wide = units;
  if (wide < (size_t)lanes(s->bottleneck)) wide = lanes(s->bottleneck);
  if (s->architecture == SENTINEL) wide = 128;
  w->x = take(a, (size_t)m->steps * rows * lanes(s->features));
  w->y = take(a, (size_t)m->steps * rows * lanes(s->features));
  for (int i = 0; i < 4; i++) {
    w->a[i] = take(a, rows * wide);
    w->d[i] = take(a, rows * wide);
  }
  if (s->architecture == SENTINEL) return;
  int gates = s->architecture == LSTM_AUTOENCODER ? 4 : 3;
  lay_out_stack(&w->encoder, a, m, 0, gates, 0);
  if (gates == 4) lay_out_stack(&w->decoder, a, m, 4 * s->layers + 4, gates, s->layers - 1);
  w->dx = take(a, m->steps * state);
  /* A chunk holds CHUNK_ROWS rows, or one step when that has more. A smaller slice fits too. */
  size_t chunk = (CHUNK_ROWS > rows ? CHUNK_ROWS : rows) * (gates * units + VL);
  w->scratch = (Scratch){
    .dgate_x = take(a, chunk), .dgate_h = gates == 3 ? take(a, chunk) : NULL,
    .dgate_sum = take(a, state * gates), .constant = take(a, state * gates), .dh = take(a, state), .dc = take(a, state),
  };
}

size_t workspace_bytes(const Model *m) {
  Workspace w = {0};
  Arena a = {0};
  lay_out(&w, &a, m);
  return a.used;
}

int slice_size(const Model *m, int batch) {
  Model trial = *m;
  int slices = batch >= 64 ? (batch + 15) / 16 : batch > 8 ? 2 * ((batch + 31) / 32) : 1;
  trial.slice = (batch + slices - 1) / slices;
  while (trial.slice > 1 && workspace_bytes(&trial) > (size_t)512 << 20) trial.slice /= 2;
  return trial.slice;
}

int workspace_create(Workspace *w, const Model *m) {
  Arena a = {0};
  *w = (Workspace){0};
  size_t bytes = workspace_bytes(m);
  a.memory = w->memory = aligned_alloc(64, bytes);
  if (!a.memory) return 0;
  memset(a.memory, 0, bytes); /* touched by the thread that will use it */
  lay_out(w, &a, m);
  return 1;
}
