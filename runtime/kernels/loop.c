#include "loop.h"
#include "checkpoint.h"
#include "events.h"
#include "random.h"
#include "trainer.h"
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* A loss this many times the first one will not come back. */
static const double DIVERGED = 1e6;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + t.tv_nsec * 1e-9;
}

static uint32_t common_divisor(uint32_t a, uint32_t b) { return b ? common_divisor(b, a % b) : a; }

/* As strideOffset in training/windows.ts. */
static uint32_t stride_offset(uint32_t epoch, uint32_t stride) {
  uint32_t step = (uint32_t)floor(stride * 0.618 + 0.5);
  if (step < 1) step = 1;
  while (common_divisor(step, stride) != 1) step++;
  return (uint32_t)((uint64_t)epoch * step % stride);
}

/* The epoch's windows in the order of learning; returns how many. */
static size_t choose_windows(const Job *job, uint32_t epoch, uint32_t *chosen) {
  size_t n = 0;
  for (size_t i = stride_offset(epoch, job->stride); i < job->train_count; i += job->stride) chosen[n++] = job->train[i];
  if (!job->shuffle) return n;
  uint32_t key = derive_key((uint32_t[]){job->seed, PURPOSE_SHUFFLE, epoch}, 3);
  for (size_t i = n; i-- > 1;) {
    size_t j = (size_t)floor((double)word_at(key, (uint32_t)i) * (double)(i + 1) / 4294967296.0);
    uint32_t kept = chosen[i];
    chosen[i] = chosen[j];
    chosen[j] = kept;
  }
  return n;
}

static void check_loss(double loss, double first, uint32_t epoch, double rate) {
  if (isfinite(loss) && !(first >= 0 && loss > DIVERGED * fmax(first, 1e-3))) return;
  char what[64] = "is not a number any more";
  if (isfinite(loss)) snprintf(what, sizeof what, "grew to %.3g", loss);
  fail("diverged", "Training diverged in epoch %u: the loss %s. The learning rate %.15g is too high for this data; try a tenth of it.", epoch, what, rate);
}

static void restore(Trainer *t, State *s) {
  const Job *job = t->job;
  if (!state_load(s, job)) {
    size_t count;
    float *initial = read_floats(job->dir, "initial.f32", &count);
    if (initial && count != s->parameters) fail("failed", "initial.f32 holds %zu weights, but this model has %u parameters", count, s->parameters);
    if (initial) memcpy(s->weights, initial, count * sizeof(float));
    else initial_weights(&t->model.parameters, job->seed, s->weights);
    memcpy(s->best, s->weights, s->parameters * sizeof(float));
    free(initial);
  }
  trainer_set_weights(t, s->weights);
  to_padded(&t->model.parameters, t->state.m, s->m);
  to_padded(&t->model.parameters, t->state.v, s->v);
  if (s->step) to_padded(&t->model.parameters, t->state.average, s->average);
  t->state.step = s->step;
}

static void say_started(const Trainer *t, const State *s, const char *compiler, size_t per_epoch, size_t validation) {
  const Job *job = t->job;
  printf("{\"event\":\"started\",\"engine\":\"native\",\"compiler\":\"%s\",\"pid\":%d,\"parameters\":%u,\"sequence_length\":%d,\"window_stride\":%u,"
         "\"train_windows\":%zu,\"validation_windows\":%zu,\"windows_per_epoch\":%zu,\"windows_per_update\":%d,\"threads\":%d,\"resumed_epochs\":%u,\"history\":[",
         compiler, (int)getpid(), s->parameters, job->steps, job->stride, job->train_count, validation, per_epoch, job->batch, job->threads, s->epoch);
  for (uint32_t i = 0; i < s->epoch; i++) printf("%s{\"train_loss\":%.17g,\"val_loss\":%.17g}", i ? "," : "", s->history[2 * i], s->history[2 * i + 1]);
  say("]}");
}

static int say_done(const State *s, const Job *job, const char *reason, double elapsed) {
  replace_file(job->dir, "best.f32", s->best, s->parameters * sizeof(float));
  char best[32] = "null";
  if (s->epoch) snprintf(best, sizeof best, "%.17g", s->best_loss);
  say("{\"event\":\"done\",\"reason\":\"%s\",\"epochs\":%u,\"best_epoch\":%u,\"best_val_loss\":%s,\"elapsed_seconds\":%.6f}", reason, s->epoch, s->best_epoch, best, elapsed);
  return 0;
}

