#include "trainer.h"
#include "events.h"
#include "random.h"
#include <stdlib.h>

/* Partial gradients are kept apart and summed in order, so that the number of threads does not change a bit of the
   result. A large batch's slices share this many, each fed by its own slices in order; large models share fewer. */
enum { MOST_PARTS = 16, VALIDATION_BATCH = 1024 };
static const size_t MOST_PART_BYTES = (size_t)1 << 30;

static int parts_of(const Model *m, int slices) {
  size_t fitting = MOST_PART_BYTES / (m->parameters.padded_size * sizeof(float));
  int most = fitting < 1 ? 1 : fitting > MOST_PARTS ? MOST_PARTS : (int)fitting;
  return slices < most ? slices : most;
}

int outputs_per_window(const Model *m) {
  switch (m->shape.architecture) {
    case LSTM_AUTOENCODER: return m->steps * m->shape.features;
    case GRU_PREDICTOR: return 3;
    case SENTINEL: break;
  }
  return 1;
}

static int slices_of(const Trainer *t, int count) { return (count + t->model.slice - 1) / t->model.slice; }

void trainer_create(Trainer *t, const Job *job) {
  *t = (Trainer){.job = job};
  Model *m = &t->model;
  *m = (Model){.shape = job->shape, .steps = job->steps, .loss = job->loss, .dropout = job->dropout};
  describe_parameters(&m->parameters, &m->shape);
  m->slice = slice_size(m, job->batch);
  int most = slices_of(t, job->batch > VALIDATION_BATCH ? job->batch : VALIDATION_BATCH);
  int parts = parts_of(m, slices_of(t, job->batch));
  t->pool = pool_create(job->threads);
  if (!t->pool) fail("failed", "The system refused to start %d threads", job->threads);
  t->workspaces = allocate(job->threads * sizeof *t->workspaces);
  for (int i = 0; i < job->threads; i++)
    if (!workspace_create(&t->workspaces[i], m)) fail("failed", "There is not enough memory for %zu MB a thread; choose a smaller hidden_dim, num_layers or sequence_length", workspace_bytes(m) >> 20);
  size_t padded = m->parameters.padded_size * sizeof(float), packed = m->parameters.packed_size * sizeof(float);
  UpdateState *s = &t->state;
  *s = (UpdateState){.rule = job->rule, .parts = parts, .grads = allocate(parts * sizeof *s->grads)};
  s->weights = allocate(padded);
  s->m = allocate(padded);
  s->v = allocate(padded);
  s->packed = allocate(packed);
  memset(s->m, 0, padded);
  memset(s->v, 0, padded);
  memset(s->packed, 0, packed);
  s->average = allocate(padded);
  t->shown = (UpdateState){.weights = s->average, .packed = allocate(packed)};
  memset(t->shown.packed, 0, packed);
  for (int i = 0; i < parts; i++) s->grads[i] = allocate(padded);
  if (!plan_updates(&t->updates, &m->parameters)) fail("failed", "There is not enough memory");
  t->finite = allocate(t->updates.count * sizeof *t->finite);
  t->losses = allocate(most * sizeof *t->losses);
}

static void pack_task(void *context, int index, int thread) {
  Trainer *t = context;
  (void)thread;
  pack_piece(&t->state, &t->updates.pieces[index]);
}

static void pack_shown_task(void *context, int index, int thread) {
  Trainer *t = context;
  (void)thread;
  pack_piece(&t->shown, &t->updates.pieces[index]);
}

static void update_task(void *context, int index, int thread) {
  Trainer *t = context;
  (void)thread;
  t->finite[index] = update_piece(&t->state, &t->updates.pieces[index]);
}

void trainer_set_weights(Trainer *t, const float *flat) {
  to_padded(&t->model.parameters, t->state.weights, flat);
  memcpy(t->state.average, t->state.weights, t->model.parameters.padded_size * sizeof(float));
  pool_run(t->pool, t->updates.count, pack_task, t);
}

static void run_one(Trainer *t, int slice, int thread, float *grads) {
  const Job *job = t->job;
  int first = slice * t->model.slice;
  Slice s = {
    .rows = job->rows, .targets = job->targets, .starts = t->starts + first,
    .count = t->count - first < t->model.slice ? t->count - first : t->model.slice, .first = first,
    .dropout_key = t->learning ? t->dropout_key : NULL,
    .scale = 1.0 / ((double)t->count * outputs_per_window(&t->model)),
    .outputs = t->outputs ? t->outputs + (size_t)first * outputs_per_window(&t->model) : NULL,
  };
  const UpdateState *used = t->learning ? &t->state : &t->shown;
  t->losses[slice] = run_slice(&t->model, &t->workspaces[thread], used->weights, used->packed, grads, &s);
}

static void learn_task(void *context, int part, int thread) {
  Trainer *t = context;
  float *grads = t->state.grads[part];
  memset(grads, 0, t->model.parameters.padded_size * sizeof(float));
  int from = (int)((long)t->slices * part / t->state.parts), to = (int)((long)t->slices * (part + 1) / t->state.parts);
  for (int slice = from; slice < to; slice++) run_one(t, slice, thread, grads);
}

static void look_task(void *context, int slice, int thread) { run_one(context, slice, thread, NULL); }

static double sum_losses(const Trainer *t) {
  double sum = 0;
  for (int i = 0; i < t->slices; i++) sum += t->losses[i];
  return sum / outputs_per_window(&t->model);
}

double train_batch(Trainer *t, const uint32_t *starts, int count, uint32_t epoch, uint32_t batch) {
  t->starts = starts;
  t->count = count;
  t->slices = slices_of(t, count);
  t->learning = 1;
  uint32_t key[4] = {t->job->seed, PURPOSE_DROPOUT, epoch, batch};
  memcpy(t->dropout_key, key, sizeof key);
  pool_run(t->pool, t->state.parts, learn_task, t);
  t->state.step++;
  pool_run(t->pool, t->updates.count, update_task, t);
  /* The gates' functions are bounded even at NaN, so a broken weight need not show in the loss. */
  double loss = sum_losses(t) / count;
  for (int i = 0; i < t->updates.count; i++) loss += t->finite[i];
  return loss;
}

double mean_loss(Trainer *t, const uint32_t *starts, size_t count, const volatile int *stop) {
  double sum = 0;
  t->learning = 0;
  pool_run(t->pool, t->updates.count, pack_shown_task, t);
  for (size_t at = 0; at < count; at += VALIDATION_BATCH) {
    if (*stop) return -1;
    t->starts = starts + at;
    t->count = count - at < VALIDATION_BATCH ? (int)(count - at) : VALIDATION_BATCH;
    t->slices = slices_of(t, t->count);
    pool_run(t->pool, t->slices, look_task, t);
    sum += sum_losses(t);
  }
  return sum / (double)count;
}

void trainer_gradient(const Trainer *t, float *flat) {
  size_t n = t->model.parameters.padded_size;
  float *sum = allocate(n * sizeof(float));
  for (size_t i = 0; i < n; i++) {
    sum[i] = t->state.grads[0][i];
    for (int k = 1; k < t->state.parts; k++) sum[i] += t->state.grads[k][i];
  }
  to_flat(&t->model.parameters, flat, sum);
  free(sum);
}
