#include "events.h"
#include "loop.h"
#include "trainer.h"
#include <stdlib.h>

int probe(const Job *job, int updates) {
  Trainer trainer, *t = &trainer;
  trainer_create(t, job);
  size_t n = t->model.parameters.flat_size, given;
  float *weights = read_floats(job->dir, "initial.f32", &given);
  if (!weights) initial_weights(&t->model.parameters, job->seed, weights = allocate(n * sizeof(float)));
  else if (given != n) fail("failed", "initial.f32 holds %zu weights instead of %zu", given, n);
  int count = job->train_count < (size_t)job->batch ? (int)job->train_count : job->batch;
  size_t outputs = (size_t)count * outputs_per_window(&t->model), size = outputs + n + updates + n;
  float *result = allocate(size * sizeof(float)), *losses = result + outputs + n;
  trainer_set_weights(t, weights);
  for (int i = 0; i < updates; i++) {
    t->outputs = i ? NULL : result;
    losses[i] = (float)train_batch(t, job->train, count, 0, (uint32_t)i);
    if (!i) trainer_gradient(t, result + outputs);
  }
  to_flat(&t->model.parameters, losses + updates, t->state.weights);
  replace_file(job->dir, "probe.f32", result, size * sizeof(float));
  return 0;
}