/* One pass over the chosen windows; the mean loss, or a negative number when told to stop. */
static double learn_epoch(Trainer *t, const State *s, const uint32_t *windows, size_t count, const volatile int *stop) {
  const Job *job = t->job;
  double began = now(), reported = began, sum = 0;
  uint32_t batch = 0;
  for (size_t at = 0; at < count; at += job->batch, batch++) {
    if (*stop) return -1;
    int size = count - at < (size_t)job->batch ? (int)(count - at) : job->batch;
    double loss = train_batch(t, windows + at, size, s->epoch, batch);
    check_loss(loss, s->epoch ? s->history[0] : -1, s->epoch + 1, job->rule.learning_rate);
    sum += loss * size;
    double time = now();
    if (time - reported <= 0.25) continue;
    reported = time;
    size_t done = at + size;
    say("{\"event\":\"progress\",\"epoch\":%u,\"windows_done\":%zu,\"windows_total\":%zu,\"train_loss\":%.17g,\"windows_per_second\":%.1f}", s->epoch + 1, done, count, sum / (double)done, (double)done / (time - began));
  }
  return sum / (double)count;
}

int training_loop(const Job *job, const char *compiler, const volatile int *stop) {
  Trainer trainer, *t = &trainer;
  State state, *s = &state;
  trainer_create(t, job);
  const Parameters *p = &t->model.parameters;
  state_create(s, (uint32_t)p->flat_size, (uint32_t)job->epochs);
  restore(t, s);
  uint32_t *windows = allocate((job->train_count / job->stride + 1) * sizeof *windows);
  uint32_t *validation = allocate((job->validation_count / job->validation_stride + 1) * sizeof *validation);
  size_t validating = 0;
  for (size_t i = 0; i < job->validation_count; i += job->validation_stride) validation[validating++] = job->validation[i];
  say_started(t, s, compiler, choose_windows(job, 0, windows), validating);

  double started = now() - s->elapsed_seconds;
  for (;;) {
    if (job->patience > 0 && s->epoch && s->since_best >= (uint32_t)job->patience) return say_done(s, job, "early_stopped", now() - started);
    if (s->epoch >= (uint32_t)job->epochs) return say_done(s, job, "completed", now() - started);
    double began = now();
    size_t count = choose_windows(job, s->epoch, windows);
    double train_loss = learn_epoch(t, s, windows, count, stop);
    double learned = now();
    double loss = train_loss < 0 ? -1 : validating ? mean_loss(t, validation, validating, stop) : train_loss;
    if (*stop && (train_loss < 0 || loss < 0)) return say_done(s, job, "stopped", now() - started);
    check_loss(loss, s->epoch ? s->history[1] : -1, s->epoch + 1, job->rule.learning_rate);

    to_flat(p, s->weights, t->state.weights);
    to_flat(p, s->m, t->state.m);
    to_flat(p, s->v, t->state.v);
    to_flat(p, s->average, t->state.average);
    int improved = s->epoch == 0 || loss < s->best_loss;
    s->history[2 * s->epoch] = train_loss;
    s->history[2 * s->epoch + 1] = loss;
    s->epoch++;
    s->step = t->state.step;
    s->since_best = improved ? 0 : s->since_best + 1;
    s->elapsed_seconds = now() - started;
    if (improved) {
      s->best_loss = loss;
      s->best_epoch = s->epoch;
      memcpy(s->best, s->average, s->parameters * sizeof(float));
      replace_file(job->dir, "best.f32", s->best, s->parameters * sizeof(float));
    }
    state_save(s, job);
    say("{\"event\":\"epoch\",\"epoch\":%u,\"train_loss\":%.17g,\"val_loss\":%.17g,\"best_val_loss\":%.17g,\"best_epoch\":%u,\"learning_rate\":%.15g,\"elapsed_seconds\":%.6f,\"windows_per_second\":%.1f}",
        s->epoch, train_loss, loss, s->best_loss, s->best_epoch, job->rule.learning_rate, s->elapsed_seconds, (double)count / (learned - began));
  }
}
